"""Indicators: who defines them, what may be changed, and when a change breaks the series."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from burlov_styrning.base.models import Event
from burlov_styrning.refusals import Conflict, Reason, Refusal
from indicators import definitions, outcomes
from indicators.models import Indicator, IndicatorVersion, Outcome
from tests.indicators.making import by_sex, entered, entry, grouped
from tests.world import CAST, World

pytestmark = pytest.mark.django_db

MEANING: dict[str, Any] = {
    "name": "Nöjda föräldrar", "definition": "", "unit": "%", "decimals": 1, "direction": "higher",
    "low": None, "high": None, "tolerance": Decimal("0.50"),
}  # fmt: skip


def define(world: World, by: Any = None, **changes: Any) -> Indicator:
    facts = {"organ": world.school, "frequency": "year"}
    return definitions.define(by=by or world.controller, facts=facts, meaning=MEANING | changes)


def test_the_controller_defines_an_indicator_with_its_version(world: World) -> None:
    made = Indicator.objects.get(pk=define(world).pk)
    assert (made.key, made.name, made.unit, made.organ) == ("nojda-foraldrar", "Nöjda föräldrar", "%", world.school)
    assert made.current and str(made.current.tolerance) == "0.50"
    assert [event.move for event in Event.of(made)] == ["define"]


def test_a_key_is_made_once_and_never_again(world: World) -> None:
    assert [define(world).key, define(world).key, define(world, name="???").key] == [
        "nojda-foraldrar", "nojda-foraldrar-2", "indikator",
    ]  # fmt: skip


@pytest.mark.parametrize("who", sorted(set(CAST) - {"controller"}))
def test_nobody_else_defines_edits_or_redefines(world: World, who: str) -> None:
    user = world.users[who]
    for step in (
        lambda: define(world, user),
        lambda: definitions.edit(world.indicator, by=user, facts={"function": "x"}),
        lambda: definitions.redefine(world.indicator, by=user, meaning={"unit": "x"}),
    ):
        with pytest.raises(Refusal) as refused:
            step()
        assert refused.value.reason is Reason.RIGHT
    assert Indicator.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"unit": ""}, "unit"),
        ({"direction": "within"}, "low"),
        ({"direction": "within", "low": Decimal(5), "high": Decimal(4)}, "high"),
        ({"tolerance": Decimal("-1")}, "tolerance"),
    ],
)
def test_a_wrong_meaning_is_refused_beside_its_field(world: World, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Refusal) as refused:
        define(world, **changes)
    assert [name for name, _sentence in refused.value.fields] == [field]
    assert Indicator.objects.count() == 1


def test_before_values_exist_the_meaning_is_changed_in_place(world: World) -> None:
    definitions.redefine(world.indicator, by=world.controller, meaning={"unit": "kr", "decimals": 2})
    assert IndicatorVersion.objects.filter(indicator=world.indicator).count() == 1
    assert Indicator.objects.get(pk=world.indicator.pk).unit == "kr"


@pytest.mark.parametrize(
    "change", [{"name": "B"}, {"definition": "B"}, {"unit": "B"}, {"decimals": 3}, {"direction": "lower"},
               {"tolerance": Decimal(2)}, {"direction": "within", "low": Decimal(1), "high": Decimal(2)}],
)  # fmt: skip
def test_after_values_exist_a_new_version_breaks_the_series(world: World, change: dict[str, Any]) -> None:
    before = entered(world, "2024")
    definitions.redefine(world.indicator, by=world.controller, meaning=change, until="2024")
    old, new = IndicatorVersion.objects.get(pk=before.version_id), Indicator.objects.get(pk=world.indicator.pk).current
    assert new and new.pk != old.pk
    assert (old.until, new.until) == ("2024", None)
    assert Outcome.objects.get(pk=before.pk).version == old
    assert entered(world, "2025").version == new
    assert entered(world, "2023").version == old


def test_the_until_of_a_break_must_be_told_and_can_be(world: World) -> None:
    entered(world, "2024")
    for until in ("", "2099", "24", "2026-13"):
        with pytest.raises(Refusal) as refused:
            definitions.redefine(world.indicator, by=world.controller, meaning={"unit": "kr"}, until=until)
        assert refused.value.fields[0][0] == "until"
    definitions.redefine(world.indicator, by=world.controller, meaning={"unit": "kr"}, until="2024")
    outcomes.enter(entry(world.indicator, "2025"), by=world.staff)
    with pytest.raises(Refusal):
        definitions.redefine(world.indicator, by=world.controller, meaning={"unit": "tkr"}, until="2024-06")


def test_a_redefinition_that_changes_nothing_makes_no_version(world: World) -> None:
    entered(world, "2024")
    with pytest.raises(Refusal, match="Inget är ändrat"):
        definitions.redefine(world.indicator, by=world.controller, meaning={"unit": "%"}, until="2024")
    assert IndicatorVersion.objects.filter(indicator=world.indicator).count() == 1


def test_a_new_source_id_is_a_new_indicator(world: World) -> None:
    definitions.edit(world.indicator, by=world.controller, facts={"origin_system": "kolada", "origin_id": "U00200"})
    entered(world)
    with pytest.raises(Refusal, match="fortsätter") as refused:
        definitions.edit(world.indicator, by=world.controller, facts={"origin_id": "U00201"})
    assert refused.value.fields[0][0] == "origin_id"
    assert Indicator.objects.get(pk=world.indicator.pk).origin_id == "U00200"
    assert define(world).continues is None


def test_two_who_save_lose_nothing(world: World) -> None:
    stamp = definitions.stamp_of(world.indicator)
    definitions.edit(world.indicator, by=world.controller, facts={"function": "Rektor"}, stamp=stamp)
    with pytest.raises(Conflict) as conflict:
        definitions.edit(world.indicator, by=world.controller, facts={"function": "Controller"}, stamp=stamp)
    assert conflict.value.mine == {"function": "Controller"}
    assert Indicator.objects.get(pk=world.indicator.pk).function == "Rektor"


def test_a_raised_minimum_hides_what_is_small_now(world: World) -> None:
    indicator = grouped(world, minimum=2)
    outcomes.enter_many(by_sex(indicator, T=("43", 43), K=("40", 40), M=("3", 3)), by=world.staff)
    act = definitions.edit(indicator, by=world.controller, facts={"minimum_count": 5})
    shown = {row.sex: row.value for row in Outcome.objects.filter(indicator=indicator)}
    assert shown == {"T": Decimal(43), "K": None, "M": None}
    assert act.remarks
