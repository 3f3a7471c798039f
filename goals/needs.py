"""Needs as steps: a unit writes what matters most; the committee groups, orders, answers, carries or sets aside."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from burlov_styrning.base.abstract import next_key
from burlov_styrning.base.models import Unit
from burlov_styrning.exposure import Exposure
from burlov_styrning.refusals import Conflict
from burlov_styrning.workflow import Act, acting
from goals import words
from goals.models import GoalProposal, Need, Term
from goals.moves import ANSWERING, NEEDS
from goals.rules import links as web
from goals.rules.links import Link
from goals.rules.order import moved
from indicators.models import Indicator

FIELDS = ("text", "for_whom", "since", "if_nothing", "evidence")
LONGEST_NAME = 80
"""Of a group; as the column has it."""


def write(
    term: Term, unit: Unit, *, by: Any, indicators: Iterable[Indicator] = (), links: Sequence[Link] = (), **fields: str
) -> Need:
    """A unit's new need in a term."""
    need = Need(term=term, unit=unit, organ=unit.organ)
    with acting(NEEDS, "write", need, by=by) as act:
        need.key = next_key(term.needs.all(), "b")
        _fill(act, fields, links)
        need.written_by_id = act.actor.person
        need.save()
        need.indicators.set(indicators)
    return need


def edit(
    need: Need, *, by: Any, revision: int, indicators: Iterable[Indicator] = (), links: Sequence[Link] = (),
    **fields: str,
) -> Need:  # fmt: skip
    """Change a need; refused with both texts when somebody saved after `revision`."""
    with acting(NEEDS, "edit", need, by=by) as act:
        if act.row.revision != revision:
            raise Conflict(_("Någon annan sparade behovet medan du skrev."), mine=fields, theirs=act.row)
        _fill(act, fields, links)
        act.row.revision += 1
        act.row.indicators.set(indicators)
    return need


def carry(need: Need, *, by: Any, comment: str) -> Need:
    """The committee deals with the need itself, without a goal; the unit sees why."""
    return _answer(need, "carry", by, comment)


def set_aside(need: Need, *, by: Any, comment: str) -> Need:
    """The committee does nothing about the need now; the unit sees why."""
    return _answer(need, "set_aside", by, comment)


def take_up(need: Need, *, by: Any) -> Need:
    """The need is open again."""
    with acting(NEEDS, "take_up", need, by=by) as act:
        act.row.reason = ""
    return need


# How the committee sees its needs


def in_order(needs: Iterable[Need]) -> list[Need]:
    """The needs in the committee's order; those that it has not placed last, as they were written."""
    return sorted(needs, key=lambda need: (need.rank == 0, need.rank, need.pk))


def group(needs: Iterable[Need], name: str, *, by: Any) -> list[Need]:
    """Needs that belong together get the committee's word for it; an empty one takes them out of their group."""
    name, rows = " ".join(name.split()), list(needs)
    with transaction.atomic():
        _locked(Need.objects.filter(pk__in=[need.pk for need in rows]))
        for need in rows:
            with acting(NEEDS, "group", need, by=by) as act:
                if len(name) > LONGEST_NAME:
                    act.rule([("name", _("Gruppens namn får ha högst %(most)s tecken.") % {"most": LONGEST_NAME})])
                act.row.group = name
    return rows


def place(need: Need, up: bool, *, by: Any) -> Need:
    """The need changes places with the one before or after it in its committee's order."""
    with transaction.atomic():
        rows = _locked(Need.objects.filter(term=need.term_id, organ=need.organ_id))
        with acting(NEEDS, "place", need, by=by) as act:
            for rank, row in enumerate(moved(in_order(rows), need, up), 1):
                if row.pk == act.row.pk:
                    act.row.rank = rank
                elif row.rank != rank:
                    row.rank = rank
                    row.save(update_fields=["rank"])
    return need


def _locked(rows: Any) -> list[Need]:
    """The rows, held until the step is over; always in the same order, so that two people never wait for each other."""
    return list(rows.select_for_update().order_by("pk"))


# What becomes of them


def raise_to(needs: Iterable[Need], exposure: Exposure) -> None:
    """A proposal that answers the needs has come so far out; they follow it. Inside the proposal's step."""
    for need in needs:
        reached = Exposure(need.exposure).at_least(exposure)
        if reached != need.exposure:
            need.exposure = reached
            need.save()


def fall_back(proposal: GoalProposal) -> None:
    """A proposal is a draft again: its needs are working material where no other proposal holds them out."""
    others = GoalProposal.objects.exclude(pk=proposal.pk).exclude(exposure=Exposure.WORKING)
    held = set(others.filter(needs__in=proposal.needs.all()).values_list("needs", flat=True))
    for need in proposal.needs.filter(exposure=Exposure.READY):
        if need.pk not in held:
            need.exposure = Exposure.WORKING
            need.save()


def answered(needs: Iterable[Need], *, by: Any) -> None:
    """A proposal that answers the needs was handed in: so are they."""
    for need in needs:
        if need.state != Need.State.ANSWERED:
            with acting(NEEDS, "answer", need, by=by):
                pass
    raise_to(needs, Exposure.RECORD)


def unanswered(needs: Iterable[Need], *, by: Any, by_proposal: GoalProposal) -> None:
    """A proposal was withdrawn, or says no more of these needs: those that no other proposal answers are open again."""
    others = GoalProposal.objects.filter(state__in=ANSWERING).exclude(pk=by_proposal.pk)
    rows = [need for need in needs if need.state == Need.State.ANSWERED]
    held = set(others.filter(needs__in=rows).values_list("needs", flat=True))
    for need in rows:
        if need.pk not in held:
            with acting(NEEDS, "unanswer", need, by=by):
                pass


def _answer(need: Need, move: str, by: Any, comment: str) -> Need:
    with acting(NEEDS, move, need, by=by, comment=comment) as act:
        act.row.reason = act.comment
    return need


def _fill(act: Act, fields: dict[str, str], links: Sequence[Link]) -> None:
    for name in FIELDS:
        if name in fields:
            setattr(act.row, name, fields[name])
    act.row.links = list(links)
    if not act.row.text.strip():
        act.rule([("text", _("Beskriv behovet: vad är det som behöver bli bättre?"))])
    act.rule([(problem.field, words.sentence(problem)) for problem in web.problems(links)])
