"""A list is a prioriteringslista: nothing that people read calls it a vote or a ballot paper."""

from __future__ import annotations

import re
from pathlib import Path

from django.conf import settings

from tests.house.test_language import catalogue

VOTE = re.compile(r"r[öo]st(a|er|ar|at|ning|sedel)?\b|valsedel|valsedlar", re.IGNORECASE)
MINUTES = re.compile(r"omröstning", re.IGNORECASE)
"""What the minutes record of a decision: that one is a vote."""


def test_no_page_says_vote_of_a_list() -> None:
    templates = Path(settings.BASE_DIR) / "templates"
    found = [
        f"{path.relative_to(templates)}: {match.group()}"
        for path in sorted(templates.rglob("*.*"))
        for match in VOTE.finditer(MINUTES.sub("", path.read_text()))
    ]
    assert found == []


def test_no_text_of_the_catalogue_says_vote_of_a_list() -> None:
    assert [key for _context, key in catalogue() if VOTE.search(MINUTES.sub("", key))] == []


def test_the_words_are_found_where_they_stand() -> None:
    assert all(VOTE.search(words) for words in ("Din röst", "Rösta här", "valsedeln är full", "en röstsedel"))
    assert not VOTE.search("Trösten är stor i Rostock")
