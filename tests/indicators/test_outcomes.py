"""Outcomes: who enters them, what is refused, what a revision keeps."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from burlov_styrning import clock
from burlov_styrning.base.models import COUNTRY_CODE, Event, Municipality, Source
from burlov_styrning.refusals import Conflict, Reason, Refusal
from indicators import due, outcomes, series
from indicators.models import Indicator, Outcome
from tests.indicators.making import entered, entry, published
from tests.world import CAST, World, make_indicator

pytestmark = [pytest.mark.django_db, pytest.mark.both]
MAY = {"staff", "unit_staff", "manager", "controller"}


@pytest.mark.parametrize("who", sorted(CAST))
def test_staff_of_the_indicators_organ_and_the_controller_enter(world: World, who: str) -> None:
    if who in MAY:
        row = outcomes.enter(entry(world.indicator), by=world.users[who]).rows[0]
        assert row.entered_by == world.users[who].person
        assert [event.move for event in Event.of(row)] == ["enter"]
        return
    with pytest.raises(Refusal) as refused:
        outcomes.enter(entry(world.indicator), by=world.users[who])
    assert refused.value.reason is Reason.RIGHT
    assert not Outcome.objects.exists()


@pytest.mark.parametrize("who", sorted(CAST))
def test_the_same_people_revise(world: World, who: str) -> None:
    row = entered(world)
    if who in MAY:
        outcomes.revise(row, entry(world.indicator, value="81"), by=world.users[who])
        assert [one.value for one in outcomes.cell_of(row)] == [Decimal(80), Decimal(81)]
        return
    with pytest.raises(Refusal) as refused:
        outcomes.revise(row, entry(world.indicator, value="81"), by=world.users[who])
    assert refused.value.reason is Reason.RIGHT


def test_an_indicator_of_no_organ_is_the_controllers(world: World) -> None:
    indicator = make_indicator("ingens")
    outcomes.enter(entry(indicator), by=world.controller)
    with pytest.raises(Refusal):
        outcomes.enter(entry(indicator, "2024"), by=world.staff)


@pytest.mark.parametrize("text", ["2.0", "0.10", "-3.50", "1234567890.123456789", "0"])
def test_a_decimal_is_kept_digit_for_digit(world: World, text: str) -> None:
    Indicator.objects.update(kind="finance")
    row = Outcome.objects.get(pk=entered(world, value=text).pk)
    assert str(row.value) == text


@pytest.mark.parametrize(
    ("frequency", "period", "fine"),
    [
        ("year", "2025", True), ("year", "2025-T1", False), ("year", "2025-08", False), ("year", "25", False),
        ("two_years", "2025", True), ("two_years", "2025-Q1", False),
        ("tertial", "2025-T3", True), ("tertial", "2025", True), ("tertial", "2025-Q3", False),
        ("quarter", "2025-Q4", True), ("quarter", "2025-Q5", False), ("quarter", "2025-01", False),
        ("month", "2025-12", True), ("month", "2025-13", False), ("month", "2025-T1", False),
        ("year", "2099", False), ("year", "0000", False), ("year", "", False), ("month", "2026-12", False),
    ],
)  # fmt: skip
def test_a_period_that_does_not_fit_is_refused_with_what_fits(
    world: World, frequency: str, period: str, fine: bool
) -> None:
    indicator = make_indicator("takt", world.school)
    indicator.frequency = frequency
    indicator.save()
    with clock.at(date(2026, 11, 23)):
        if fine:
            assert outcomes.enter(entry(indicator, period), by=world.staff).rows[0].year == 2025
            return
        with pytest.raises(Refusal) as refused:
            outcomes.enter(entry(indicator, period), by=world.staff)
    assert {field for field, _sentence in refused.value.fields} == {"period"}
    assert all(sentence.endswith(".") for sentence in refused.value.sentences)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"value": None}, "value"),
        ({"missing": "lapse"}, "missing"),
        ({"value": None, "missing": "secret"}, "section"),
        ({"section": "26 kap. 1 §"}, "section"),
        ({"sex": "K"}, "sex"),
        ({"count": -1}, "count"),
        ({"response_rate": Decimal("100.1")}, "response_rate"),
        ({"margin": Decimal("-0.1")}, "margin"),
        ({"published": "2026-13"}, "published"),
        ({"published": "2099"}, "published"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(world: World, fields: dict[str, Any], field: str) -> None:
    with pytest.raises(Refusal) as refused:
        outcomes.enter(entry(world.indicator, **fields), by=world.staff)
    assert [name for name, _sentence in refused.value.fields] == [field]


def test_organ_or_unit_but_not_both(world: World) -> None:
    with pytest.raises(Refusal) as refused:
        outcomes.enter(entry(world.indicator, organ=world.school, unit=world.preschool), by=world.staff)
    assert refused.value.fields[0][0] == "unit"
    outcomes.enter(entry(world.indicator, unit=world.preschool), by=world.staff)
    outcomes.enter(entry(world.indicator, organ=world.school), by=world.staff)
    assert Outcome.objects.count() == 2


def test_a_small_group_needs_its_count(world: World) -> None:
    Indicator.objects.filter(pk=world.indicator.pk).update(minimum_count=5)
    with pytest.raises(Refusal) as refused:
        outcomes.enter(entry(world.indicator), by=world.staff)
    assert refused.value.fields[0][0] == "count"


def test_secrecy_with_its_section_is_stored(world: World) -> None:
    row = entered(world, value=None, missing="secret", section="26 kap. 1 §")
    assert (row.value, row.missing, row.section) == (None, "secret", "26 kap. 1 §")


def test_a_cell_that_has_an_outcome_is_revised_not_entered(world: World) -> None:
    entered(world)
    with pytest.raises(Refusal, match="revidera"):
        entered(world, value="81")
    assert Outcome.objects.count() == 1


def test_all_or_none(world: World) -> None:
    with pytest.raises(Refusal):
        outcomes.enter_many([entry(world.indicator, "2024"), entry(world.indicator, "2025-T1")], by=world.staff)
    with pytest.raises(Refusal):
        outcomes.enter_many([entry(world.indicator, "2024"), entry(world.indicator, "2024")], by=world.staff)
    other = make_indicator("annans", world.social)
    with pytest.raises(Refusal):
        outcomes.enter_many([entry(world.indicator, "2024"), entry(other, "2024")], by=world.staff)
    assert not Outcome.objects.exists()


def test_a_source_is_found_by_its_title_or_made(world: World) -> None:
    first = entered(world, "2024", source="Brukarundersökning  2024")
    second = entered(world, "2025", source="brukarundersökning 2024")
    assert first.source and first.source == second.source
    assert [source.title for source in Source.objects.all()] == ["Brukarundersökning 2024"]


# -- revisions ------------------------------------------------------------------------------------------------------


def test_a_revision_keeps_the_earlier_value_and_stands_after_it(world: World) -> None:
    row = entered(world, value="80.0", published="2026-03-01", fetched="2026-03-02")
    outcomes.revise(row, entry(world.indicator, value="80.00", status="revised"), by=world.staff)
    cell = series.load([world.indicator.pk]).years(world.indicator.pk)[2025]
    assert (str(cell.value), [str(one.value) for one in cell.earlier]) == ("80.00", ["80.0"])
    assert cell.outcome.published == "2026-03-01"


def test_revisions_the_same_day_stand_in_their_order(world: World) -> None:
    row = entered(world, published="2026-03-01")
    for value in ("81", "79", "84"):
        row = outcomes.revise(row, entry(world.indicator, value=value, status="revised"), by=world.staff).rows[0]
    assert [str(one.value) for one in outcomes.cell_of(row)] == ["80", "81", "79", "84"]


def test_a_revision_of_what_is_not_the_latest_is_a_conflict(world: World) -> None:
    row = entered(world)
    outcomes.revise(row, entry(world.indicator, value="81"), by=world.manager)
    with pytest.raises(Conflict) as conflict:
        outcomes.revise(row, entry(world.indicator, value="82"), by=world.staff)
    assert isinstance(conflict.value.theirs, Outcome)
    assert conflict.value.theirs.value == Decimal(81)
    assert Outcome.objects.count() == 2


def test_a_revision_that_changes_nothing_is_refused(world: World) -> None:
    row = entered(world)
    with pytest.raises(Refusal, match="Inget är ändrat"):
        outcomes.revise(row, entry(world.indicator), by=world.staff)


def test_a_revision_made_twice_is_refused_not_broken(world: World) -> None:
    row = entered(world)
    for value in ("81", "82"):
        row = outcomes.revise(row, entry(world.indicator, value=value, status="revised"), by=world.staff).rows[0]
    with pytest.raises(Refusal, match="Samma uppgift"):
        outcomes.revise(row, entry(world.indicator, value="81", status="revised"), by=world.staff)


def test_a_revision_is_as_far_out_and_means_the_same(world: World) -> None:
    row = published(entered(world))
    new = outcomes.revise(row, entry(world.indicator, value="81"), by=world.staff).rows[0]
    assert (new.exposure, new.version) == ("published", row.version)


def test_a_revision_cannot_be_published_before_what_it_revises(world: World) -> None:
    row = entered(world, published="2026-03-01")
    with pytest.raises(Refusal) as refused:
        outcomes.revise(row, entry(world.indicator, value="81", published="2026-02"), by=world.staff)
    assert refused.value.fields[0][0] == "published"


def test_an_entered_outcome_is_read_by_officials_and_not_by_residents(world: World) -> None:
    row = entered(world)
    readers = {who for who, user in world.users.items() if Outcome.objects.visible_to(user).filter(pk=row.pk).exists()}
    assert readers == set(CAST) - {"employee", "administrator"}
    assert not Outcome.objects.visible_to(None).exists()


# -- what is due ----------------------------------------------------------------------------------------------------


def test_what_is_due_is_what_nobody_has_said_anything_of(world: World) -> None:
    with clock.at(date(2026, 11, 23)):
        by_sex = make_indicator("kon", world.school)
        Indicator.objects.filter(pk=by_sex.pk).update(by_sex=True)
        tertials = make_indicator("tertial", world.school)
        Indicator.objects.filter(pk=tertials.pk).update(frequency="tertial")
        make_indicator("annans", world.social)
        rows = due.indicators_of([world.school.pk])
        assert [(d.indicator.key, d.period, d.sex) for d in due.missing_cells(rows, 2025)] == [
            ("kon", "2025", "T"), ("kon", "2025", "K"), ("kon", "2025", "M"), ("plats", "2025", "T"),
            ("tertial", "2025-T1", "T"), ("tertial", "2025-T2", "T"), ("tertial", "2025-T3", "T"),
        ]  # fmt: skip
        assert [d.period for d in due.missing_cells(rows, 2026)] == ["2026-T1", "2026-T2"]
        assert due.missing_outcomes(world.staff) == 3
        entered(world, value=None, missing="not_measured")
        assert due.missing_outcomes(world.staff) == 2
        assert [due.missing_outcomes(world.users[who]) for who in ("other_staff", "member", "controller")] == [1, 0, 0]


def test_the_countrys_outcome_is_not_ours(world: World) -> None:
    country = Municipality.objects.create(code=COUNTRY_CODE, name="Riket")
    outcomes.enter(entry(world.indicator, municipality=country), by=world.staff)
    assert len(due.missing_cells([world.indicator], 2025)) == 1


def test_every_second_year_rests_the_year_after(world: World) -> None:
    Indicator.objects.filter(pk=world.indicator.pk).update(frequency="two_years")
    entered(world, "2024")
    rows = due.indicators_of([world.school.pk])
    assert due.missing_cells(rows, 2025) == []
    assert [d.period for d in due.missing_cells(rows, 2023)] == ["2023"]


@pytest.mark.alike
def test_mitt_arbete_asks_two_questions_of_the_database(world: World, django_assert_max_num_queries: Any) -> None:
    for n in range(20):
        make_indicator(f"i{n}", world.school)
    due.my_organs(world.staff)
    with django_assert_max_num_queries(2):
        assert due.missing_outcomes(world.staff) == 21
