"""The key figures of Burlövs own published accounts, on page and in file, each with formula and report."""

from __future__ import annotations

from decimal import Decimal as D
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document
from openpyxl import load_workbook

from burlov_styrning.base.models import Source
from burlov_styrning.example import figures
from burlov_styrning.refusals import Refusal
from indicators import areas
from indicators.economy import books, keyfigures
from indicators.economy.books import Entity
from indicators.models import AccountFigure, Outcome
from indicators.rules.keyfigures import BY_SLUG
from tests.indicators.making import tax_rates
from tests.indicators.test_efficiency import text_of
from tests.world import World, make_indicator

pytestmark = pytest.mark.django_db


def published() -> None:
    """The five-year overviews and the income statement, as the example holds them."""
    sources: dict[str, Source] = {}
    for one in figures.accounts():
        if one.report not in sources:
            key = f"k{len(sources)}"
            sources[one.report] = Source.objects.create(
                key=key, title=one.report, url=one.address, fetched="2026-11-23"
            )
    AccountFigure.objects.bulk_create(
        AccountFigure(figure=one.figure, year=one.year, version=one.version, unit=one.unit, printed=one.printed,
                      value=one.value, report=one.report, source=sources[one.report])
        for one in figures.accounts()
    )  # fmt: skip


def test_what_the_reports_give(world: World) -> None:
    published()
    read = books.of(Entity(), world.controller)
    share = keyfigures.series(BY_SLUG["nettokostnadsandel"], read, 2020, 2024)
    assert [round(year.value, 1) for year in share.years if year.value] == [
        D(f) for f in ("95.2", "96.0", "92.5", "98.0", "100.8")
    ]
    disagree = {year.year: [(round(one.value, 1), one.reports) for one in year.others] for year in share.years}
    assert disagree[2020] == [(D("97.5"), [figures.STATEMENT])] and disagree[2022][0][1] == ["Årsredovisning 2022"]
    five = share.means[5][2024].computed.value
    assert five is not None and round(five, 2) == D("96.49") and not share.means[5][2024].mixed
    debt = keyfigures.year_of(BY_SLUG["laneskuld-per-invanare"], read, 2024).value
    assert debt is not None and round(debt) == 27904
    own = keyfigures.year_of(BY_SLUG["sjalvfinansieringsgrad"], read, 2020).value
    assert own is not None and round(own, 1) == D("56.3")  # (40,1 + 48,2) / 156,7
    ratio = keyfigures.year_of(BY_SLUG["soliditet"], read, 2020)
    assert ratio.value is None and [one.value for one in ratio.entered] == [D("80.7"), D("78.3")]
    # Equity and assets are entered: the ratio is computed, and stands beside the printed one.
    for name, value in (("Eget kapital", "807"), ("Totala tillgångar", "1000")):
        AccountFigure.objects.create(figure=name, year=2020, unit="mnkr", printed=value, value=value, report="ÅR 2020")
    beside = keyfigures.year_of(BY_SLUG["soliditet"], books.of(Entity(), world.controller), 2020)
    assert beside.value == D("80.7") and len(beside.entered) == 2


def test_windows_mix_versions_and_say_so(world: World) -> None:
    published()
    for year, version in ((2025, "forecast"), (2026, "budget"), (2027, "plan")):
        for name, value in (("Verksamhetens nettokostnader", "950"), ("Skatter och bidrag", "1000")):
            AccountFigure.objects.create(figure=name, year=year, version=version, unit="mnkr", printed=value,
                                         value=value, report="Budget 2026")  # fmt: skip
    found = keyfigures.window(BY_SLUG["nettokostnadsandel"], books.of(Entity(), world.controller), 2023, 2027)
    assert found.mixed and list(found.versions.values()) == ["actual", "actual", "forecast", "budget", "plan"]
    assert found.computed.value is not None and round(found.computed.value, 2) == D("96.76")


def test_a_key_figure_becomes_the_outcome_of_a_goals_indicator(world: World, client: Client) -> None:
    published()
    for year, version in ((2025, "forecast"), (2026, "plan")):
        for name, value in (("Nettokostnad", "950"), ("Skatter och bidrag", "1000")):
            AccountFigure.objects.create(figure=name, year=year, version=version, unit="mnkr", printed=value,
                                         value=value, report="Budget 2026")  # fmt: skip
    indicator = make_indicator("andel", world.school, unit="%")
    indicator.kind = "finance"
    indicator.save()
    client.force_login(world.controller)
    address = reverse("indicators:key-figure-give", args=["nettokostnadsandel"])
    said = {"indicator": indicator.pk, "year": "2024"}
    assert "både första och sista" in client.post(address, said | {"first": "2023"}).content.decode()
    lacking = client.post(address, said | {"year": "2012"}).content.decode()
    assert "Kan inte räknas: verksamhetens nettokostnader" in lacking
    assert client.post(address, said).status_code == 302
    row = Outcome.objects.get(indicator=indicator)
    assert row.value is not None and round(row.value, 1) == D("100.8") and (row.period, row.status) == ("2024", "final")
    assert row.source is not None and row.source.title == "Egen beräkning av Årsredovisning 2024"
    assert client.post(address, said | {"first": "2023", "last": "2026"}).status_code == 302
    window = Outcome.objects.filter(indicator=indicator).latest("pk")
    assert window.status == "preliminary" and window.value is not None and round(window.value, 1) == D("97.2")
    assert "Medel 2023–2026: utfall 2023–2024, prognos 2025, plan 2026." in window.comment
    client.force_login(world.users["other_staff"])
    assert "är din att lämna utfall för" in client.get(address).content.decode()


def test_pages_and_files_tell_formula_value_and_report(world: World, client: Client) -> None:
    published()
    client.force_login(world.users["member"])
    text = client.get(reverse("indicators:key-figures")).content.decode().replace("\u00a0", " ")
    for said in ("95,2 %", "100,8 %", "8,6 %", "0,8 %", "27 904", "som tryckt", "96,5 %", "Kan inte räknas än"):
        assert said in text, said
    assert "Verksamhetens nettokostnader / skatteintäkter och generella statsbidrag × 100 (%)" in text
    query = {"avser": "municipality", "fran": "2020", "till": "2024"}
    for name, printed, value in (("Intäkter", "83 000", 83000), ("Kostnader", "-752 912", 752912),
                                 ("Nettokostnader", "150 980", -150980)):  # fmt: skip
        AccountFigure.objects.create(entity="organ", organ=world.school, figure=name, year=2026, version="plan",
                                     unit="tkr", printed=printed, value=str(value), report="Budget 2024")  # fmt: skip
    table = client.get(reverse("indicators:account-table"), query).content.decode().replace("\u00a0", " ")
    for said in ("2024 utfall", "1 338,3 mnkr", "1 169,6 mnkr i Årsredovisning 2022", "2020 budget"):
        assert said in table, said
    own = client.get(reverse("indicators:account-table"), {"avser": world.school.pk}).content.decode()
    assert "2026 plan" in own and "669\u00a0912" in own and "−752\u00a0912 tkr" in own.replace("\u00a0tkr", " tkr")
    page = client.get(reverse("indicators:key-figure", args=["nettokostnadsandel"]), query).content.decode()
    page = page.replace("\u00a0", " ")
    for said in ("1 338,3 mnkr", "97,5 % enligt Årsredovisning 2020, resultaträkningen", "Årsredovisning 2024",
                 "92,47 % enligt Årsredovisning 2022", "https://", "hämtad 2026-11-23", "data-chart"):  # fmt: skip
        assert said in page, said
    assert client.get(reverse("indicators:key-figure", args=["finns-inte"])).status_code == 404
    one = query | {"matt": "resultatandel"}
    word = Document(BytesIO(client.get(reverse("indicators:key-figures-file", args=["docx"]), one).content))
    said = "\n".join(paragraph.text for paragraph in word.paragraphs)
    assert "Årets resultat / skatteintäkter" in said and "https://" in said and word.inline_shapes
    assert any("8,6" in cell.text for row in word.tables[0].rows for cell in row.cells)
    book = load_workbook(BytesIO(client.get(reverse("indicators:key-figures-file", args=["xlsx"]), query).content))
    rows = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    assert any(row[0] == "Resultatandel" and row[3] == 2022 and str(row[5]).startswith("8.57") for row in rows)
    assert any("1 338,3" in str(cell.value) for row in book.worksheets[1].iter_rows() for cell in row)
    pdf = client.get(reverse("indicators:key-figures-file", args=["pdf"]), one)
    assert pdf["Content-Type"] == "application/pdf" and pdf.content.startswith(b"%PDF")


def test_the_tax_rate_beside_chosen_municipalities(world: World, client: Client) -> None:
    client.force_login(world.staff)
    address = reverse("indicators:tax-rate")
    assert "när controllern har valt" in text_of(client.get(address))
    tax_rates(world)
    text = text_of(client.get(address))
    # 2024 as the accounts print it, 2025 as the indicator tells: 20,10 − (20,50 + 21,00) / 2
    assert "2025 var skattesatsen 20,10 %, 0,65 procentenheter lägre än medel i gruppen Grannarna." in text
    assert "−0,66" in text and "Årsredovisning 2024" in text and "Kommunens skattesats − medelvärdet" in text
    book = load_workbook(BytesIO(client.get(reverse("indicators:tax-rate-file", args=["xlsx"])).content))
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert rows[1][:6] == (2024, 20.09, 20.75, -0.66, "procentenheter", 2)
    with pytest.raises(Refusal):
        areas.choose({"tax_rate": make_indicator("fel", unit="kr")}, by=world.controller)
