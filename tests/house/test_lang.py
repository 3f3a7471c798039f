"""An English page is English, and what people have written says there that it is Swedish: a screen reader reads it so
(WCAG 3.1.2).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from django.apps import apps
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.house.rows import Row
from tests.house.test_language import rows_once, swedish_of_ours
from tests.world import World

WRITTEN = {
    "goals.Need": ("text", "evidence"),
    "goals.GoalProposal": ("title", "wording"),
    "goals.Goal": ("title", "wording"),
    "goals.GoalArea": ("name", "text"),
    "goals.Vision": ("text",),
    "goals.Path": ("motivation",),
    "indicators.IndicatorVersion": ("name", "definition"),
    "followup.Assessment": ("analysis", "motivation"),
    "followup.Ground": ("text",),
    "followup.Activity": ("text", "effect"),
    "base.Decision": ("text",),
    "base.Comment": ("text",),
}
"""What people write: model → fields."""
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
ELSEWHERE = {"title", "option", "textarea", "script", "style"}
"""Where no element can stand inside, so that a part cannot have a language of its own."""


class Spoken(HTMLParser):
    """The texts of a page with the language that they stand in."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, str]] = []
        self.found: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            before = self.open[-1][1] if self.open else ""
            self.open.append((tag, dict(attrs).get("lang") or before))

    def handle_endtag(self, tag: str) -> None:
        while self.open and tag in [name for name, _language in self.open]:
            if self.open.pop()[0] == tag:
                break

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1][0] not in ELSEWHERE:
            self.found.append((self.open[-1][1], " ".join(data.split())))


def written() -> Iterator[str]:
    """What people have written here, as long as it can be told from other words."""
    for label, names in WRITTEN.items():
        for values in apps.get_model(label)._base_manager.values_list(*names):
            yield from (" ".join(value.split()) for value in values if value and len(value) > 7)


def unmarked(content: str) -> set[str]:
    """What people wrote that a page says in English."""
    page = Spoken()
    page.feed(content)
    texts = [text for language, text in page.found if language == "en"]
    return {said for said in set(written()) for text in texts if re.search(rf"(?<!\w){re.escape(said)}", text)}


@pytest.mark.alike
@pytest.mark.django_db
@pytest.mark.usefixtures("unprinted")
@pytest.mark.parametrize("row", rows_once(), ids=lambda row: row.name)
def test_an_english_page_is_english_and_marks_what_people_wrote(row: Row, world: World) -> None:
    address = reverse(row.name, kwargs=row.kwargs(world))
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    if "anonymous" not in row.allowed:
        client.force_login(world.users[min(row.allowed)])
    answer = client.get(address)
    if not answer.headers["Content-Type"].startswith("text/html") or answer.streaming:
        return
    content = answer.content.decode()
    assert '<html lang="en"' in content or "<html" not in content  # a part of a page has its language from the page
    assert swedish_of_ours(content, theirs={world.indicator.key}) == []
    assert not unmarked(content), "the row that it comes from does not tell it (burlov_styrning.spoken)"
