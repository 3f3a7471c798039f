"""Paths: laid by the owner's staff, marked ready by the manager, decided by the committee, kept when replaced."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from burlov_styrning.refusals import Conflict, Reason, Refusal
from goals import breakdown, paths
from goals.breakdown import Stage
from goals.forms.paths import HELP, PathForm, filled
from goals.models import Goal, GoalOwner, Path, Target, Term
from goals.moves import PATHS
from indicators.models import IndicatorVersion
from tests.goals.breaking import GOOD, made_path, made_target
from tests.world import CAST, World

pytestmark = pytest.mark.django_db
D = Decimal
WRITERS = {"unit_staff", "staff", "manager"}


def stored(path: Path) -> dict[int, Decimal | None]:
    return {row.year: row.value for row in path.values.all()}


def test_staff_lay_a_path_with_a_year_that_is_not_measured(world: World) -> None:
    world.phase("breakdown")
    target = made_target(world)
    path = paths.lay(target, world.school, by=world.staff, values=GOOD | {2028: None})
    assert (path.state, path.exposure) == ("draft", "working")
    assert stored(path) == GOOD | {2028: None}


@pytest.mark.parametrize("who", sorted(CAST))
def test_who_lays_edits_and_marks_ready(world: World, who: str) -> None:
    path = made_path(world)
    user = world.users[who]
    steps: dict[str, tuple[Callable[[], Any], set[str]]] = {
        "lay": (lambda: paths.lay(made_target(world), world.school, by=user, values=GOOD), WRITERS),
        "edit": (lambda: paths.edit(path, by=user, revision=path.revision, values=GOOD), WRITERS),
        "mark_ready": (lambda: paths.mark_ready(path, by=user), {"manager"}),
    }
    for name, (step, may) in steps.items():
        if who in may:
            step()
            continue
        with pytest.raises(Refusal) as refused:
            step()
        assert refused.value.reason is Reason.RIGHT, name


@pytest.mark.parametrize("who", sorted(CAST))
def test_who_sends_back_and_decides(world: World, who: str) -> None:
    path = made_path(world, "ready")
    decision = world.decision(world.school, "path")
    for step, may in (
        (lambda: paths.back_to_draft(path, by=world.users[who], comment="Räkna om"), {"manager", "secretary"}),
        (lambda: paths.decide(path, decision, by=world.users[who]), {"secretary"}),
    ):
        if who in may:
            step()
            if path.state == "draft":
                paths.mark_ready(path, by=world.manager)
        else:
            with pytest.raises(Refusal) as refused:
                step()
            assert refused.value.reason is Reason.RIGHT


@pytest.mark.parametrize("open_phase", ["needs", "proposals", "selection", "breakdown", "follow_up", "closed"])
def test_a_path_is_prepared_in_its_phases_and_a_decision_is_recorded_always(world: World, open_phase: str) -> None:
    draft, ready = made_path(world), made_path(world, "ready")
    world.phase(open_phase)
    fits = open_phase in ("breakdown", "follow_up")
    fresh = Path.objects.get(pk=draft.pk)
    assert PATHS.offers("edit", fresh, world.staff) is fits
    if not fits:
        with pytest.raises(Refusal, match="hör till fasen Nedbrytning") as refused:
            paths.edit(fresh, by=world.staff, revision=1, values={})
        assert refused.value.reason is Reason.PHASE
    act = paths.decide(Path.objects.get(pk=ready.pk), world.decision(world.school, "path"), by=world.secretary)
    assert Path.objects.get(pk=ready.pk).state == "decided"
    assert bool(act.remarks) is not fits


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        (GOOD | {2030: D("82.5")}, "value_2030", "Nivån 2030 är 82,5 men målet är 83."),
        (GOOD | {2029: D("73")}, "value_2029", "Nivån 2029 är 73, sämre än 2028 (74)."),
        ({y: v for y, v in GOOD.items() if y != 2028}, "value_2028", "Ange en nivå för 2028"),
        (GOOD | {2030: None}, "value_2030", "Sista året, 2030, behöver en nivå."),
    ],
)
def test_what_hinders_is_said_with_both_numbers_beside_its_year(
    world: World, values: dict[int, Decimal | None], field: str, words: str
) -> None:
    world.phase("breakdown")
    path = paths.lay(made_target(world), world.school, by=world.staff, values=values)
    with pytest.raises(Refusal) as refused:
        paths.mark_ready(path, by=world.manager)
    assert refused.value.reason is Reason.RULE
    assert [(f, words in text) for f, text in refused.value.fields] == [(field, True)]
    assert Path.objects.get(pk=path.pk).state == "draft"


def test_a_step_back_needs_a_motivation(world: World) -> None:
    world.phase("breakdown")
    path = paths.lay(
        made_target(world), world.school, by=world.staff, values=GOOD | {2029: D("73")}, motivation=" Ombyggnad "
    )
    paths.mark_ready(path, by=world.manager)
    assert (path.state, path.motivation, path.exposure) == ("ready", "Ombyggnad", "ready")


def test_back_to_draft_hides_it_again(world: World) -> None:
    path = made_path(world, "ready")
    assert Path.objects.visible_to(world.member).exists()
    paths.back_to_draft(path, by=world.secretary, comment="Räkna om")
    assert (path.state, path.exposure) == ("draft", "working")
    assert not Path.objects.visible_to(world.member).exists()


def test_two_who_save_the_same_path_lose_nothing(world: World) -> None:
    path = made_path(world)
    paths.edit(path, by=world.staff, revision=1, values=GOOD | {2028: D("75")})
    with pytest.raises(Conflict) as conflict:
        paths.edit(path, by=world.manager, revision=1, values=GOOD | {2028: D("76")})
    assert conflict.value.mine == GOOD | {2028: D("76")}
    assert stored(Path.objects.get())[2028] == D("75")


def test_two_who_begin_the_same_path_lose_nothing(world: World) -> None:
    path = made_path(world)
    with pytest.raises(Conflict) as conflict:
        paths.lay(path.target, world.school, by=world.manager, values={2027: D("1")})
    assert conflict.value.theirs == path
    assert Path.objects.count() == 1


def test_only_an_owner_lays_the_path(world: World) -> None:
    world.phase("breakdown")
    target = made_target(world)
    GoalOwner.objects.create(goal=target.goal, organ=world.social, role="contributor")
    with pytest.raises(Refusal, match="ansvarig för målet"):
        paths.lay(target, world.social, by=world.other_staff, values=GOOD)


def test_two_owners_lay_a_path_each(world: World) -> None:
    target = made_target(world)
    GoalOwner.objects.create(goal=target.goal, organ=world.social)
    made_path(world, "draft", target)
    made_path(world, "decided", Target.objects.get(pk=target.pk), world.social)
    found = breakdown.rows(world.term, world.council_secretary)
    assert [(row.organ, row.stage) for row in found] == [(world.school, Stage.MISSING), (world.social, Stage.MISSING)]
    mine = breakdown.rows(world.term, world.staff)
    assert [row.stage for row in mine] == [Stage.DRAFT, Stage.MISSING]


def test_a_target_for_several_years_has_no_path(world: World) -> None:
    world.phase("breakdown")
    target = made_target(world, window_first=2027, window_last=2030)
    with pytest.raises(Refusal, match="flera år tillsammans"):
        paths.lay(target, world.school, by=world.staff, values={})
    assert breakdown.rows(world.term, world.staff)[0].stage is Stage.WINDOW


# Decisions


def test_one_decision_over_many_paths_locks_them(world: World) -> None:
    first, second = made_path(world, "ready"), made_path(world, "ready")
    decision = world.decision(world.school, "path", "77")
    assert paths.decide_many([first, second], decision, by=world.secretary) == []
    assert {(p.state, p.exposure, p.decision) for p in Path.objects.all()} == {("decided", "record", decision)}
    with pytest.raises(Refusal) as refused:
        paths.edit(first, by=world.staff, revision=1, values=GOOD)
    assert refused.value.reason is Reason.STATE


def test_a_decided_path_stands_until_the_new_one_is_decided_and_is_kept(world: World) -> None:
    old = made_path(world, "decided")
    Path.objects.filter(pk=old.pk).update(stale=True)
    later = {2027: D("72"), 2028: D("76"), 2029: D("80"), 2030: D("85")}
    new = paths.lay(old.target, world.school, by=world.staff, values=later)
    assert breakdown.rows(world.term, world.staff)[0].words == "fastställd, ny progression är utkast"
    assert set(Path.objects.values_list("state", flat=True)) == {"decided", "draft"}
    paths.mark_ready(new, by=world.manager)
    decision = world.decision(world.school, "path", "99")
    paths.decide(new, decision, by=world.secretary)
    only = Path.objects.get()
    assert (only.state, only.stale, stored(only), only.decision) == ("decided", False, later, decision)
    before = only.earlier.get()
    assert before.fields["values"] == {"2027": "70", "2028": "74", "2029": "78", "2030": "83"}
    assert (before.until, before.decision) == ("2026-12-02", decision)


def test_history_grows_with_each_new_path(world: World) -> None:
    path = made_path(world, "decided")
    for number in ("2", "3"):
        path = paths.lay(path.target, world.school, by=world.staff, values=GOOD)
        paths.mark_ready(path, by=world.manager)
        paths.decide(path, world.decision(world.school, "path", number), by=world.secretary)
    assert Path.objects.get().earlier.count() == 2


def test_a_decision_is_recorded_with_a_remark_where_a_rule_does_not_hold(world: World) -> None:
    path = made_path(world, "ready")
    Target.objects.filter(pk=path.target_id).update(value="90")
    act = paths.decide(Path.objects.get(), world.decision(world.school, "path"), by=world.secretary)
    assert "Nivån 2030 är 83 men målet är 90." in act.remarks[0]
    assert Path.objects.get().state == "decided"


# The council


def test_the_council_sets_each_years_value_of_a_financial_goal(world: World) -> None:
    world.phase("breakdown")
    target = made_target(world, world.board, kind="financial")
    with pytest.raises(Refusal, match="Fullmäktige sätter själv"):
        paths.lay(target, world.board, by=world.board_staff, values=GOOD)
    decision = world.decision(world.council, "path")
    paths.set_by_council(target, world.council, GOOD, decision, by=world.council_secretary)
    path = Path.objects.get()
    assert (path.state, path.organ, path.exposure, stored(path)) == ("decided", world.council, "record", GOOD)
    again = {year: D("2") for year in GOOD}
    act = paths.set_by_council(target, world.council, again, decision, by=world.council_secretary)
    assert any("2 men målet är 83" in remark for remark in act.remarks)
    assert stored(Path.objects.get()) == again
    assert Path.objects.get().earlier.count() == 1


@pytest.mark.parametrize("who", sorted(set(CAST) - {"council_secretary"}))
def test_only_the_councils_secretary_records_it(world: World, who: str) -> None:
    target = made_target(world, world.board, kind="financial")
    with pytest.raises(Refusal) as refused:
        paths.set_by_council(target, world.council, GOOD, world.decision(world.council, "path"), by=world.users[who])
    assert refused.value.reason is Reason.RIGHT


# The overview


def test_the_controller_knows_that_a_draft_exists_and_no_more(world: World) -> None:
    made_path(world)
    row = breakdown.rows(world.term, world.controller)[0]
    assert (row.stage, row.path) == (Stage.DRAFT, None)
    outside = breakdown.rows(world.term, world.auditor)[0]
    assert (outside.stage, outside.path) == (Stage.MISSING, None)


# Help


numbers = st.decimals(min_value=-500, max_value=500, places=1)


@given(
    baseline=st.none() | numbers, target=numbers, width=st.decimals(min_value=0, max_value=50, places=1),
    direction=st.sampled_from(["higher", "lower", "within"]), decimals=st.integers(0, 2),
    start=st.integers(2019, 2026), doing=st.sampled_from(sorted(HELP)), unmeasured=st.sets(st.integers(2027, 2029)),
)  # fmt: skip
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_help_gives_a_path_without_problems_through_the_form(
    baseline: Decimal | None, target: Decimal, width: Decimal, direction: str, decimals: int, start: int, doing: str,
    unmeasured: set[int],
) -> None:  # fmt: skip
    from django.http import QueryDict

    if baseline is not None and direction != "within":  # a target that is worse than the baseline is a step back
        target = max(baseline, target) if direction == "higher" else min(baseline, target)
    path = unsaved(baseline, target, width, direction, decimals, start)
    typed = QueryDict(mutable=True)
    typed.update({f"unmeasured_{year}": "on" for year in unmeasured} | {"motivation": "", "value_2028": "skräp"})
    form = PathForm(filled(typed, HELP[doing](paths.as_rule(path, {}))), path=path)
    assert form.is_valid(), form.errors
    values = form.values()
    assert {year for year, value in values.items() if value is None} == unmeasured
    assert paths.problems_of(path, values, "") == []


def unsaved(
    baseline: Decimal | None, target: Decimal, width: Decimal, direction: str, decimals: int, start: int
) -> Path:
    bounds = {"low": target, "high": target + width} if direction == "within" else {}
    version = IndicatorVersion(name="Mått", unit="%", decimals=decimals, direction=direction, **bounds)
    goal = Goal(term=Term(first_year=2027, last_year=2030), wording="Ett mål")
    made = Target(
        goal=goal, version=version, value=None if direction == "within" else target,
        baseline_value=baseline, baseline_year=None if baseline is None else start,
    )  # fmt: skip
    return Path(target=made)


def test_a_target_that_reads_with_a_lag_says_so_beside_the_form(world: World, client: Client) -> None:
    path = made_path(world, target=made_target(world, lag=1))
    client.force_login(world.staff)
    said = "Saknas utfall för 2030 jämförs nivån med det senaste, tidigast från 2029."
    for name in ("path-show", "path-edit"):
        assert said in client.get(reverse(f"goals:{name}", args=[world.term, path.pk])).content.decode()
