"""Links as lines: what was typed is read, what was read is shown again, and nothing but the web is let in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goals.rules.links import LONGEST, MOST, on_the_web, problems, read, typed

WORDS = st.text(alphabet="abcåäö 0123", max_size=20).map(lambda text: " ".join(text.split()))
LINKS = st.lists(
    st.builds(
        lambda path, title: {"url": f"https://exempel.se/{path}", "title": title or f"https://exempel.se/{path}"},
        st.text(alphabet="abc-/0", max_size=10),
        WORDS,
    ),
    max_size=MOST,
)


def codes(text: str) -> list[str]:
    return [problem.code for problem in problems(read(text))]


def test_a_line_is_an_address_and_what_it_is_called() -> None:
    assert read("https://a.se/x Enkäten 2025\n\n  http://b.se  \n") == [
        {"url": "https://a.se/x", "title": "Enkäten 2025"},
        {"url": "http://b.se", "title": "http://b.se"},
    ]


@given(LINKS)
def test_what_was_read_is_shown_and_read_again(links: list[dict[str, str]]) -> None:
    assert read(typed(links)) == links
    assert list(problems(links)) == []


@pytest.mark.parametrize("url", [
    "javascript:alert(1)", "data:text/html,x", "ftp://a.se", "a.se", "https://", "//a.se", "https:a", "mailto:a@b.se",
    "https://en@a.se", "http://[", "https://a.se/\x00", "https://a.se/'x", 'https://a.se/"x', "Enkäten",
])  # fmt: skip
def test_what_is_no_web_address(url: str) -> None:
    assert not on_the_web(url)
    assert codes(f"https://a.se\n{url}") == ["link_not_on_the_web"]


def test_too_many_and_too_long() -> None:
    assert codes("https://a.se\n" * (MOST + 1)) == ["links_too_many"]
    assert codes("https://a.se/" + "x" * LONGEST) == ["link_too_long"]
