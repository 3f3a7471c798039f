"""500 trials of two people at once: each act that was acknowledged is there once, each other one was told so.

Two threads with connections of their own take a step at the same moment, on whichever database the run has.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connections, transaction

from burlov_styrning.base import comments, decisions, drafts
from burlov_styrning.base.models import Comment, Decision, DecisionDraft, Event
from burlov_styrning.refusals import Conflict, Reason, Refusal, saved_twice
from goals import ballots, goals, proposals, selection
from goals.models import Ballot, Goal, GoalProposal, Priority
from goals.written import Written
from tests.goals.making import made, made_draft
from tests.goals.test_goals import words
from tests.sharing import WHOLE
from tests.world import World

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]

TRIALS = 72 if WHOLE else 36
"""Of each of the seven kinds: 504 in all, half on each database unless it takes all."""
DONE = ""
type Step = Callable[[], Any]


@dataclass
class AtOnce:
    """Two people, each in a thread and at a connection of their own."""

    pool: ThreadPoolExecutor
    gate: Barrier

    def __call__(self, first: Step, second: Step) -> tuple[str, str]:
        """Both steps at the same moment; for each why it was refused, or `DONE`."""
        one, other = self.pool.submit(self._take, first), self.pool.submit(self._take, second)
        return one.result(), other.result()

    def _take(self, step: Step) -> str:
        self.gate.wait(timeout=30)
        try:
            step()
        except Refusal as refusal:
            assert refusal.sentences and all(refusal.sentences)
            return str(refusal.reason)
        except Exception as exception:
            if saved_twice(exception) is None:
                raise
            return str(Reason.CONFLICT)
        return DONE


@pytest.fixture
def at_once() -> Iterator[AtOnce]:
    gate = Barrier(2)
    with ThreadPoolExecutor(2) as pool:
        yield AtOnce(pool, gate)
        list(pool.map(lambda _thread: _leave(gate), range(2)))


def _leave(gate: Barrier) -> None:
    """Each thread closes its own connection."""
    gate.wait(timeout=30)
    connections.close_all()


def moves_of(row: Any) -> list[str]:
    """What the log says was done with the row, in order."""
    kind = ContentType.objects.get_for_model(type(row))
    return list(Event.objects.filter(content_type=kind, object_id=row.pk).values_list("move", flat=True))


def same(row: Any) -> Any:
    """The row as each window fetched it."""
    return type(row).objects.get(pk=row.pk)


def test_handing_in_and_taking_back(world: World, at_once: AtOnce) -> None:
    """The secretary hands in while the manager sends it back to draft; then two withdraw it."""
    proposal, decision = made(world, "ready"), world.decision(world.school, "submit")
    for _trial in range(TRIALS // 2):
        before, one, two = len(moves_of(proposal)), same(proposal), same(proposal)
        results = at_once(
            partial(proposals.submit, one, by=world.secretary, decision=decision),
            partial(proposals.back_to_draft, two, by=world.manager, comment="Inte än"),
        )
        assert sorted(results) == [DONE, "state"]
        made_moves = moves_of(proposal)[before:]
        assert made_moves == (["submit"] if results[0] == DONE else ["back_to_draft"])
        if results[0] == DONE:
            _both_withdraw(world, at_once, proposal, decision)
            proposals.take_up(same(proposal), by=world.staff)
        proposals.mark_ready(same(proposal), by=world.manager)


def _both_withdraw(world: World, at_once: AtOnce, proposal: GoalProposal, decision: Decision) -> None:
    one, two = same(proposal), same(proposal)
    results = at_once(
        partial(proposals.withdraw, one, by=world.secretary, decision=decision),
        partial(proposals.withdraw, two, by=world.secretary, decision=decision),
    )
    assert sorted(results) == [DONE, "state"]
    assert same(proposal).state == "withdrawn" and moves_of(proposal)[-2:] == ["submit", "withdraw"]


def test_two_saves_of_one_proposal(world: World, at_once: AtOnce) -> None:
    """One is saved, the other is told so with both texts; no version is lost."""
    proposal, saved = made_draft(world), 0
    for trial in range(TRIALS):
        one, two, revision = same(proposal), same(proposal), same(proposal).revision
        texts = [Written({"title": f"{name} {trial}"}) for name in ("Elin", "Gunnar")]
        results = at_once(
            partial(proposals.edit, one, texts[0], by=world.staff, revision=revision),
            partial(proposals.edit, two, texts[1], by=world.manager, revision=revision),
        )
        assert sorted(results) == [DONE, "conflict"]
        saved += 1
        stands = same(proposal)
        assert (stands.title, stands.revision) == (texts[results.index(DONE)].columns["title"], revision + 1)
    titles = [version.content["title"] for version in proposal.versions.order_by("number")]
    assert len(titles) == len(set(titles)) == saved + 1


def test_two_windows_of_one_list_and_two_councillors(world: World, at_once: AtOnce) -> None:
    """What both put on the list stands there, each once and in places of their own."""
    rows = [made(world, "submitted", title=title) for title in ("Ett", "Två")]
    world.phase("selection")
    one, two = GoalProposal.objects.filter(pk__in=[row.pk for row in rows]).select_related("term")
    for trial in range(TRIALS):
        who, other = world.councillor, world.councillor if trial % 2 else world.councillor_b
        results = at_once(partial(ballots.add, one, by=who), partial(ballots.add, two, by=other))
        assert results == (DONE, DONE)
        lists = {user: places(world, user) for user in (who, other)}
        if who is other:
            assert sorted(lists[who]) == [(1, one.pk), (2, two.pk)] or sorted(lists[who]) == [(1, two.pk), (2, one.pk)]
        else:
            assert (lists[who], lists[other]) == ([(1, one.pk)], [(1, two.pk)])
        for user in lists:
            ballots.rank(world.term, [], by=user)
    assert Ballot.objects.count() == 2


def places(world: World, user: Any) -> list[tuple[int, int]]:
    rows = Priority.objects.filter(ballot__term=world.term, ballot__person=user.person).order_by("place")
    return list(rows.values_list("place", "proposal"))


def test_two_decisions_on_one_proposal(world: World, at_once: AtOnce) -> None:
    """One secretary records that it was adopted while another records that it was not: one of it stands, whole."""
    row, adopting, declining = made(world, "submitted"), *(world.decision(world.council, "select") for _ in range(2))
    others = [same(row) for _number in range(TRIALS)]
    for number, other in enumerate(others):
        other.pk, other.key, other._state.adding = None, f"f{number}", True
    GoalProposal.objects.bulk_create(others)
    said = words(world)
    for proposal in others:
        with_it = goals.GoalWords(**{**vars(said), "proposals": [same(proposal)]})
        against = same(proposal)
        results = at_once(
            partial(goals.adopt, world.term, with_it, adopting, by=world.council_secretary),
            partial(selection.decline, against, declining, by=world.council_secretary, reason="Nej"),
        )
        assert sorted(results) == [DONE, "state"]
        adopted = results[0] == DONE
        assert (same(proposal).state, same(proposal).council_decision) == (
            ("adopted", adopting) if adopted else ("declined", declining)
        )
        assert Goal.objects.filter(proposals=proposal).count() == adopted, "no goal of a refused decision"
        assert moves_of(proposal) == ["adopt" if adopted else "decline"]
    keys = list(Goal.objects.values_list("key", flat=True))
    assert len(keys) == len(set(keys))


def test_a_comment_and_the_resolving_of_another(world: World, at_once: AtOnce) -> None:
    proposal = made_draft(world)
    first = comments.write(proposal, by=world.staff, text="0")
    for trial in range(1, TRIALS + 1):
        row, comment = same(proposal), same(first)
        results = at_once(
            partial(comments.write, row, by=world.staff, text=str(trial)),
            partial(comments.resolve, comment, by=world.manager),
        )
        assert results == (DONE, DONE)
        assert same(first).resolved_at is not None
        first = Comment.objects.get(text=str(trial))
    assert Comment.objects.count() == TRIALS + 1
    assert Comment.objects.filter(resolved_at=None).count() == 1


def test_two_secretaries_on_one_draft(world: World, at_once: AtOnce) -> None:
    """In fields of their own both are kept; in the same field one is, and the other is told."""
    draft = drafts.begin(world.council, "/beslut/", "Utkast", {}, by=world.council_secretary)
    for trial in range(TRIALS):
        one, two, revision = same(draft), same(draft), same(draft).revision
        base = drafts.latest(draft).typed
        name = "notes" if trial % 2 else "text"
        mine, theirs = {**base, "text": [f"A{trial}"]}, {**base, name: [f"B{trial}"]}
        results = at_once(
            partial(drafts.save, one, mine, by=world.council_secretary, revision=revision),
            partial(drafts.save, two, theirs, by=world.council_secretary, revision=revision),
        )
        stands = drafts.latest(draft).typed
        if name == "notes":
            assert results == (DONE, DONE) and (stands["text"], stands["notes"]) == ([f"A{trial}"], [f"B{trial}"])
        else:
            assert sorted(results) == [DONE, "conflict"]
            assert stands["text"] == [f"A{trial}" if results[0] == DONE else f"B{trial}"]
    assert draft.texts.count() == same(draft).revision


def test_a_draft_is_recorded_once(world: World, at_once: AtOnce) -> None:
    """Two press the button at once: one decision, and the other one's is taken back with all it decided."""
    for trial in range(TRIALS):
        address = f"/beslut/{trial}/"
        begin = partial(drafts.begin, world.council, address, "Utkast", {}, by=world.council_secretary)
        assert sorted(at_once(begin, begin)) == [DONE, "conflict"]
        draft = DecisionDraft.objects.get(address=address)
        results = at_once(partial(_record, world, same(draft), "1"), partial(_record, world, same(draft), "2"))
        assert sorted(results) in ([DONE, "state"], [DONE, "conflict"])
        assert Decision.objects.filter(text=address).count() == 1
        assert same(draft).decision == Decision.objects.get(text=address)


@transaction.atomic
def _record(world: World, draft: DecisionDraft, paragraph: str) -> None:
    secretary = world.council_secretary
    said = {"date": "2026-11-02", "paragraph": paragraph, "text": draft.address}
    decision = decisions.record(world.council, "select", by=secretary, **said)
    drafts.record(draft, decision, by=secretary, revision=1)


def test_a_refusal_at_the_same_moment_carries_both_texts(world: World) -> None:
    draft = drafts.begin(world.council, "/beslut/", "Utkast", {"text": ["Ett"]}, by=world.council_secretary)
    drafts.save(draft, {"text": ["Två"]}, by=world.council_secretary, revision=1)
    with pytest.raises(Conflict) as told:
        drafts.save(draft, {"text": ["Tre"]}, by=world.council_secretary, revision=1)
    mine: Any = told.value.mine
    theirs: Any = told.value.theirs
    assert (mine.typed["text"], theirs.typed["text"]) == (["Tre"], ["Två"])
