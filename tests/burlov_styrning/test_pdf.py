"""The PDF of a sample report with every kind of element: valid, closed to the outside, the same twice."""

import time
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from pypdf import PdfReader
from weasyprint import Attachment

from burlov_styrning.pdf import Unfetchable, render
from tests.burlov_styrning import samples
from tests.verify_pdf import verify_pdf

ISSUED = datetime(2023, 4, 3, tzinfo=UTC)


@cache
def sample() -> bytes:
    return render(samples.document(), author="Burlövs kommun", created=ISSUED)


@cache
def reader() -> PdfReader:
    return PdfReader(BytesIO(sample()))


@cache
def pages() -> list[str]:
    return [page.extract_text() for page in reader().pages]


def small(body: str, **arguments: object) -> bytes:
    page = f"<!doctype html><html lang='sv'><head><title>Prov</title></head><body><h1>Prov</h1>{body}</body></html>"
    return render(page, **arguments)  # type: ignore[arg-type]


def test_a_validator_finds_nothing_against_accessibility_nor_archiving(tmp_path: Path) -> None:
    file = tmp_path / "rapport.pdf"
    file.write_bytes(sample())
    assert verify_pdf(file, "ua1,2a") == []


def test_odd_lists_and_an_attachment_are_valid_too(tmp_path: Path) -> None:
    file = tmp_path / "bilaga.pdf"
    lists = "<ul><li></li><li>Text <p>stycke</p> mer<ul><li><p>a</p><p>b</p></li></ul></li><li><b>fet</b></li></ul>"
    attached = Attachment(string="{}", name="rapport.json", description="Rapportens innehåll", relationship="Data")
    file.write_bytes(small(lists, attachments=[attached]))
    assert verify_pdf(file, "ua1,3a") == []


def test_same_html_same_bytes() -> None:
    time.sleep(1.1)  # a clock in the file would have moved
    assert render(samples.document(), author="Burlövs kommun", created=ISSUED) == sample()


def test_running_heads_and_page_numbers() -> None:
    goal = next(text for text in pages() if "Åtgärder" in text)
    assert "Årsredovisning 2022 · Attraktiva Burlöv" in goal
    assert "Exempel, inte Burlövs kommuns handling" in goal and "Utgåva 1, 2023-04-03" in goal
    assert "Årsredovisning 2022 ·" not in pages()[0]  # the cover has none


def test_contents_tell_the_page_that_the_chapter_is_on() -> None:
    line = next(line for line in pages()[1].splitlines() if line.startswith("Bilaga"))
    number = int(line.rsplit(" ", 1)[1])
    chapter = [place for place, text in enumerate(pages(), start=1) if "· Bilaga: varje siffra" in text]
    assert chapter[0] == number > 5


def test_bookmarks_are_chapters_with_their_goals() -> None:
    outline: list[Any] = list(reader().outline)
    assert [item.title for item in outline if not isinstance(item, list)] == [
        "Innehåll", "Så bedöms målen", "Attraktiva Burlöv", "Bilaga: varje siffra och dess källa",
    ]  # fmt: skip
    goals = next(item for item in outline if isinstance(item, list))
    assert goals[0].title.startswith("Minst 9 av 10 Burlövsbor")


def test_notes_stand_on_the_page_that_calls_them() -> None:
    goal = next(text for text in pages() if "Varför bedömningen avviker" in text)
    assert "1. Källa: Kolada" in goal and "2. Socialnämnden, protokoll" in goal


def test_a_long_table_repeats_its_head() -> None:
    assert sum("Hämtad" in text and "Indikator" in text for text in pages()) >= 2


def test_only_the_shipped_typefaces_are_used() -> None:
    names = {font.split("+")[-1] for page in reader().pages for font in _fonts(page)}
    assert all(name.startswith("Source") for name in names), names


def _fonts(page: Any) -> list[str]:
    return [str(font.get_object()["/BaseFont"]) for font in page["/Resources"]["/Font"].values()]


def test_each_chart_has_its_finding_as_alternative_text() -> None:
    wanted = {chart().finding for chart in samples.CHARTS}
    elements: Any = map(reader().get_object, range(1, int(str(reader().trailer["/Size"]))))
    found = {str(item["/Alt"]) for item in elements if isinstance(item, dict) and item.get("/S") == "/Figure"}
    assert wanted <= found


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:9/bild.png", "https://example.org/bild.png", "file:///etc/passwd", "ftp://example.org/x.png",
        "/static/../burlov_styrning/settings.py", "/static/%2e%2e/pyproject.toml", "/static//etc/passwd",
        "/resource/annan.png", "/media/hemlig.png", "pyproject.toml",
    ],
)  # fmt: skip
def test_nothing_outside_is_fetched(address: str) -> None:
    with pytest.raises(Unfetchable):
        small(f'<img src="{address}" alt="x">')


def test_static_files_and_resources_are_served() -> None:
    picture = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'
    link = '<link rel="stylesheet" href="/static/css/print.css">'
    assert small(f'{link}<img src="/resource/a.svg" alt="En trekant">', resources={"a.svg": picture}).startswith(
        b"%PDF"
    )
    assert (settings.BASE_DIR / "static" / "css" / "print.css").exists()


def test_a_picture_cannot_fetch_either() -> None:
    picture = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><image href="file:///etc/passwd"/></svg>'
    with pytest.raises(Unfetchable):
        small('<img src="/resource/a.svg" alt="x">', resources={"a.svg": picture})


def test_links_without_a_host_lead_to_the_site() -> None:
    made = small('<a href="/mal/12/">Målet</a>', site="https://styrning.example")
    annotations: Any = PdfReader(BytesIO(made)).pages[0]["/Annots"]
    assert annotations[0].get_object()["/A"]["/URI"] == "https://styrning.example/mal/12/"
