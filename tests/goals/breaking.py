"""Goals with targets as tests need them, and paths brought to any state by the steps themselves."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from burlov_styrning.base.models import Organ
from goals import paths
from goals.models import Goal, GoalOwner, Path, Target
from tests.world import World, make_indicator

D = Decimal
GOOD = {2027: D("70"), 2028: D("74"), 2029: D("78"), 2030: D("83")}


def made_target(world: World, organ: Organ | None = None, kind: str = "operational", **columns: Any) -> Target:
    """A target of a goal that the school committee (or another organ) owns; adopted, so a public record."""
    number = Goal.objects.count() + 1
    goal = Goal.objects.create(
        term=world.term, key=f"mal{number}", area=world.area, kind=kind, title=f"Målet {number}",
        wording=f"Senast 2030 når vi målet {number}.", exposure="record",
    )  # fmt: skip
    GoalOwner.objects.create(goal=goal, organ=organ or world.school)
    indicator = make_indicator(f"matt{number}")
    said = {"baseline_year": 2025, "baseline_value": D("67"), "value": D("83")} | columns
    made: Target = Target.objects.create(goal=goal, indicator=indicator, version=indicator.current, **said)
    return made


def made_path(world: World, state: str = "draft", target: Target | None = None, organ: Organ | None = None) -> Path:
    """The school committee's path, laid in the phase of breakdown."""
    world.phase("breakdown")
    of = target or made_target(world, organ)
    social = organ == world.social
    staff, manager = (world.other_staff, world.other_manager) if social else (world.staff, world.manager)
    path = paths.lay(of, organ or world.school, by=staff, values=GOOD)
    if state != "draft":
        paths.mark_ready(path, by=manager)
    if state == "decided":
        secretary = world.other_secretary if social else world.secretary
        paths.decide(path, world.decision(organ or world.school, "path"), by=secretary)
    return path
