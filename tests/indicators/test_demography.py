"""Demographic need: a population read whole or not at all, costs per organ, and the page with its files."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from burlov_styrning.refusals import Refusal
from indicators import population
from indicators.models import CostPerInhabitant, PopulationReading, ScbMapping
from indicators.sources.row import Unreadable
from tests.indicators.making import demanding
from tests.indicators.standin import Number, StandIn
from tests.indicators.test_efficiency import text_of
from tests.indicators.test_scb import dimension
from tests.world import World

pytestmark = pytest.mark.django_db


def typed(**other: str) -> str:
    """A block as it is pasted from a spreadsheet; `other`: the row of an age, as `r7`."""
    rows = {f"r{age}": f"{age} år\t1\u00a0010\t12" for age in range(100)} | {"r100": "100+ år\t1\t2"} | other
    return "\n".join(["Folkmängd", "Ålder\t2025\t2026", *filter(None, rows.values())])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (typed().replace("2026", "2025"), "Året 2025 står två gånger"),
        (typed(r7="0–7 år\t80\t96"), "Rad 10 är ingen ålder (0–7 år). Ta bort summor"),
        (typed(r7="6 år\t80\t96"), "Åldern 6 står både på rad 9 och rad 10"),
        (typed(r7="7\tmånga\t96"), "Rad 10: Skriv ett tal"),
        ("Ålder;antal", "Överst ska åren stå"),
    ],
)
def test_a_table_that_is_wrong_is_refused_in_one_sentence(text: str, said: str) -> None:
    with pytest.raises(Unreadable) as refused:
        population.table(text.encode(), "inklistrat.csv")
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (typed(r7=""), "2025 saknar åldern 7. Alla ettårsklasser"),
        (typed(r7="7 år\t−3\t4"), "2025 har färre än noll invånare i åldern 7"),
        (typed().replace("2026", "2027"), "Året 2026 saknas"),
        (typed(r7="7 år\t3\t4,5"), "2026 har ett tal med decimaler"),
    ],
)
def test_a_population_that_cannot_be_is_refused_beside_its_table(
    text: str, said: str, world: World, client: Client
) -> None:
    client.force_login(world.board_staff)
    data = {"title": "Prognos", "counted_to": "2025", "table": text}
    assert said in text_of(client.post(reverse("indicators:population-read"), data))
    assert not PopulationReading.objects.exists()


def test_a_whole_table_is_read_and_what_it_says_is_kept_digit_for_digit(world: World, client: Client) -> None:
    client.force_login(world.board_staff)
    data = {"title": "Prognos", "counted_to": "2025", "source": "SCB", "table": typed()}
    client.post(reverse("indicators:population-read"), data)
    row = PopulationReading.objects.get()
    assert row.by_year[2025][7] == Decimal(1010) and row.by_year[2026][100] == Decimal(2) and str(row.source) == "SCB"
    with pytest.raises(Refusal):
        population.read(by=world.staff, title="", date_=None, counted_to=2025, source="", ends=row.by_year)


def test_costs_are_written_organ_by_organ(world: World, client: Client) -> None:
    client.force_login(world.controller)
    data: dict[str, Any] = {"organ": str(world.school.pk), "price_year": "2026", "6": "120,5", "7-9": "140"}
    client.post(reverse("indicators:costs-write"), data)
    client.post(reverse("indicators:costs-write"), data | {"7-9": "", "6": "121"})
    assert list(CostPerInhabitant.objects.values_list("age_class", "value")) == [("6", Decimal(121))]
    shown = client.get(reverse("indicators:costs-write"), {"organ": world.school.pk, "pris": 2026}).content.decode()
    assert 'value="121"' in shown
    with pytest.raises(Refusal):
        population.write_costs(world.school, 2026, {"6": None}, "", by=world.manager)


def test_the_page_says_what_drives_the_need_and_what_is_missing(world: World, client: Client) -> None:
    client.force_login(world.staff)
    address = reverse("indicators:demography")
    assert "minst en kostnad per invånare" in text_of(client.get(address))
    demanding(world)
    # each year two more of those of six: in 2029 on average six more than in 2026, each 120,5 tkr
    text = text_of(client.get(f"{address}?bas=2026"))
    assert "Befolkningen kräver 723 tkr mer 2029 än 2026. Mest höjer 6 år (+723 tkr)." in text
    assert "Kostnad saknas för 1–5 år, 10–12 år" in text and "i 2026 års priser" in text
    book = load_workbook(
        BytesIO(client.get(reverse("indicators:demography-file", args=["xlsx"]) + "?bas=2026").content)
    )
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert rows[1][:5] == ("Utbildningsnämnden", "6 år", 241, 482, 723) and rows[-1][4] == 723
    CostPerInhabitant.objects.create(organ=world.school, age_class="6", price_year=2020, value="100")
    assert "Befolkningen kräver 723 tkr mer 2029 än 2026." in text_of(client.get(f"{address}?bas=2026"))
    text = text_of(client.get(f"{address}?bas=2026&pris=2020"))
    assert "Befolkningen kräver 600 tkr mer 2029 än 2026." in text and "i 2020 års priser" in text


def test_versions_are_kept_chosen_and_compared(world: World, client: Client) -> None:
    first = demanding(world)
    more = {year: dict(ages) for year, ages in first.by_year.items()}
    for year in more:
        more[year][6] += 4 if year > 2027 else 0
    second = population.read(by=world.board_staff, title="Högre", date_=None, counted_to=2025, source="Egen", ends=more)
    client.force_login(world.board_staff)
    address = reverse("indicators:demography")
    text = text_of(client.get(f"{address}?bas=2026"))
    # four more from the end of 2028 on: on average two more in 2028, four in 2029, each 120,5 tkr
    assert "Befolkningen kräver 1 205 tkr mer 2029 än 2026" in text and "−482" in text and "−241" in text
    text = text_of(client.get(f"{address}?bas=2026&befolkning={first.pk}"))
    assert "Befolkningen kräver 723 tkr mer 2029" in text and "+482" in text
    client.post(reverse("indicators:population-use", args=[first.pk]))
    assert list(PopulationReading.objects.filter(in_use=True)) == [first]
    assert "Befolkningen kräver 723 tkr mer" in text_of(client.get(f"{address}?bas=2026"))
    with pytest.raises(Refusal):
        population.use(second, by=world.staff)
    file = client.get(reverse("indicators:demography-file", args=["xlsx"]) + "?bas=2026").content
    sheets = {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in load_workbook(BytesIO(file)).worksheets}
    assert sheets["Behov per version, tkr"][-1][1:] == (0, 241, 482)
    assert [row[0] for row in sheets["Versioner"]] == ["Version", "Prognos, oktober", "Högre"]


def test_the_population_comes_straight_from_scb_with_a_kept_forecast(
    world: World, client: Client, standin: StandIn
) -> None:
    cache.clear()
    standin.tables["TAB638"] = one_year_classes(["2024", "2025"])
    client.force_login(world.controller)
    choose = reverse("indicators:scb-choose") + "?tabell=TAB638"
    said = {"name": "Folkmängd, ettårsklasser", "population": "on", "own": "on", "d1": ["BE01"], "since": "2024"}
    assert "inte båda" in client.post(choose, said | {"indicator": world.indicator.name}).content.decode()
    assert "ett innehåll" in client.post(choose, said | {"d1": ["BE01", "BE02"]}).content.decode()
    assert "ingen annan" in client.post(choose, said | {"country": "on"}).content.decode()
    client.post(choose, said)
    mapping = ScbMapping.objects.get()
    page = client.get(reverse("indicators:scb-show", args=[mapping.pk])).content.decode()
    assert "befolkningen i ettårsklasser" in page and f"?urval={mapping.pk}" in page
    assert client.post(reverse("indicators:scb-fetch", args=[mapping.pk])).status_code == 404

    client.force_login(world.board_staff)
    forecast = demanding(world)  # 2025–2029
    address = reverse("indicators:population-read")
    assert "Folkmängd, ettårsklasser" in client.get(f"{address}?urval={mapping.pk}").content.decode()
    data = {"title": "SCB 2025", "counted_to": "2026", "mapping": mapping.pk, "forecast": forecast.pk}
    assert "SCB:s tabell slutar 2025" in text_of(client.post(address, data))
    standin.breaks("html", at="/data")
    assert "webbsida" in text_of(client.post(address, data | {"counted_to": "2025"}))
    client.post(address, data | {"counted_to": "2025"})
    row = PopulationReading.objects.get(title="SCB 2025")
    # men and women of each age are summed; the years after SCB's last are the forecast's
    assert row.by_year[2025][6] == 2 * (6 + 1) and row.by_year[2026] == forecast.by_year[2026] and row.in_use
    assert "TAB638" in str(row.source) and (row.mapping, row.forecast) == (mapping, forecast)
    text = text_of(client.get(reverse("indicators:demography")))
    assert "Prognosens år är hämtade ur Prognos, oktober." in text and "SCB, tabellen TAB638" in text
    standin.tables["TAB638"]["value"][0] = None
    assert "SCB har inget värde för åldern 0 år 2024" in text_of(client.post(address, data | {"counted_to": "2025"}))


def one_year_classes(years: list[str]) -> dict[str, Any]:
    """Our own municipality by age, men and women, and two contents; no total of the sexes."""
    ages = {str(age): f"{age} år" for age in range(100)} | {"100+": "100+ år", "tot": "totalt ålder"}
    values = [Number(str(n + 1)) for n, _age in enumerate(ages) for _sex in "mk" for _what in "ab" for _year in years]
    return {
        "version": "2.0", "class": "dataset", "label": "Folkmängd efter region, ålder, kön och år",
        "role": {"time": ["Tid"], "geo": ["Region"], "metric": ["ContentsCode"]},
        "id": ["Region", "Alder", "Kon", "ContentsCode", "Tid"], "size": [1, len(ages), 2, 2, len(years)],
        "dimension": {
            "Region": dimension("region", {"9999": "Provköping"}), "Alder": dimension("ålder", ages),
            "Kon": dimension("kön", {"1": "män", "2": "kvinnor"}),
            "ContentsCode": dimension("tabellinnehåll", {"BE01": "Folkmängd", "BE02": "Folkökning"}),
            "Tid": dimension("år", {year: year for year in years}),
        }, "value": values,
    }  # fmt: skip
