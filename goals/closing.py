"""What a phase leaves behind when it closes now: who still has drafts, what would lapse, which paths are missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from burlov_styrning.swedish import listed, sort_key
from goals import breakdown
from goals.models import GoalProposal, Need, Phase, Term
from goals.moves import PROPOSALS

S = GoalProposal.State
type Left = tuple[str, str]
"""Whose it is, and what is left in words."""


def left_behind(phase: Phase, user: Any) -> list[Left]:
    """What those concerned have not finished, organ by organ; numbers only, so that no draft is shown."""
    match phase.phase:
        case Phase.Name.NEEDS:
            return _by_organ(_open_needs(phase.term), _drafts(phase.term, [S.DRAFT]))
        case Phase.Name.PROPOSALS:
            return _by_organ(_drafts(phase.term, [S.DRAFT]), _ready(phase.term))
        case Phase.Name.BREAKDOWN | Phase.Name.FOLLOW_UP:
            return _missing_paths(phase.term, user)
    return []


def lapsing(term: Term) -> Sequence[GoalProposal]:
    """The proposals that lapse if the selection closes now; never what the council tabled."""
    rows = term.proposals.filter(state__in=PROPOSALS.move("lapse").sources, tablings__isnull=True)
    return list(rows.select_related("organ"))


def _by_organ(*counts: Iterable[tuple[str, str]]) -> list[Left]:
    found: dict[str, list[str]] = {}
    for some in counts:
        for organ, words in some:
            found.setdefault(organ, []).append(words)
    return [(organ, listed(words)) for organ, words in sorted(found.items(), key=lambda pair: sort_key(pair[0]))]


def _count(rows: Any) -> list[tuple[str, int]]:
    return list(rows.order_by().values_list("organ__name").annotate(n=Count("pk")))


def _open_needs(term: Term) -> list[tuple[str, str]]:
    found = _count(term.needs.filter(state=Need.State.OPEN))
    return [(o, ngettext("%(n)s obesvarat behov", "%(n)s obesvarade behov", n) % {"n": n}) for o, n in found]


def _drafts(term: Term, states: Sequence[str]) -> list[tuple[str, str]]:
    found = _count(term.proposals.filter(state__in=states))
    return [(o, ngettext("%(n)s utkast till förslag", "%(n)s utkast till förslag", n) % {"n": n}) for o, n in found]


def _ready(term: Term) -> list[tuple[str, str]]:
    found = _count(term.proposals.filter(state=S.READY))
    words = _("%(n)s förslag som väntar på nämndens beslut")
    return [(organ, words % {"n": n}) for organ, n in found]


def _missing_paths(term: Term, user: Any) -> list[Left]:
    found: dict[str, int] = {}
    for row in breakdown.rows(term, user):
        if row.waits:
            found[row.organ.name] = found.get(row.organ.name, 0) + 1
    many = {name: ngettext("%(n)s progression är inte fastställd", "%(n)s progressioner är inte fastställda", n)
            for name, n in found.items()}  # fmt: skip
    return [(name, many[name] % {"n": n}) for name, n in sorted(found.items(), key=lambda pair: sort_key(pair[0]))]
