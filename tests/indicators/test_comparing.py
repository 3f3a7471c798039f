"""The compare page: our place in a group, its change, what is left out, and only what the reader may see."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document

from burlov_styrning.base.models import COUNTRY_CODE, Municipality
from indicators import comparing
from indicators.charts import Measure
from indicators.comparing import ALL, Asked, Comparison
from indicators.comparison_charts import (
    MOST,
    change_chart,
    compared_chart,
    coverage_words,
    group_finding,
    rank_chart,
    rank_finding,
)
from indicators.models import ComparisonGroup, Indicator, IndicatorVersion, Outcome
from tests.indicators.test_pages import page, signed_in
from tests.world import World

pytestmark = pytest.mark.django_db
PERCENT = Measure("%")


def others(count: int = 6) -> list[Municipality]:
    """Other municipalities, and the country."""
    Municipality.objects.get_or_create(code=COUNTRY_CODE, defaults={"name": "Riket"})
    return Municipality.objects.bulk_create(Municipality(code=f"2{n:03}", name=f"Kommun {n}") for n in range(count))


def group_of(rows: list[Municipality]) -> ComparisonGroup:
    group: ComparisonGroup = ComparisonGroup.objects.create(key="lik", title="Liknande", reason="De liknar oss.")
    group.members.set(rows)
    return group


def value(indicator: Indicator, row: Municipality, year: int, number: str | None, **more: Any) -> Outcome:
    made: Outcome = Outcome.objects.create(
        indicator=indicator, municipality=row, period=str(year), year=year,
        **{"version": indicator.current, "value": None if number is None else Decimal(number), "exposure": "published"}
        | ({} if number is not None else {"missing": "lapse"}) | more,
    )  # fmt: skip
    return made


def line(world: World, year: int, own: str | None, *numbers: str | None, **more: Any) -> list[Municipality]:
    """Our value and those of the others in a year."""
    rows = list(Municipality.objects.filter(code__startswith="2")) or others()
    if own is not None:
        value(world.indicator, world.municipality, year, own, **more)
    for row, number in zip(rows, numbers, strict=False):
        value(world.indicator, row, year, number, **more)
    return rows


def found(world: World, user: Any = None, **asked: Any) -> Comparison:
    rows = comparing.groups_to_choose(user)
    return comparing.compare(world.indicator, Asked(**asked), rows, "Alla kommuner", user=user or world.controller)


def test_our_place_and_how_it_changed(world: World) -> None:
    line(world, 2023, "70", "71", "72", "73", "60", "61", "62")
    group_of(line(world, 2024, "72.5", "71", "72", "73", "60", "61", "62"))
    seen = found(world)
    assert rank_finding(seen, PERCENT, 2023) == "Plats 2 av 7 i gruppen 2024, två platser bättre än 2023."
    assert rank_finding(seen, PERCENT) == "Plats 2 av 7 i gruppen 2024."
    assert coverage_words(seen.counted(2024)) == "7 av 7 kommuner har värde."
    assert "bättre än medianen 71" in group_finding(seen, PERCENT)


def test_lower_is_better_and_equals_share(world: World) -> None:
    IndicatorVersion.objects.filter(indicator=world.indicator).update(direction="lower")
    assert world.indicator.current
    world.indicator.current.refresh_from_db()
    group_of(line(world, 2024, "5", "4", "5", "9", "9", "9", "9"))
    assert rank_finding(found(world), PERCENT) == "Delad plats 2 av 7 i gruppen 2024."


def test_who_has_no_value_or_another_definition_is_left_out_and_counted(world: World) -> None:
    rows = line(world, 2024, "70", "71", None, "60")
    old = IndicatorVersion.objects.create(indicator=world.indicator, name="Förr", unit="%", until="2020")
    value(world.indicator, rows[3], 2024, "99", version=old)
    group_of(rows)
    seen = found(world)
    counted = seen.counted(2024)
    assert rank_finding(seen, PERCENT) == "Plats 2 av 3 i gruppen 2024."
    assert (len(counted.missing), len(counted.other)) == (3, 1)
    assert coverage_words(counted) == "3 av 7 kommuner har värde. En har en annan definition och räknas inte."
    text = page(world, "", "indicators:compare", world.indicator.pk)
    assert "annan definition" in text and "bortf." in text and "bortfall" in text


def test_no_change_is_told_over_a_new_definition(world: World) -> None:
    old = IndicatorVersion.objects.create(indicator=world.indicator, name="Förr", unit="%", until="2022")
    line(world, 2022, "70", "71", "72", "73", version=old)
    group_of(line(world, 2024, "75", "71", "72", "73"))
    seen = found(world, since=2022)
    assert seen.gained(2022) is None and change_chart(seen, PERCENT) is None
    assert "definitionen är ny" in page(world, "", "indicators:compare", world.indicator.pk, sedan="2022")
    # The curves are open there too.
    years = [trace["x"] for trace in compared_chart(seen, PERCENT, {}).figure["data"]]
    assert any(None in trace["y"] for trace in compared_chart(seen, PERCENT, {}).figure["data"]) and years


def test_that_another_number_had_values_then_is_told(world: World) -> None:
    line(world, 2023, "70", "71", "72")
    group_of(line(world, 2024, "70", "71", "72", "73"))
    assert rank_finding(found(world), PERCENT, 2023).endswith("en plats sämre än 2023 (då plats 3 av 3).")


def test_without_our_own_value_the_median_is_told(world: World) -> None:
    group_of(line(world, 2024, None, "60", "70", "80"))
    seen = found(world)
    assert rank_finding(seen, PERCENT) == "Kommunen har inget värde 2024. Medianen i gruppen är 70\u00a0%."
    assert rank_chart(seen, PERCENT).figure["data"]


def test_a_revision_stands_in_place_of_what_it_revised(world: World) -> None:
    rows = line(world, 2024, "70", "60")
    value(world.indicator, rows[0], 2024, "80", status="revised", published="2026-01-01")
    group_of(rows)
    assert rank_finding(found(world), PERCENT) == "Plats 2 av 2 i gruppen 2024."


def test_a_resident_compares_what_is_published(world: World) -> None:
    group_of(line(world, 2023, "70", "71"))
    line(world, 2024, "75", "71", exposure="record")
    assert "Plats 1 av 2 i gruppen 2024" in page(world, "controller", "indicators:compare", world.indicator.pk)
    text = page(world, "", "indicators:compare", world.indicator.pk)
    assert "Plats 2 av 2 i gruppen 2023" in text and "75\u00a0%" not in text


def test_by_sex_each_has_its_place(world: World) -> None:
    world.indicator.by_sex = True
    world.indicator.save()
    group_of(line(world, 2024, "70", "71", "60"))
    line(world, 2024, "80", "71", "60", sex="K")
    line(world, 2024, "50", "71", "60", sex="M")
    text = page(world, "", "indicators:compare", world.indicator.pk)
    assert "Plats 1 av 3" in text and "Plats 2 av 3" in text and "Plats 3 av 3" in text


@pytest.mark.parametrize(
    "query",
    [{}, {"grupp": ALL}, {"grupp": "finns-inte"}, {"ar": "20x4", "sedan": "-1"}, {"ar": "1999", "sedan": "2030"},
     {"kommun": ["Kommun 1", "Ingenstans", "2003"]}, {"page": "99", "sort": "-name"}, {"sedan": "2024"}],
)  # fmt: skip
def test_whatever_the_address_asks_for(query: dict[str, Any], world: World) -> None:
    line(world, 2023, "70", "71", "72")
    group_of(line(world, 2024, "75", "71", "72"))
    assert "Kommun 1" in page(world, "", "indicators:compare", world.indicator.pk, **query)


def test_without_anything_to_compare(world: World) -> None:
    text = page(world, "", "indicators:compare", world.indicator.pk)
    assert "Inget värde är publicerat än" in text
    line(world, 2024, "70")
    assert "Ingen annan kommun" in page(world, "", "indicators:compare", world.indicator.pk)


def test_a_long_line_is_drawn_by_its_ends_and_what_is_around_us(world: World) -> None:
    rows = others(60)
    line(world, 2024, "30.5", *map(str, range(60)))
    seen = found(world, group=ALL)
    chart = rank_chart(seen, PERCENT)
    assert len(chart.figure["data"][0]["x"]) <= MOST and len(chart.table.rows) == 61
    names = chart.figure["layout"]["yaxis"]["ticktext"]
    assert names.count("…") == 2 and world.municipality.name in names and rows[0].name in names


@pytest.mark.alike
def test_as_many_queries_for_the_whole_country_as_for_a_few(world: World) -> None:
    group_of(line(world, 2024, "75", "71", "72"))
    client = signed_in(world, "controller")
    address = reverse("indicators:compare", args=[world.indicator.pk])
    asked = []
    for again in range(2):
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address, {"grupp": ALL})
        asked.append(len(queries))
        others_ = Municipality.objects.bulk_create(
            Municipality(code=f"{3 + again}{n:03}", name=f"Ort {n}") for n in range(40)
        )
        for row in others_:
            value(world.indicator, row, 2024, "66")
    assert asked[0] == asked[1] <= 15


def test_the_paper_says_and_draws_what_the_page_shows(world: World) -> None:
    line(world, 2023, "70", "71", "72", "73", "60", "61", "62")
    group_of(line(world, 2024, "72.5", "71", "72", None, "60", "61", "62"))
    address = reverse("indicators:compare-docx", args=[world.indicator.pk])
    answer = signed_in(world, "other_staff").get(f"{address}?grupp=lik&ar=2024")
    document = Document(BytesIO(answer.content))
    said = "\n".join(part.text or "" for part in document.element.body.iter() if part.tag.endswith("}t"))
    for text in ("Plats 1 av 6 i gruppen 2024", "De liknar oss.", "Kommun 2", "bortfall", "Var kommunen står"):
        assert text in said, text
    assert len(document.inline_shapes) == 3
    assert signed_in(world, "staff").get(f"{address}?ar=1999&kommun=oj").status_code == 200
    Outcome.objects.all().delete()
    assert signed_in(world, "staff").get(address).status_code == 404
