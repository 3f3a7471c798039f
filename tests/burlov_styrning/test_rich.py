"""Text with headings, lists, tables and emphasis: safe, in order, the same words in every form; plain stays plain."""

from __future__ import annotations

import re
from html import unescape
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from burlov_styrning import rich, word, word_page

WRITTEN = """## Vad vi gjorde
Vi öppnade **två** avdelningar
och läste *mer*.

- förskolan
- skolan
  - lågstadiet

3. sedan
4. till sist

#### För djupt
| År | Antal |
| 2026 | 1 250 |
"""


def test_what_is_written_becomes_headings_lists_tables_and_emphasis() -> None:
    made = re.sub(r"\s*\n\s*", "", rich.as_html(WRITTEN, 4))
    assert made == (
        "<h4>Vad vi gjorde</h4><p>Vi öppnade <strong>två</strong> avdelningar<br>och läste <em>mer</em>.</p>"
        "<ul><li>förskolan</li><li>skolan<ul><li>lågstadiet</li></ul></li></ul>"
        '<ol start="3"><li>sedan</li><li>till sist</li></ol><h5>För djupt</h5>'
        '<table class="table"><thead><tr><th scope="col">År</th><th class="num" scope="col">Antal</th></tr></thead>'
        '<tbody><tr><td>2026</td><td class="num">1 250</td></tr></tbody></table>'
    )
    assert rich.as_text(WRITTEN) == (
        "Vad vi gjorde\nVi öppnade två avdelningar\noch läste mer.\n– förskolan\n– skolan\n   – lågstadiet\n"
        "3. sedan\n4. till sist\nFör djupt\nÅr | Antal\n2026 | 1 250"
    )


@pytest.mark.parametrize(
    "text",
    ["<script>alert(1)</script>", '<img src=x onerror="a()">', "[länk](javascript:a())", "![bild](http://x/y.png)",
     "`kod`", "<b>fet</b>", "&lt;b&gt; & c", "~~struken~~", "    indragen", "---", "> citat", "http://exempel.se"],
)  # fmt: skip
def test_nothing_else_is_switched_on(text: str) -> None:
    assert html.fragment_fromstring(rich.as_html(text), create_parent=True).text_content().strip() == text.strip()
    assert not re.search(r"<(?!/?p>)", rich.as_html(text))


@pytest.mark.parametrize(
    "text",
    ["Personalen räckte inte.", "Två * tre * fyra, 5_6_7 och #1.", "+ 3 procent mot 2025", "-3,5 procent\n−2 procent",
     "1.5 miljoner\n2 500 kr", "Målet nåddes (se ovan).\n\nNästa stycke.", "80 % | 90 %"],
)  # fmt: skip
def test_an_old_plain_text_reads_as_it_was_written(text: str) -> None:
    made = rich.as_html(text)
    shown = unescape(re.sub(r"<[^>]+>", "", made.replace("<br>", "")))
    assert re.sub(r"\s+", " ", shown).strip() == re.sub(r"\s+", " ", text).strip()
    assert not re.search(r"<(?!/?(p|br)>)", made)


@given(st.text(st.sampled_from("ab åä#*_-+|:\\<>&\"'`[]()1. \n"), max_size=120), st.integers(2, 6))
@settings(max_examples=150)
def test_whatever_is_typed_gives_safe_html_with_headings_in_order(text: str, level: int) -> None:
    made = html.fragment_fromstring(rich.as_html(text, level), create_parent="div")
    tags = [one.tag for one in made.iterdescendants()]
    assert set(tags) <= rich.TAGS
    levels = [int(tag[1]) for tag in tags if re.fullmatch(r"h\d", tag)]
    assert all(level <= one <= 6 for one in levels) and all(b <= a + 1 for a, b in pairwise(levels))
    assert not levels or levels[0] == level
    letters = re.sub(r"[^abåä]", "", text)
    assert re.sub(r"[^abåä]", "", rich.as_text(text)) == letters  # nothing typed is lost
    assert re.sub(r"[^abåä]", "", made.text_content()) == letters


def test_word_has_the_same_lists_and_tables() -> None:
    document = word.new(word.About("Prov", "Prov", ("Prov",)))
    word_page.write(document, rich.as_html(WRITTEN, 4))
    said = [(p.style.name, p.text) for p in document.paragraphs if p.text]
    assert said == [
        ("Heading 3", "Vad vi gjorde"), ("Normal", "Vi öppnade två avdelningar\noch läste mer."),
        ("List Bullet", "förskolan"), ("List Bullet", "skolan"), ("List Bullet 2", "lågstadiet"),
        ("Normal", "3. sedan"), ("Normal", "4. till sist"), ("Heading 3", "För djupt"),
    ]  # fmt: skip
    assert [[cell.text for cell in row.cells] for row in document.tables[0].rows] == [
        ["År", "Antal"],
        ["2026", "1 250"],
    ]
