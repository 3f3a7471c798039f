"""What is found in a page of a report that somebody would stumble on."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from burlov_styrning import rich
from followup.rules.accessible import LONGEST, Kind, examine, sentences

GOOD = """<h2 id="a">Ett</h2><div class="rich"><p>Kort och <b>gott</b>.</p></div><section id="mal-1"><h3>Mål</h3>
<table><thead><tr><th>År</th><th>Antal</th></tr></thead><tbody>
<tr><th scope="row">2026</th><td>1</td></tr></tbody></table>
<figure><figcaption>Det ökar</figcaption><svg role="img"><title>Det ökar</title></svg></figure>
<a href="#a">Till sammandraget</a></section>"""
LONG = "Det är " + "mycket " * LONGEST + "långt."


def found(html: str) -> list[tuple[Kind, str]]:
    return [(one.kind, one.place) for one in examine(html)]


@pytest.mark.parametrize(
    ("html", "kind", "place"),
    [
        ('<h2 id="a">Ett</h2><h4>Hopp</h4>', Kind.HEADING_SKIPPED, "a"),
        ('<h2 id="a"> </h2>', Kind.HEADING_EMPTY, "a"),
        ('<table id="a"><tr><td>1</td></tr></table>', Kind.TABLE_HEADLESS, "a"),
        ('<table id="a"><thead><tr><th>År</th></tr></thead><tr><td> </td></tr></table>', Kind.TABLE_EMPTY, "a"),
        ('<table id="a"><thead><tr><th></th></tr></thead><tr><td>1</td></tr></table>', Kind.HEAD_EMPTY, "a"),
        ('<figure id="a"><svg><title>Så</title></svg></figure>', Kind.CHART_SILENT, "a"),
        ('<figure id="a"><figcaption>Så</figcaption><svg><path d="M0"/></svg></figure>', Kind.PICTURE_SILENT, "a"),
        ('<img id="a" src="x.png">', Kind.PICTURE_SILENT, "a"),
        ('<a id="a" href="#b">här</a>', Kind.LINK_SILENT, "a"),
        ('<a id="a" href="#b"><svg aria-hidden="true"></svg></a>', Kind.LINK_SILENT, "a"),
        ('<div class="rich" id="a"><p><strong>Orsaker</strong></p></div>', Kind.LOOKS_LIKE_HEADING, "a"),
        ('<div class="rich" id="a"><p>• ett<br>• två</p></div>', Kind.LOOKS_LIKE_LIST, "a"),
        (f'<div class="rich" id="a"><p>Kort. {LONG} Kort.</p></div>', Kind.LONG_SENTENCE, "a"),
    ],
)
def test_each_thing_is_found_once_and_in_its_place(html: str, kind: Kind, place: str) -> None:
    assert found(html) == [(kind, place)]


def test_what_is_good_and_what_nobody_wrote_is_left_alone() -> None:
    assert found(GOOD) == []
    assert found(f"<p>{LONG}</p>") == []  # the templates' own words are not judged here
    assert found('<svg aria-hidden="true"><path d="M0"/></svg><img alt="" src="x">') == []


def test_a_sentence_is_told_with_its_length() -> None:
    (one,) = examine(f'<div class="rich"><p>{LONG}</p></div>')
    assert one.words == " ".join(LONG.split()) and one.count == LONGEST + 3 and one.is_advice


def test_a_number_an_abbreviation_and_a_line_do_not_join_or_part_sentences() -> None:
    text = "Det blev 3,5 procent, dvs. mer än planerat. Nästa år\nblir det 4. Bra!"
    assert list(sentences(text)) == ["Det blev 3,5 procent, dvs. mer än planerat.", "Nästa år", "blir det 4.", "Bra!"]


@given(st.text(alphabet="abc #*|-•\n.<>&1", max_size=120))
@settings(max_examples=60, deadline=None)
def test_whatever_is_written_is_read_and_our_own_drawing_has_no_gaps_in_its_headings(text: str) -> None:
    kinds = {one.kind for one in examine(f'<h2 id="a">Ett</h2><div class="rich">{rich.as_html(text)}</div>')}
    assert Kind.HEADING_SKIPPED not in kinds and Kind.PICTURE_SILENT not in kinds and Kind.LINK_SILENT not in kinds


def test_what_follows_a_text_is_not_in_it() -> None:
    html = f'<h2 id="a">Ett</h2><div class="rich" id="text-a"><p>Kort.</p></div><div class="rich"><p>{LONG}</p></div>'
    assert found(html) == [(Kind.LONG_SENTENCE, "a")]
