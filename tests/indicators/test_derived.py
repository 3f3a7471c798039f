"""Derived indicators: computed where series are read, never stored, never telling what is hidden."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal as D
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from burlov_styrning.base.models import Municipality, Source
from burlov_styrning.refusals import Refusal
from indicators import comparing, definitions, due, outcomes, series
from indicators.models import Indicator, IndicatorVersion, Outcome
from indicators.rules.direction import trend
from indicators.series import Subject, new_definitions
from tests.indicators.making import entry, published
from tests.world import World, make_indicator

pytestmark = pytest.mark.django_db

FACTS: dict[str, Any] = {"frequency": "year"}


def make(
    world: World, formula: str, unit: str = "kr per invånare", name: str = "Beräknad", **meaning: Any
) -> Indicator:
    values = {"name": name, "unit": unit, "decimals": 1, "direction": "lower", "formula": formula}
    return definitions.define(by=world.controller, facts=FACTS, meaning=values)


@pytest.fixture
def parts(world: World) -> tuple[Indicator, Indicator]:
    """The cost and the people, three years of each."""
    cost = make_indicator("kostnad", world.school, unit="tkr", name="Nettokostnad")
    people = make_indicator("folk", world.school, unit="antal invånare", name="Folkmängd")
    for year, value in (("2023", "100"), ("2024", "120"), ("2025", "150")):
        put(world, cost, year, value)
        put(world, people, year, "50")
    return cost, people


def put(world: World, indicator: Indicator, period: str, value: str | None, **fields: Any) -> Outcome:
    if not indicator.by_sex and fields.get("sex", "T") != "T":
        indicator.by_sex = True
        indicator.save()
    return outcomes.enter(entry(indicator, period, value, **fields), by=world.controller).rows[0]


def revise(world: World, row: Outcome, value: str, **fields: Any) -> None:
    outcomes.revise(row, entry(row.indicator, row.period, value, **fields), by=world.controller)


def values(indicator: Indicator, **options: Any) -> dict[int, Any]:
    table = series.load([indicator.pk], **options)
    return {year: cell.outcome.missing or cell.value for year, cell in table.years(indicator.pk).items()}


PER = "i_kr(kostnad) / folk"


def test_values_are_computed_from_the_parts_and_stored_nowhere(world: World, parts: Any) -> None:
    made = make(world, PER)
    assert made.formula == "i_kr(kostnad) / folk"
    assert values(made) == {2023: 2000, 2024: 2400, 2025: 3000}
    assert values(made, brief=True) == values(made)
    assert not Outcome.objects.filter(indicator=made).exists()


def test_a_computed_row_has_what_an_outcome_has(world: World, parts: Any) -> None:
    cost, people = parts
    Outcome.objects.filter(indicator=cost).update(source=Source.objects.create(key="k", title="Kolada"))
    Outcome.objects.filter(indicator=people).update(source=Source.objects.create(key="s", title="SCB"))
    row = series.load([made.pk]).years(made.pk)[2025].outcome if (made := make(world, PER)) else None
    assert row is not None and (row.status, row.period, row.year) == ("final", "2025", 2025)
    assert str(row.source) == "Egen beräkning av uppgifter från Kolada och SCB"
    assert (row.municipality, row.organ, row.is_example()) == (world.municipality, None, False)
    assert not isinstance(row, Outcome) and not hasattr(row, "save")


@pytest.mark.alike
def test_it_is_computed_in_few_queries_whatever_there_is(
    world: World, parts: Any, django_assert_num_queries: Any
) -> None:
    made = make(world, PER)
    other = make(world, f"index({made.key}; 2023)", "index", "Index")
    with django_assert_num_queries(3):
        table = series.load([made.pk, other.pk, parts[0].pk])
    assert table.years(other.pk)[2025].value == 150
    with django_assert_num_queries(2):
        series.load([parts[0].pk])


def test_missing_in_missing_out_and_absent_is_not_published(world: World, parts: Any) -> None:
    cost, people = parts
    made = make(world, PER)
    put(world, cost, "2022", None, missing="lapse")
    put(world, people, "2022", "50")
    put(world, cost, "2026", "100")
    assert values(made) == {2022: "lapse", 2023: 2000, 2024: 2400, 2025: 3000, 2026: "not_published"}
    row: Any = series.load([made.pk]).years(made.pk)[2026].outcome
    assert (row.why.reason, row.why.key, row.why.period) == ("absent", "folk", "2026")


def test_nothing_is_said_of_years_before_a_change_can_be_computed(world: World, parts: Any) -> None:
    assert values(make(world, "ändring(kostnad; 2)", "tkr")) == {2025: 50}


def test_by_sex_and_for_others_where_all_parts_have_them(world: World, parts: Any) -> None:
    cost, people = parts
    made = make(world, PER)
    peer = Municipality.objects.create(code="1234", name="Grannby")
    put(world, cost, "2025", "30", sex="K")
    put(world, cost, "2025", "10", municipality=peer)
    put(world, people, "2025", "20", municipality=peer)
    put(world, cost, "2025", "10", organ=world.school)
    table = series.load([made.pk], beside=Q(code="1234"))
    assert {(s.municipality, s.organ) for s in table.subjects(made.pk)} == {
        (world.municipality.pk, None), (peer.pk, None)
    }  # fmt: skip
    assert table.years(made.pk, Subject(peer.pk))[2025].value == 500
    assert not table.years(made.pk, sex="K")
    put(world, people, "2025", "20", sex="K")
    assert series.load([made.pk]).years(made.pk, sex="K")[2025].value == 1500


def test_preliminary_parts_give_a_preliminary_value(world: World, parts: Any) -> None:
    put(world, parts[0], "2026", "100", status="preliminary")
    put(world, parts[1], "2026", "50")
    made = make(world, PER)
    assert [cell.outcome.status for cell in series.load([made.pk]).years(made.pk).values()][-2:] == [
        "final", "preliminary"
    ]  # fmt: skip


def test_a_revised_part_keeps_what_was_computed_before(world: World, parts: Any) -> None:
    made = make(world, PER)
    row = Outcome.objects.get(indicator=parts[0], period="2025")
    Outcome.objects.update(entered_at=row.entered_at - timedelta(days=9))
    revise(world, row, "160", status="revised", comment="Rättat")
    cell = series.load([made.pk]).years(made.pk)[2025]
    assert (cell.value, [earlier.value for earlier in cell.earlier]) == (3200, [3000])


# -- what is hidden --------------------------------------------------------------------------------------------------


def small(world: World) -> Indicator:
    cases = make_indicator("fall", world.school, unit="antal", name="Fall")
    cases.minimum_count = 5
    cases.save()
    return cases


def test_a_formula_that_touches_a_hidden_value_is_hidden_everywhere(world: World, parts: Any) -> None:
    """The value behind it reaches nothing: whatever it is, the whole table is the same."""
    cases = small(world)
    put(world, cases, "2024", "40", count=40)
    hidden = put(world, cases, "2025", "3", count=3)
    made = make(world, "per_invånare(fall; folk; 1000)", "antal per 1 000 invånare")
    nested = make(world, f"ändring({made.key})", "antal per 1 000 invånare", "Ändring")
    mean = make(world, "medel(fall; 2)", "antal", "Medel")
    assert (values(made), values(nested), values(mean)) == (
        {2024: 800, 2025: "suppressed"},
        {2025: "suppressed"},
        {2025: "suppressed"},
    )
    assert hidden.hidden.value == 3
    put(world, cases, "2026", "50", count=50)
    assert values(mean)[2026] == "suppressed"


def test_what_was_computed_before_a_value_was_hidden_is_not_told(world: World, parts: Any) -> None:
    cases = small(world)
    row = put(world, cases, "2025", "40", count=40)
    made = make(world, "andel(fall; folk)", "%")
    Outcome.objects.update(entered_at=row.entered_at - timedelta(days=9))
    revise(world, row, "3", count=3, status="revised")
    cell = series.load([made.pk]).years(made.pk)[2025]
    assert (cell.value, cell.outcome.missing, cell.earlier) == (None, "suppressed", ())


def test_one_reads_what_is_computed_from_what_one_may_read(world: World, parts: Any) -> None:
    made = make(world, PER)
    assert values(made, user=AnonymousUser()) == {}
    for row in Outcome.objects.filter(period="2025"):
        published(row)
    published(Outcome.objects.get(indicator=parts[0], period="2024"))
    assert values(made, user=AnonymousUser()) == {2025: 3000}


# -- breaks ----------------------------------------------------------------------------------------------------------


def redefine(world: World, indicator: Indicator, until: str, **meaning: Any) -> Any:
    indicator = Indicator.objects.get(pk=indicator.pk)
    return definitions.redefine(indicator, by=world.controller, meaning=meaning, until=until)


def test_a_break_in_a_part_is_a_break_in_what_is_computed(world: World, parts: Any) -> None:
    made = make(world, "andel(kostnad; kostnad)", "%", "Andel")
    change = make(world, "ändring(kostnad)", "tkr", "Ändring")
    act = redefine(world, parts[0], "2023", definition="Nu med lokaler")
    assert any("Andel" in remark and "Ändring" in remark for remark in act.remarks)
    assert IndicatorVersion.objects.filter(indicator=made).count() == 2
    put(world, parts[0], "2026", "200")
    Outcome.objects.filter(period__gte="2024").update(version=Indicator.objects.get(pk=parts[0].pk).current)
    table = series.load([made.pk, change.pk])
    assert new_definitions(table.years(made.pk)) == [2024]
    assert values(change) == {2024: "not_applicable", 2025: 30, 2026: 50}
    readings = table.readings(made.pk)
    assert trend(readings, 2024, "higher") is None  # type: ignore[arg-type]
    assert trend(readings, 2025, "higher").since == 2024  # type: ignore[arg-type,union-attr]
    assert readings[2025].version == str(Indicator.objects.get(pk=made.pk).current_id)


def test_a_break_that_came_by_another_way_is_seen_too(world: World, parts: Any) -> None:
    """A goal book brings versions of a part without those of what is computed from it."""
    made = make(world, "kostnad × 2", "tkr")
    cost: Any = parts[0]
    old = IndicatorVersion.objects.create(indicator=cost, until="2023", name="Förr", unit="tkr")
    Outcome.objects.filter(indicator=cost, period="2023").update(version=old)
    assert new_definitions(series.load([made.pk]).years(made.pk)) == [2024]


def test_a_part_in_another_unit_is_not_computed_with(world: World, parts: Any) -> None:
    made = make(world, "kostnad / folk", "tkr per invånare")
    redefine(world, parts[0], "2024", unit="mnkr")
    Outcome.objects.filter(indicator=parts[0], period="2025").update(
        version=Indicator.objects.get(pk=parts[0].pk).current
    )
    assert values(made) == {2023: 2, 2024: D("2.4"), 2025: "not_applicable"}


def test_another_formula_is_another_version(world: World, parts: Any) -> None:
    made = make(world, "kostnad × 2", "tkr")
    with pytest.raises(Refusal, match="Ange till och med när"):
        redefine(world, made, "", formula="kostnad × 3")
    redefine(world, made, "2023", formula="kostnad × 3")
    assert values(made) == {2023: 200, 2024: 360, 2025: 450}
    assert new_definitions(series.load([made.pk]).years(made.pk)) == [2024]
    assert Indicator.objects.get(pk=made.pk).formula == "kostnad × 3"


# -- defining --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("formula", "unit", "sentence"),
    [
        ("kostnad +", "tkr", "Formeln slutar mitt i"),
        ("kostnd / folk", "tkr per invånare", "Menar du kostnad"),
        ("kostnad-folk", "tkr", "mellanslag på båda sidor"),
        ("kostnad + folk", "tkr", "Vid tecken 11: tkr och antal invånare går inte att räkna ihop"),
        ("kostnad / folk", "kr per invånare", "Räkna om i formeln"),
        ("kostnad / kostnad", "%", "andel\\(del; helhet\\)"),
        ("100 - kostnad", "tkr", "skriv % efter"),
        ("kostnad % 2", "tkr", "100 % −"),
        ("andel(kostnad)", "%", "skrivs så här: andel\\(del; helhet\\)"),
        ("5", "tkr", "bara med tal"),
        ("__import__('os')", "tkr", "hör inte till formler"),
    ],
)
def test_a_formula_that_is_none_is_refused_beside_its_field(
    formula: str, unit: str, sentence: str, world: World, parts: Any
) -> None:
    with pytest.raises(Refusal, match=sentence) as refused:
        make(world, formula, unit)
    assert refused.value.fields[0][0] == "formula"
    assert not Indicator.objects.exclude(formula="").exists()


def test_cycles_are_refused_by_name(world: World, parts: Any) -> None:
    a = make(world, "kostnad × 2", "tkr", "A")
    b = make(world, f"{a.key} × 2", "tkr", "B")
    with pytest.raises(Refusal, match="a → b → a"):
        redefine(world, a, "2000", formula=f"{b.key} + kostnad")


def test_an_indicator_has_outcomes_or_a_formula(world: World, parts: Any) -> None:
    made = make(world, PER)
    with pytest.raises(Refusal, match="räknas ut av andra"):
        put(world, made, "2025", "5")
    with pytest.raises(Refusal, match="Utfall är redan lämnade"):
        redefine(world, parts[0], "2024", formula="folk × 2", unit="antal")
    with pytest.raises(Refusal, match="redan beräknade"):
        redefine(world, made, "2024", formula="", name="Annat")
    assert made.pk not in {row.pk for row in due.indicators_of(None)}


def test_an_own_calculation_has_no_other_source(world: World, parts: Any) -> None:
    made = make(world, PER)
    with pytest.raises(Refusal, match="egen beräkning"):
        definitions.edit(made, by=world.controller, facts={"origin_system": "kolada", "origin_id": "N00002"})


def test_a_formula_that_cannot_be_read_any_more_gives_nothing(world: World, parts: Any) -> None:
    made = make(world, PER)
    IndicatorVersion.objects.filter(indicator=made).update(formula="kostnad +")
    assert values(made) == {}
    IndicatorVersion.objects.filter(indicator=made).update(formula=f"{made.key} + kostnad")
    assert values(made) == {}


def test_what_is_computed_is_compared_with_others(world: World, parts: Any) -> None:
    made = make(world, PER)
    peer = Municipality.objects.create(code="1234", name="Grannby")
    put(world, parts[0], "2025", "10", municipality=peer)
    put(world, parts[1], "2025", "20", municipality=peer)
    found = comparing.compare(made, comparing.Asked(), [], "Alla", user=world.controller)
    assert found.year == 2025
    assert {pk: reading.value for pk, reading in found.at(2025).items()} == {world.municipality.pk: 3000, peer.pk: 500}
