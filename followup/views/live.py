"""The stored page of an edition as it is shown: what is known now is put into its empty places."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.translation import gettext as _

from followup.models import Assessment, EditionFile, Ground
from followup.reading import file_name, reads_file

START, END = "<!-- report -->", "<!-- /report -->"
DAY = re.compile(r"\d{4}(-\d\d)+:?")
PLACE = re.compile(r"<!--(later|file):([^>]*?)-->")


def body(files: list[EditionFile], later: Mapping[str, str], user: Any) -> str:
    """The report itself, as it was drawn once, with what came later and the attachments that this person may fetch."""
    html = next((file for file in files if file.format == "html" and not file.approved), None)
    if html is None:
        return ""
    with html.file.open("rb") as stored:
        text = stored.read().decode().partition(START)[2].partition(END)[0]
    found = {("later", place): _mark(sentence) for place, sentence in later.items()}
    found |= {("file", pk): _link(ground) for pk, ground in _attachments(text, user).items()}
    return PLACE.sub(lambda match: found.get((match[1], match[2]), ""), text)


def _mark(sentence: str) -> str:
    """The sentence in a narrow cell: its day stays whole."""
    text = DAY.sub(r'<span class="text-nowrap">\g<0></span>', escape(sentence))
    return f' <span class="later">{text}</span>'


def _attachments(text: str, user: Any) -> dict[str, Ground]:
    """Those that are named in the report and that this person may fetch."""
    named = [int(value) for kind, value in PLACE.findall(text) if kind == "file" and value.isdecimal()]
    if not named:
        return {}
    readable = Assessment.objects.visible_to(user)
    rows = Ground.objects.filter(pk__in=named, assessment__in=readable).select_related("assessment")
    return {str(ground.pk): ground for ground in rows if ground.file and reads_file(ground, user)}


def _link(ground: Ground) -> str:
    words = _("Hämta %(name)s") % {"name": file_name(ground)}
    return format_html(' <a href="{}">{}</a>', reverse("followup:ground-file", args=[ground.pk]), words)
