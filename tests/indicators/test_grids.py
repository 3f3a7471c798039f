"""The grid of many outcomes: what stands is shown and revised deliberately, all or nothing, nothing typed is lost."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from burlov_styrning import clock
from indicators import outcomes
from indicators.models import HiddenValue, Indicator, Outcome
from tests.indicators.making import by_sex, entered, entry, grouped
from tests.indicators.test_pages import box, signed_in
from tests.world import World, make_indicator

pytestmark = pytest.mark.django_db
MANY = "indicators:outcome-many"
ONE = "indicators:outcome-many-of"


def page(world: World, *args: Any, who: str = "staff", **query: Any) -> str:
    answer = signed_in(world, who).get(reverse(ONE if args else MANY, args=args), {"ar": "2025"} | query)
    assert answer.status_code == 200
    return answer.content.decode()


def save(world: World, *args: Any, who: str = "staff", kind: str = "", **data: str) -> Any:
    address = reverse(ONE if args else MANY, args=args) + f"?ar=2025&matt={kind}"
    return signed_in(world, who).post(address, {"published": "", "source": ""} | data)


def seen(row: Outcome) -> dict[str, str]:
    return {box(row.indicator, row.sex, row.period).replace("-value", "-seen"): str(row.pk)}


def stands(indicator: Indicator) -> dict[str, str]:
    return {row.period: row.missing or str(row.value) for row in indicator.outcomes.order_by("pk")}


def test_new_values_and_signs_of_several_years_and_indicators_are_saved_at_once(world: World) -> None:
    second = make_indicator("tva", world.school)
    answer = save(
        world, status="final", source="Enkät",
        **{box(world.indicator, period="2023"): "72,5", box(world.indicator, period="2024"): "bortfall",
           box(second): "91 %"},
    )  # fmt: skip
    assert answer.status_code == 302
    assert stands(world.indicator) == {"2023": "72.5", "2024": "lapse"} and stands(second) == {"2025": "91"}
    assert {row.source.title for row in Outcome.objects.select_related("source")} == {"Enkät"}  # type: ignore[union-attr]


def test_what_stands_is_shown_and_left_alone(world: World) -> None:
    row = entered(world, "2024", "70.50")
    text = page(world)
    assert 'value="70,50"' in text and f'value="{row.pk}"' in text
    save(
        world, status="final", **seen(row), **{box(world.indicator, period="2024"): "70,5", box(world.indicator): "71"}
    )
    assert stands(world.indicator) == {"2024": "70.50", "2025": "71"}


def test_a_change_of_what_stands_asks_its_status_and_keeps_the_earlier(world: World) -> None:
    row = entered(world, "2024", "70", source="Enkät", response_rate=Decimal(61), margin=Decimal("2.5"))
    typed = {box(world.indicator, period="2024"): "72", box(world.indicator): "75"} | seen(row)
    text = save(world, status="final", **typed).content.decode()
    assert "ändrar utfall som redan finns: 1" in text and 'value="72"' in text and 'value="75"' in text
    assert Outcome.objects.count() == 1
    assert save(world, status="final", again="revised", **typed).status_code == 302
    old, new = outcomes.cell_of(row)
    assert (old.value, new.value, new.status, new.source) == (70, 72, "revised", row.source)
    assert (new.response_rate, new.margin) == (61, Decimal("2.5"))


def test_a_new_value_asks_its_status(world: World) -> None:
    text = save(world, **{box(world.indicator): "75"}).content.decode()
    assert "preliminära eller slutliga" in text and 'value="75"' in text
    assert not Outcome.objects.exists()


def test_one_wrong_cell_stops_all_and_is_said_beside_it(world: World) -> None:
    second = make_indicator("tva", world.school)
    typed = {box(world.indicator): "75", box(second): "1.234", box(second, period="2024"): "120"}
    text = save(world, status="final", **typed).content.decode()
    assert "kan läsas på två sätt" in text and f'href="#id_{box(second)}"' in text
    assert "mer än hela andelen" in text
    assert all(f'value="{value}"' in text for value in ("75", "1.234", "120"))
    assert not Outcome.objects.exists()


def test_an_outcome_is_not_taken_away_by_an_empty_box(world: World) -> None:
    row = entered(world, "2024", "70")
    text = save(world, again="revised", **seen(row), **{box(world.indicator, period="2024"): ""}).content.decode()
    assert "tas inte bort" in text and "70" in text and Outcome.objects.count() == 1


def test_what_somebody_else_did_meanwhile_is_never_undone(world: World) -> None:
    row = entered(world, "2024", "70")
    newer = outcomes.revise(row, entry(world.indicator, value="71"), by=world.manager).rows[0]
    untouched = {box(world.indicator, period="2024"): "70", box(world.indicator): "oj"} | seen(row)
    text = save(world, status="final", **untouched).content.decode()
    assert 'value="71"' in text and f'value="{newer.pk}"' in text and 'value="oj"' in text
    typed = {box(world.indicator, period="2024"): "72"} | seen(row)
    text = save(world, again="revised", **typed).content.decode()
    assert "Någon annan har lämnat 71" in text and 'value="72"' in text and f'value="{newer.pk}"' in text
    assert save(world, again="revised", **(typed | seen(newer))).status_code == 302
    assert [one.value for one in outcomes.cell_of(row)] == [70, 71, 72]


def test_a_box_that_somebody_else_filled_is_a_conflict(world: World) -> None:
    entered(world, "2025", "70")
    text = save(world, status="final", **{box(world.indicator): "72"}).content.decode()
    assert "Någon annan har lämnat 70" in text and Outcome.objects.count() == 1


def test_preliminary_values_become_final_where_nothing_else_is_typed(world: World) -> None:
    row = entered(world, "2025", "70", status="preliminary", margin=Decimal(2))
    assert 'name="settle"' in page(world)
    assert save(world, settle="on", **seen(row), **{box(world.indicator): "70"}).status_code == 302
    assert [(one.value, one.status, one.margin) for one in outcomes.cell_of(row)] == [
        (70, "preliminary", 2), (70, "final", 2),
    ]  # fmt: skip
    assert 'name="settle"' not in page(world)


def test_one_indicator_by_sex_with_small_groups(world: World) -> None:
    indicator = grouped(world)
    text = page(world, indicator.pk)
    assert box(indicator, "K", "2016") in text and "Kvinnor" in text
    cells = {"T": ("43", "43"), "K": ("40", "40"), "M": ("3", "3")}
    typed = {box(indicator, sex): value for sex, (value, _n) in cells.items()}
    counts = {box(indicator, sex).replace("value", "count"): n for sex, (_v, n) in cells.items()}
    assert "Ange hur många svar" in save(world, indicator.pk, status="final", **typed).content.decode()
    assert save(world, indicator.pk, status="final", **typed, **counts).status_code == 302
    assert HiddenValue.objects.count() == 2
    text = page(world, indicator.pk)  # those who may enter them read them, and are told that others do not
    assert 'value="40"' in text and "visas inte för andra" in text
    rows = {row.sex: row for row in indicator.outcomes.all()}
    marks = {name: pk for row in rows.values() for name, pk in seen(row).items()}
    same = save(world, indicator.pk, status="final", **typed, **counts, **marks)
    assert "Inget är ändrat" in same.content.decode() and Outcome.objects.count() == 3
    more = typed | counts | {box(indicator, "M"): "4", box(indicator, "M").replace("value", "count"): "4"}
    assert save(world, indicator.pk, again="revised", **more, **marks).status_code == 302
    assert not Outcome.objects.filter(sex="M", value__isnull=False).exists()


@pytest.mark.parametrize(("kind", "period"), [("tertial", "2025-T2"), ("quarter", "2025-Q4"), ("month", "2025-08")])
def test_parts_of_a_year(world: World, kind: str, period: str) -> None:
    indicator = make_indicator("del", world.school)
    indicator.frequency = kind
    indicator.save()
    assert save(world, kind=kind, status="final", **{box(indicator, period=period): "7"}).status_code == 302
    assert stands(indicator) == {period: "7"}
    assert box(indicator, period=period) in page(world, indicator.pk)


def test_a_period_that_has_not_begun_has_no_box(world: World) -> None:
    with clock.at(date(2026, 5, 10)):
        assert box(world.indicator, period="2026") in page(world, ar="2026")
        indicator = make_indicator("del", world.school)
        indicator.frequency = "tertial"
        indicator.save()
        text = page(world, ar="2026", matt="tertial")
        assert box(indicator, period="2026-T2") in text and box(indicator, period="2026-T3") not in text


def test_a_pasted_block_fills_the_boxes_and_saves_nothing(world: World) -> None:
    row, second = entered(world, "2024", "70"), grouped(world, "tva")
    block = "Indikator\tKön\t2025\t2024\nIndikator plats\t\t81,5\t72\ntva\tKvinnor\t9\t\nokänd\t\t5\t6"
    kept = {box(world.indicator, period="2023"): "60", "status": "preliminary"} | seen(row)
    text = save(world, fill="1", block=block, row="0", column="0", **kept).content.decode()
    for value in ("81,5", "72", "9", "60"):
        assert f'value="{value}"' in text
    assert "4 rutor" not in text and "3 rutor är fyllda. Inget är sparat än." in text and "”okänd”" in text
    assert 'value="preliminary"' in text and "checked" in text and "behöver rättas" not in text
    assert box(second, "K") in text and Outcome.objects.count() == 1
    text = save(world, fill="1", block="1\t2\n3\t4", row="0", column="4").content.decode()
    assert "2 rutor är fyllda" in text and "”2” och ”4”" in text


@pytest.mark.parametrize("data", [{"row": "99"}, {"column": "x"}, {"block": "\x00"}, {"block": '"'}, {"row": "-1"}])
def test_odd_blocks_show_the_page(world: World, data: dict[str, str]) -> None:
    assert save(world, fill="1", **({"block": "1", "row": "0", "column": "0"} | data)).status_code == 200


def test_only_ones_own_indicators(world: World) -> None:
    other = make_indicator("annans", world.social)
    assert "Indikator annans" not in page(world) and "Indikator annans" in page(world, who="controller")
    answer = save(world, status="final", **{box(other): "1", box(world.indicator): "2"})
    assert answer.status_code == 302 and [row.indicator for row in Outcome.objects.all()] == [world.indicator]
    narrowed = page(world, who="controller", organ=world.social.pk)
    assert "Indikator annans" in narrowed and "Indikator plats" not in narrowed
    assert "Indikator plats" in page(world, who="controller", q="PLATS")
    assert "Inget passar urvalet" in page(world, q="finns inte")


@pytest.mark.parametrize("query", [{"ar": "x"}, {"matt": "sekel"}, {"organ": "x"}, {"page": "x"}, {"q": "\x00"}])
def test_odd_addresses_show_the_page(world: World, query: dict[str, str]) -> None:
    assert "Indikator plats" in page(world, **query)


@pytest.mark.alike
def test_a_full_page_is_light_and_its_queries_few(world: World, django_assert_max_num_queries: Any) -> None:
    for n in range(40):
        indicator = grouped(world, f"n{n}")
        outcomes.enter_many(by_sex(indicator, T=("43", 43), K=("40", 40), M=("3", 3)), by=world.staff)
    client = Client()
    client.force_login(world.controller)
    client.get(reverse(MANY))
    with django_assert_max_num_queries(15):
        body = client.get(reverse(MANY)).content
    assert len(body) < 200_000
