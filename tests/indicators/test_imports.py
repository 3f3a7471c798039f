"""Imports of spreadsheets: the preview tells the truth, all or nothing is written, repeating changes nothing."""

from __future__ import annotations

import os
import tracemalloc
import zipfile
from datetime import datetime, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from burlov_styrning.base.models import Event
from burlov_styrning.refusals import Reason, Refusal
from indicators import filling, imports, outcomes
from indicators.models import HiddenValue, Import, ImportRow, Outcome
from tests.indicators.making import entered, grouped
from tests.world import World, make_indicator

pytestmark = pytest.mark.django_db
HEAD = "Indikator;Period;Kön;Värde;Antal;Kommentar"


def csv(*lines: str, head: str = HEAD) -> SimpleUploadedFile:
    return SimpleUploadedFile("utfall.csv", "\r\n".join([head, *lines]).encode())


def xlsx(*rows: list[Any], head: str = HEAD) -> SimpleUploadedFile:
    book, body = Workbook(), BytesIO()
    page: Any = book.active
    for row in [head.split(";"), *rows]:
        page.append(row)
    book.save(body)
    return SimpleUploadedFile("utfall.xlsx", body.getvalue())


def read(world: World, file: Any, who: str = "staff") -> Import:
    """Handed over and read."""
    row = imports.start(file, status="final", by=world.users[who], background=False)
    imports.go(row.pk)
    return Import.objects.get(pk=row.pk)


def applied(world: World, row: Import, **options: Any) -> Import:
    imports.apply(row, by=row.person.user, background=False, **options)
    imports.go(row.pk)
    return Import.objects.get(pk=row.pk)


def verdicts(row: Import) -> list[str]:
    return list(row.rows.values_list("verdict", flat=True))


def reason(row: Import) -> str:
    return row.rows.get().reason


def test_new_changed_unchanged_and_rejected_are_told_apart_and_applied_once(world: World) -> None:
    entered(world, "2024", "80")
    entered(world, "2023", "70")
    lines = ["plats;2025;;81,5;;", "plats;2024;;82;;", "plats;2023;;70,0;;", "okänd;2025;;1;;"]
    row = read(world, csv(*lines))
    assert (row.state, verdicts(row)) == ("previewed", ["new", "changed", "unchanged", "rejected"])
    assert Outcome.objects.count() == 2
    with pytest.raises(Refusal) as refused:
        imports.apply(row, by=world.staff, background=False)
    assert refused.value.fields[0][0] == "without_rejected"
    row = applied(world, row, without_rejected=True)
    assert row.state == "applied"
    values = [(o.period, o.value, o.status) for o in Outcome.objects.order_by("pk")[2:]]
    assert sorted(values) == [("2024", Decimal(82), "revised"), ("2025", Decimal("81.5"), "final")]
    assert list(row.rows.exclude(outcome=None).values_list("outcome__value", flat=True)) == [Decimal("81.5"), 82, 70]
    assert [event.move for event in Event.of(row)] == ["start", "show", "apply", "finish"]
    again = read(world, csv(*lines))
    assert verdicts(again) == ["unchanged", "unchanged", "unchanged", "rejected"]
    with pytest.raises(Refusal):
        imports.apply(again, by=world.staff, without_rejected=True)
    assert Outcome.objects.count() == 4


def test_a_row_without_status_has_the_one_that_was_chosen(world: World) -> None:
    row = imports.start(csv("plats;2025;;81;;"), status="preliminary", by=world.staff, background=False)
    imports.go(row.pk)
    applied(world, Import.objects.get(pk=row.pk))
    assert Outcome.objects.get().status == "preliminary"
    applied(world, read(world, csv("plats;2025;;82;;")))
    assert Outcome.objects.latest("pk").status == "final"


def test_the_template_comes_back_filled_in(world: World) -> None:
    make_indicator("annans", world.social)
    book = load_workbook(BytesIO(filling.as_workbook(world.staff, 2025)))
    page = book["Utfall"]
    assert [cell.value for cell in page[2]][:3] == ["Indikator plats", "plats", 2025]
    assert page.max_row == 2
    page["E2"], body = 91.5, BytesIO()
    book.save(body)
    row = applied(world, read(world, SimpleUploadedFile("mall.xlsx", body.getvalue())))
    assert (row.state, Outcome.objects.get().value) == ("applied", Decimal("91.5"))


def test_the_template_as_csv_comes_back_with_its_columns_in_any_order(world: World) -> None:
    make_indicator("annans", world.social)
    lines = [line.split(";") for line in filling.as_text(world.staff, 2025).decode("utf-8-sig").splitlines()]
    assert [line[1] for line in lines] == ["Nyckel", "plats"], "one's own, and what is due"
    lines[1][lines[0].index("Värde")], lines[1][lines[0].index("Kommentar")] = "91,5", "Höjt åäö"
    turned = "\r\n".join(["Underlag från enheterna", "", *(";".join(reversed(line)) for line in lines)])
    row = applied(world, read(world, SimpleUploadedFile("mall.csv", turned.encode("cp1252"))))
    made = Outcome.objects.get()
    assert (row.state, made.value, made.comment) == ("applied", Decimal("91.5"), "Höjt åäö")
    assert not row.remarks, "nothing of its own template is unknown to it"


def test_a_small_group_stays_hidden_and_repeating_changes_nothing(world: World) -> None:
    grouped(world)
    lines = ["sma;2025;Alla;43;43;", "sma;2025;Kvinnor;40;40;", "sma;2025;Män;3;3;"]
    row = applied(world, read(world, csv(*lines)))
    assert row.state == "applied" and row.remarks
    assert HiddenValue.objects.count() == Outcome.objects.filter(missing="suppressed").count() == 2
    assert not any(ImportRow.objects.values_list("said", flat=True))
    assert verdicts(read(world, csv(*lines))) == ["unchanged"] * 3


def test_an_outdated_preview_is_made_anew(world: World) -> None:
    row = read(world, csv("plats;2025;;81;;", "plats;2024;;80;;"))
    entered(world, "2025", "79")
    row = applied(world, row)
    assert (row.state, verdicts(row)) == ("previewed", ["changed", "new"])
    assert "gjord på nytt" in row.remarks[0]
    assert Outcome.objects.count() == 1
    assert applied(world, row).state == "applied"
    assert [one.value for one in outcomes.cell_of(Outcome.objects.get(period="2025", value="79"))] == [79, 81]


def test_nothing_is_half_applied(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    make_indicator("antal", world.school, unit="antal")
    row = read(world, csv(*(f"antal;{year};;{year};;" for year in range(2010, 2020))))
    store, stored = outcomes._store, []

    def breaks(outcome: Outcome, found: Any) -> None:
        store(outcome, found)
        stored.append(outcome)
        if len(stored) == 7:
            raise KeyboardInterrupt  # as a kill: nobody takes care of it

    monkeypatch.setattr(outcomes, "_store", breaks)
    imports.apply(row, by=world.staff, background=False)
    with pytest.raises(KeyboardInterrupt):
        imports.go(row.pk)
    assert not Outcome.objects.exists()
    row.refresh_from_db()
    assert row.state == "applying" and not imports.is_stale(row)
    monkeypatch.setattr(outcomes, "_store", store)
    with pytest.raises(Refusal):
        imports.go_on(row, by=world.staff, background=False)
    Import.objects.filter(pk=row.pk).update(touched_at=timezone.now() - timedelta(minutes=9))
    imports.go_on(row, by=world.staff, background=False)
    imports.go(row.pk)
    imports.go(row.pk)  # a second worker finds it done
    assert Outcome.objects.count() == 10


def test_a_read_that_was_ended_is_gone_on_with(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    started = imports.start(
        csv("plats;2025;;81;;", "plats;2024;;80;;"), status="final", by=world.staff, background=False
    )
    ImportRow.objects.create(belongs_to=started, number=2, said={"indicator": "plats", "period": "2025", "value": "81"})
    imports.go(started.pk)
    row = Import.objects.get(pk=started.pk)
    assert verdicts(row) == ["new", "new"] and not row.file


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("plats;2025;;1.234;;", "kan läsas på två sätt"),
        ("plats;2025;;120;;", "mer än hela andelen"),
        ("plats;2025;;=1+1;;", "Skriv ett tal"),
        ("plats;2025;;hej;;", "varför det saknas"),
        ("plats;2025-T1;;5;;", "mäts varje år"),
        ("plats;11/23/2025;;5;;", "ingen period"),
        ("plats;2099;;5;;", "har inte börjat"),
        ("plats;2025;Kvinnor;5;;", "delas inte upp på kön"),
        ("plats;2025;annat;5;;", "kön"),
        ("annans;2025;;5;;", "hör till Socialnämnden"),
        (";2025;;5;;", "vilken indikator"),
        ("plats;2025;;5;två;", "tal"),
        ("sma;2025;;5;;", "hur många svar"),
    ],
)
def test_a_row_is_rejected_with_its_reason(world: World, line: str, said: str) -> None:
    make_indicator("annans", world.social)
    grouped(world)
    assert said in reason(read(world, csv(line)))


@pytest.mark.parametrize(
    ("text", "value"),
    [("1 234,5", "1234.5"), ("1,234.5", "1234.5"), ("1.234,5", "1234.5"), ("−3,5", "-3.5"), ("92 %", "92"),
     ("0,92", "0.92"), ("12.5", "12.5")],
)  # fmt: skip
def test_numbers_swedish_and_english(world: World, text: str, value: str) -> None:
    make_indicator("antal", world.school, unit="antal")
    row = applied(world, read(world, csv(f'antal;2025;;"{text}";;')))
    assert (row.state, Outcome.objects.get().value) == ("applied", Decimal(value))


@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("mark", [";", ",", "\t"])
def test_code_pages_and_separators(world: World, code: str, mark: str) -> None:
    make_indicator("gard", world.school, name="Gårdsnöjdhet")
    body = mark.join(["Indikator", "År", "Kön", "Värde"]) + "\n" + mark.join(["Gårdsnöjdhet", "2025", "", "e.m."])
    row = read(world, SimpleUploadedFile("utfall.csv", body.encode(code)))
    assert verdicts(row) == ["new"], [one.reason for one in row.rows.all()]


def test_a_comma_between_thousands_is_refused_where_commas_part_the_columns(world: World) -> None:
    assert "på två sätt" in reason(read(world, csv('plats,2025,,"1,234"', head="Indikator,Period,Kön,Värde")))


def test_cells_of_excel(world: World) -> None:
    """Percent as shown, a month that Excel made a date, and a formula that nobody computes."""
    monthly = make_indicator("manad", world.school)
    monthly.frequency = "month"
    monthly.save()
    august = datetime(2025, 8, 1)
    file = xlsx(["plats", 2025, None, 0.92], ["manad", august, None, 7], ["plats", 2024, None, "=1+1"])
    book = load_workbook(file)
    book.active["D2"].number_format, body = "0%", BytesIO()  # type: ignore[index, union-attr]
    book.save(body)
    row = read(world, SimpleUploadedFile("utfall.xlsx", body.getvalue()))
    assert verdicts(row) == ["new", "new", "rejected"]
    assert "Formler räknas inte" in row.rows.get(verdict="rejected").reason
    applied(world, row, without_rejected=True)
    assert {(o.period, o.value) for o in Outcome.objects.all()} == {("2025", Decimal(92)), ("2025-08", Decimal(7))}


def packed(**parts: bytes) -> bytes:
    body = BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return body.getvalue()


@pytest.mark.parametrize(
    ("name", "body", "said"),
    [
        ("makro.xlsm", b"PK\x03\x04", "makron"),
        ("makro.xlsx", packed(**{"xl/vbaProject.bin": b"x"}), "makron"),
        ("bomb.xlsx", packed(**{"xl/worksheets/sheet1.xml": bytes(70_000_000)}), "packas upp"),
        ("stor.csv", b"a" * (5 * 1024 * 1024 + 1), "högst"),
        ("bild.png", b"\x89PNG", "inget kalkylblad"),
        ("bild.xlsx", b"\x89PNG", "slag som namnet säger"),
        ("bild.csv", b"%PDF-1.7", "slag som namnet säger"),
        ("gammal.xls", b"\xd0\xcf\x11\xe0", "gamla format"),
        ("tom.csv", b"", "tom"),
        ("skadad.xlsx", b"PK\x03\x04skadad", "skadad"),
    ],
)
def test_a_wrong_file_is_refused_in_one_sentence(world: World, name: str, body: bytes, said: str) -> None:
    with pytest.raises(Refusal) as refused:
        imports.start(SimpleUploadedFile(name, body), status="final", by=world.staff)
    assert said in refused.value.sentences[0] and len(refused.value.sentences) == 1
    assert not Import.objects.exists()


class Unread(SimpleUploadedFile):
    """A file that nobody may read whole."""

    def read(self, n: int = -1) -> bytes:
        assert 0 <= n <= 4096
        return super().read(n)


@pytest.mark.parametrize("name", ["stor.csv", "stor.xlsx", "stor.xlsm", "stor.zip"])
def test_a_hundred_megabytes_are_refused_unread(world: World, name: str) -> None:
    file = Unread(name, b"PK\x03\x04")
    file.size = 101 * 1024 * 1024
    with pytest.raises(Refusal) as refused:
        imports.start(file, status="final", by=world.staff)
    assert len(refused.value.sentences) == 1 and file.tell() == 0


def test_a_bomb_takes_no_room_also_when_it_lies_of_its_size(world: World) -> None:
    """What says how much it holds is refused unopened; of what says less no more is unpacked than it says."""
    bomb = packed(**{"xl/worksheets/sheet1.xml": bytes(70_000_000)})
    with zipfile.ZipFile(xlsx(["plats", "2025", "", 1])) as good:
        parts = {one.filename: good.read(one) for one in good.infolist()}
    parts["xl/worksheets/sheet1.xml"] = b"<worksheet><sheetData>" + bytes(70_000_000)
    liar = packed(**parts).replace((70_000_022).to_bytes(4, "little"), (999).to_bytes(4, "little"))
    tracemalloc.start()
    try:
        with pytest.raises(Refusal, match="packas upp"):
            imports.start(SimpleUploadedFile("bomb.xlsx", bomb), status="final", by=world.staff)
        row = read(world, SimpleUploadedFile("lognare.xlsx", liar))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert (row.state, row.problem) == (
        "failed", "Filen går inte att läsa. Öppna den i Excel, spara om den som .xlsx och välj den igen."
    )  # fmt: skip
    assert peak < 20_000_000


@pytest.mark.parametrize("file", [csv("1;2", head="a;b"), csv(), SimpleUploadedFile("x.xlsx", packed(a=b"x"))])
def test_a_file_without_rows_says_what_to_do(world: World, file: Any) -> None:
    file.seek(0)
    row = read(world, file)
    assert row.state == "failed" and row.problem.endswith(".") and not row.file


def test_who_hands_over_and_who_sees(world: World) -> None:
    with pytest.raises(Refusal) as refused:
        imports.start(csv("plats;2025;;1;;"), status="final", by=world.member)
    assert refused.value.reason is Reason.RIGHT
    row = read(world, csv("plats;2025;;1;;"))
    for who, status in [("staff", 200), ("controller", 200), ("manager", 404), ("other_staff", 404), ("auditor", 404)]:
        client = Client()
        client.force_login(world.users[who])
        assert client.get(reverse("indicators:import-show", args=[row.pk])).status_code == status
    with pytest.raises(Refusal):
        imports.apply(row, by=world.controller)
    assert verdicts(read(world, csv("plats;2025;;1;;"), "controller")) == ["new"]


def test_the_pages(world: World) -> None:
    """Handed over, seen, applied, in the browser; what could be a formula goes out as text."""
    client = Client()
    client.force_login(world.staff)
    answer = client.post(
        reverse("indicators:import-new"), {"file": csv("plats;2025;;1;;", "=cmd();2025;;2;;"), "status": "final"}
    )
    row = Import.objects.get()
    page = reverse("indicators:import-show", args=[row.pk])
    assert answer["Location"] == page
    assert "Filen läses" in client.get(page).content.decode()
    imports.go(row.pk)
    text = client.get(page).content.decode()
    assert "Läs in 1 utfall" in text and "=cmd()" in text
    assert "Kryssa för" in client.post(page).content.decode()
    client.post(page, {"without_rejected": "on"})
    imports.go(row.pk)
    assert "Inläsningen är genomförd" in client.get(page).content.decode()
    body = client.get(reverse("indicators:import-file", args=[row.pk])).content
    cells = [cell for line in load_workbook(BytesIO(body)).active.iter_rows() for cell in line]  # type: ignore[union-attr]
    assert [cell.data_type for cell in cells if str(cell.value).startswith("=")] == ["s"]


ODD = st.one_of(
    st.text(max_size=30),
    st.sampled_from(["", "plats", "sma", "2025", "2024-T1", "e.m.", "..", "sekr.", "1.234", "NaN", "Infinity", "1e999",
                     "9" * 400, "=1+1", "\x00", "Kvinnor", "²", "٣", "-", "%"]),
    st.integers(-(10**12), 10**12).map(str), st.decimals(allow_nan=False, allow_infinity=False).map(str),
)  # fmt: skip
LINE = st.lists(ODD, max_size=9)
BAD_SHEETS = int(os.environ.get("BAD_SHEETS", "100"))
"""So many are tried; a thousand by hand."""


@settings(max_examples=BAD_SHEETS, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(LINE, max_size=6), st.sampled_from([HEAD, "Nyckel;År;Utfall;Paragraf", "", "Värde;Värde;Period"]),
       st.binary(max_size=40), st.sampled_from(["csv", "csv", "csv", "xlsx", "cut"]))  # fmt: skip
def test_bad_sheets_break_nothing(world: World, lines: list[list[str]], head: str, noise: bytes, kind: str) -> None:
    before = Outcome.objects.count()
    try:
        row = read(world, bad_file(lines, head, noise, kind))
    except Refusal as refusal:
        assert len(refusal.sentences) == 1
        return
    writes = row.rows.filter(verdict__in=["new", "changed"]).count()
    if writes:
        row = applied(world, row, without_rejected=True)
    assert row.state == ("applied" if writes else "previewed" if row.rows.exists() else "failed"), row.problem
    assert not row.problem.startswith("Något gick fel")
    assert Outcome.objects.count() == before + writes


def bad_file(lines: list[list[str]], head: str, noise: bytes, kind: str) -> SimpleUploadedFile:
    if kind == "csv":
        body = "\n".join([head, *(";".join(line) for line in lines)]).encode("utf-8", "replace") + noise
        return SimpleUploadedFile("x.csv", body)
    whole = xlsx(*([text for text in line if text.isprintable()] for line in lines), head=head or "x").read()
    return SimpleUploadedFile("x.xlsx", whole if kind == "xlsx" else whole[: len(whole) // 2] + noise)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(LINE, min_size=1, max_size=6))
def test_the_page_shows_whatever_a_sheet_holds(world: World, lines: list[list[str]]) -> None:
    said = [[text.replace("\x00", "?") for text in line] for line in lines]
    row = read(world, bad_file([["plats", "2025", *line] for line in said], HEAD, b"", "csv"))
    client = Client()
    client.force_login(world.staff)
    for name in ("show", "file") if row.state == "previewed" else ("show",):
        assert client.get(reverse(f"indicators:import-{name}", args=[row.pk])).status_code == 200


def test_what_stands_is_compared_with_what_is_said_only(world: World) -> None:
    row = entered(world, "2025", "80", comment="Mätt i maj", source="Enkäten", published="2026-02")
    assert verdicts(read(world, csv("plats;2025;;80;;"))) == ["unchanged"]
    changed = applied(world, read(world, csv("plats;2025;;81;;")))
    latest = outcomes.cell_of(row)[-1]
    assert changed.state == "applied" and latest.source == row.source and latest.published == "2026-02"
