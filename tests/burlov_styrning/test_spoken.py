"""What people have written is found among the words of a page, and nothing else is touched."""

from __future__ import annotations

import pytest

from burlov_styrning.spoken import hear, listening, mark, note
from indicators.models import IndicatorVersion

GOAL = "Senast 2030 får fler plats"


@pytest.mark.parametrize(
    ("html", "marked"),
    [
        (f"<h1>{GOAL}</h1>", f'<h1><span lang="sv">{GOAL}</span></h1>'),
        (f"<p>The goal {GOAL}, decided</p>", f'<p>The goal <span lang="sv">{GOAL}</span>, decided</p>'),
        (f"<p>({GOAL})</p>", f'<p>(<span lang="sv">{GOAL}</span>)</p>'),
        (f"<p>{GOAL}erna</p>", f"<p>{GOAL}erna</p>"),
        ("<p>\n  Senast 2030 få… </p>", '<p>\n  <span lang="sv">Senast 2030 få…</span> </p>'),
        (f'<a title="{GOAL}" href="/">Read</a>', f'<a title="{GOAL}" href="/">Read</a>'),
        (f'<p data-x="a > {GOAL}">x</p>', f'<p data-x="a > {GOAL}">x</p>'),
        (f"<title>{GOAL}</title><textarea>{GOAL}</textarea>", f"<title>{GOAL}</title><textarea>{GOAL}</textarea>"),
        (f"<select><option>{GOAL}</option></select>", f"<select><option>{GOAL}</option></select>"),
        (f"<svg><text>{GOAL}</text></svg>", f"<svg><text>{GOAL}</text></svg>"),
        (f"<!-- {GOAL} --><b>Plan</b>", f'<!-- {GOAL} --><b><span lang="sv">Plan</span></b>'),
        ("<b>The Plan of it</b>", "<b>The Plan of it</b>"),
        ("<b>Mat &amp; miljö i skolan</b>", '<b><span lang="sv">Mat &amp; miljö i skolan</span></b>'),
        ("<b>1 &lt; 2</b>", "<b>1 &lt; 2</b>"),
    ],
)
def test_marking(html: str, marked: str) -> None:
    assert mark(html, {GOAL, "Plan", "Mat & miljö i skolan"}) == marked


def test_the_longer_of_two_is_marked() -> None:
    assert mark(f"<p>So: {GOAL} i tid.</p>", {GOAL, f"{GOAL} i tid."}) == (
        f'<p>So: <span lang="sv">{GOAL} i tid.</span></p>'
    )


def test_rows_tell_their_texts_only_while_somebody_listens() -> None:
    row = IndicatorVersion(name="Nöjda brukare", unit="procent", definition="Rad ett\nRad två")
    hear(row)
    with listening() as heard:
        hear(row)
        note({"a": "En text till", "key": "unkey"}, None, 3)
    hear(IndicatorVersion(name="Efteråt"))
    assert heard == {"Nöjda brukare", "Rad ett\nRad två", "Rad ett", "Rad två", "En text till"}
