"""A derived indicator in a goal: status, snapshot, annex, footnote, edition and open data read the same value."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from burlov_styrning.base.models import Source
from followup import figures, open_data
from followup.content import annex, lines
from followup.content.snapshot import collect
from followup.figures import Occasion
from followup.printed import _outcomes
from goals.models import Goal, GoalOwner, Target
from indicators import definitions
from indicators.models import Indicator, Outcome
from tests.followup.making import made_round
from tests.world import World, make_indicator

pytestmark = pytest.mark.django_db


def outcome(world: World, indicator: Indicator, year: int, value: str | None, **fields: Any) -> Outcome:
    made: Outcome = Outcome.objects.create(
        indicator=indicator, version=indicator.current, municipality=world.municipality, period=str(year), year=year,
        value=None if value is None else Decimal(value), exposure="record", **fields,
    )  # fmt: skip
    return made


@pytest.fixture
def goal(world: World) -> Goal:
    """The council wants the share of trained staff to be 75 per cent."""
    kolada = Source.objects.create(key="kolada", title="Kolada", url="https://kolada.se")
    trained, all_ = (make_indicator(key, world.school, unit="antal") for key in ("behoriga", "alla"))
    for year, part in ((2026, "20"), (2027, "22")):
        outcome(world, trained, year, part, source=kolada)
        outcome(world, all_, year, "33")
    share = definitions.define(by=world.controller, facts={"frequency": "year"}, meaning={
        "name": "Andel behöriga", "unit": "%", "decimals": 1, "direction": "higher", "formula": "andel(behoriga; alla)",
    })  # fmt: skip
    made: Goal = Goal.objects.create(
        term=world.term, key="m1", area=world.area, wording="Fler behöriga", exposure="record"
    )
    GoalOwner.objects.create(goal=made, organ=world.school)
    Target.objects.create(goal=made, indicator=share, version=share.current, baseline_year=2026,
                          baseline_value=Decimal("60.6"), value=Decimal(75))  # fmt: skip
    return made


def test_a_goal_is_judged_by_what_is_computed_also_over_years_that_no_status_reads(world: World, goal: Goal) -> None:
    shown = figures.load([goal], Occasion(2027))[goal.pk].lines[0].figure
    assert str(shown.outcome)[:6] == "66.666" and shown.target_status == "not_met"
    assert figures.load([goal], Occasion(2027), brief=True)[goal.pk].lines[0].figure.outcome == shown.outcome
    share = Indicator.objects.get(formula__gt="")
    definitions.redefine(share, by=world.controller, until="2000",
                         meaning={"formula": "ändring(andel(behoriga; alla); 8)"})  # fmt: skip
    for key, value in (("behoriga", "11"), ("alla", "33")):
        outcome(world, Indicator.objects.get(key=key), 2019, value)
    found = figures.load([goal], Occasion(2027), brief=True)[goal.pk].lines[0]
    assert str(found.cells[2027].value)[:6] == "33.333"


def test_a_report_says_that_it_is_an_own_calculation_and_never_whose_source(world: World, goal: Goal) -> None:
    snapshot = json.loads(json.dumps(collect(made_round(world), kind="annual")))
    row = next(row for row in snapshot["figures"] if row["period"] == "2027")
    assert row["source"] is None and row["calculation"]["formula"] == "andel(behoriga; alla)"
    assert row["calculation"]["sources"] == ["kolada"]
    (group,) = annex.groups(snapshot)
    (figure,) = [one for one in group.rows if "66,667" in one.values]
    assert figure.source == "egen beräkning: andel(behoriga; alla) (Kolada)"
    (line,) = lines.table(snapshot, "m1", "ukn").lines
    assert "66,7" in [cell.text for cell in line.years]
    assert "Egen beräkning: andel(behoriga; alla)." in line.footnote and "Källa:" not in line.footnote
    assert "Uppgifterna som den bygger på kommer från Kolada." in line.footnote


def test_what_a_printed_calculation_rests_on_is_published_with_it(world: World, goal: Goal) -> None:
    assert not [row for row in open_data.dataset("utfall").rows() if row["indicator"] == "andel-behoriga"]  # type: ignore[union-attr]
    snapshot = collect(made_round(world), kind="annual")
    rows = _outcomes(snapshot)
    assert {(row.indicator.key, row.period) for row in rows} == {
        (key, period) for key in ("behoriga", "alla") for period in ("2026", "2027")
    }
    Outcome.objects.filter(pk__in=[row.pk for row in rows]).update(exposure="published")
    found = [row for row in open_data.dataset("utfall").rows() if row["indicator"] == "andel-behoriga"]  # type: ignore[union-attr]
    assert [(row["period"], str(row["value"])[:5], row["current"]) for row in found] == [
        ("2026", "60.60", True), ("2027", "66.66", True),
    ]  # fmt: skip
    assert found[0]["source"] == "Egen beräkning av uppgifter från Kolada"


def test_a_hidden_part_is_printed_nowhere(world: World, goal: Goal) -> None:
    Outcome.objects.filter(indicator__key="behoriga", period="2027").update(value=None, missing="suppressed")
    snapshot = collect(made_round(world), kind="annual")
    row = next(row for row in snapshot["figures"] if row["period"] == "2027")
    assert (row["outcome"], row["missing"], row["status"]) == (None, "suppressed", "unknown")
    assert "22" not in json.dumps(row["calculation"])
