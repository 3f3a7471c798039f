"""The components: what they say, also to those who do not see them."""

from datetime import timedelta
from decimal import Decimal
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from burlov_styrning import parts
from burlov_styrning.clock import today


def drawn(template: str, **values: Any) -> str:
    return Template(template).render(Context(values))


@pytest.mark.parametrize(
    ("code", "css"), [("met", "met"), ("on_course", "course"), ("not_met", "missed"), ("unknown", "unknown")]
)
def test_a_status_is_sign_and_words(code: str, css: str) -> None:
    html = drawn("{% status code 'Ord' %}", code=code)
    assert f'class="status {css}"' in html and "<svg" in html and "Ord" in html


def test_an_unheard_of_status_is_drawn_as_unknown() -> None:
    assert "unknown" in drawn("{% status 'x' 'Ord' %}")


def test_the_example_badge_shows_only_where_it_is_one() -> None:
    assert "Exempel" in drawn("{% example row.example %}", row={"example": True})
    assert drawn("{% example row.example %}", row={"example": False}) == ""


@given(st.lists(st.integers(0, 50), max_size=6))
def test_the_pieces_of_a_strip_fill_it_and_never_overlap(counts: list[int]) -> None:
    pieces = parts.segments([parts.Count("met", count, "") for count in counts])
    assert len(pieces) == sum(count > 0 for count in counts)
    for one, after in pairwise(pieces):
        assert one.x + one.width <= after.x + 0.02
    if pieces:
        assert abs(pieces[-1].x + pieces[-1].width - 100) < 0.05


@given(
    st.lists(st.one_of(st.none(), st.decimals(-1000, 1000, places=2)), max_size=8),
    st.one_of(st.none(), st.decimals(-1000, 1000, places=2)),
)
def test_a_small_line_stays_inside_its_field(values: list[Decimal | None], target: Decimal | None) -> None:
    found = parts.spark(values, target)
    for line in found.lines:
        for point in line.split(" "):
            x, y = map(float, point.split(","))
            assert 0 <= x <= found.width and 0 <= y <= found.height


def test_only_the_first_move_is_filled() -> None:
    html = drawn(
        "{% moves buttons %}",
        buttons=[parts.Button("Lämna in", "/a/", post=True), parts.Button("Skicka tillbaka", "/b/")],
    )
    assert html.count("btn-primary") == 1 and html.index("btn-primary") < html.index("btn-outline")
    assert 'method="post"' in html and 'href="/b/"' in html


def test_work_says_the_day_in_both_ways() -> None:
    tasks = [
        parts.Task("Skriv", "/x/", "Öppna", due=today() - timedelta(1)),
        parts.Task("Läs", "/y/", "Öppna", due=today() + timedelta(4)),
    ]
    html = drawn("{% work tasks %}", tasks=tasks)
    assert "I går" in html and 'class="due late"' in html and "om 4 dagar" in html


def test_what_people_wrote_is_never_markup() -> None:
    bad = "<img src=x onerror=alert(1)>"
    html = drawn(
        "{% sheet t %}{{ t }}{% endsheet %}{% diff t '' %}{% comments notes %}"
        "{% head t t %}{% facts pairs %}{% checks checks %}",
        t=bad, notes=[parts.Note(bad, today(), bad)], pairs=[(bad, bad)], checks=[parts.Check(bad, False, bad)],
    )  # fmt: skip
    assert "<img" not in html and html.count("&lt;") >= 9


def test_checks_say_in_words_what_is_missing() -> None:
    html = drawn(
        "{% checks items %}", items=[parts.Check("Specifikt", True), parts.Check("Ansvar", False, "Ange funktion")]
    )
    assert 'aria-label="Klart"' in html and 'aria-label="Saknas"' in html


def test_a_clash_shows_only_what_differs() -> None:
    html = drawn(
        "{% clash rows 'Maria' %}", rows=[parts.Clash("Lydelse", "min", "din"), parts.Clash("Område", "a", "a")]
    )
    assert "Maria sparade medan du skrev" in html and "Lydelse" in html and "Område" not in html


def test_a_chart_has_its_finding_and_its_table() -> None:
    table = SimpleNamespace(headings=["År", "%"], rows=[["2020", "3"]])
    spec = {"data": [], "layout": {"title": "</script>"}}
    chart = SimpleNamespace(finding="Det ökar.", spec=spec, table=table)
    html = drawn("{% chart chart %}", chart=chart)
    assert html.count("</script>") == 1 and "data-chart=" in html and '<th scope="row">2020</th>' in html


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{{ v|number:1 }}", "1\u00a0234,5"),
        ("{% quantity v 1 '%' %}", "1\u00a0234,5\u00a0%"),
        ("{{ none|number }}", ""),
        ("{% quantity none %}", "–"),
        ("{{ '2018-05'|partial_date }}", "maj 2018"),
        ("{{ names|listed }}", "a, b och c"),
        ("{{ 4|spelled }}", "fyra"),
        ("{{ 1234000|file_size }}", "1,2\u00a0MB"),
    ],
)
def test_numbers_and_days_in_templates(template: str, text: str) -> None:
    assert drawn(template, v=Decimal("1234.5"), none=None, names=["a", "b", "c"]) == text
