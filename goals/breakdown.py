"""Where the breakdown of a term stands: each target with each owner, what state its path is in, and what waits."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any, overload

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from burlov_styrning import rights
from burlov_styrning.base.models import Organ
from goals.models import Goal, GoalOwner, Path, Target, Term
from goals.moves import PATHS


class Stage(StrEnum):
    """How far the path of one target and owner has come."""

    MISSING = "missing"
    DRAFT = "draft"
    READY = "ready"
    DECIDED = "decided"
    STALE = "stale"
    WINDOW = "window"


def stage_words() -> dict[str, str]:
    """What each stage is called."""
    return {
        Stage.MISSING: _("saknas"),
        Stage.DRAFT: _("utkast"),
        Stage.READY: _("klar för beslut"),
        Stage.DECIDED: _("fastställd"),
        Stage.STALE: _("ny progression behövs"),
        Stage.WINDOW: _("ett mål för flera år"),
    }


@dataclass(frozen=True)
class Row:
    """One target with one owner: the decided path and the one in work, as far as this person may read them."""

    target: Target
    organ: Organ
    decided: Path | None = None
    working: Path | None = None
    hidden: str = ""
    """The state of a path in work that exists but is not this person's to read (the controller knows that it is)."""

    @property
    def goal(self) -> Goal:
        """The goal."""
        return self.target.goal

    @property
    def by_council(self) -> bool:
        """Whether the council itself sets the values."""
        return self.goal.kind == Goal.Kind.FINANCIAL

    @cached_property
    def stage(self) -> Stage:
        """How far it has come."""
        in_work = self.working.state if self.working else self.hidden
        if self.target.window_first is not None:
            return Stage.WINDOW
        if in_work:
            return Stage(in_work)
        if self.decided is None:
            return Stage.MISSING
        return Stage.STALE if self.decided.stale else Stage.DECIDED

    @property
    def words(self) -> str:
        """The stage for people; that a decided path stands is said beside the one in work."""
        named = stage_words()[self.stage]
        if self.decided and self.stage in (Stage.DRAFT, Stage.READY):
            return _("fastställd, ny progression är %(state)s") % {"state": named}
        return named

    @property
    def waits(self) -> str:
        """Who does what next; empty when nothing waits."""
        if self.by_council and self.stage in (Stage.MISSING, Stage.STALE):
            return _("Fullmäktiges sekreterare antecknar årsvärdena")
        return {
            Stage.MISSING: _("Handläggaren lägger progressionen"),
            Stage.STALE: _("Handläggaren lägger en ny progression"),
            Stage.DRAFT: _("Chefen granskar och klarmarkerar"),
            Stage.READY: _("Nämnden beslutar"),
        }.get(self.stage, "")

    @property
    def path(self) -> Path | None:
        """The path to look at: the one in work, else the decided one."""
        return self.working or self.decided

    def may_lay(self, user: Any) -> bool:
        """Whether this person can lay a path here now."""
        if self.working or self.hidden or self.by_council or self.stage is Stage.WINDOW:
            return False
        return PATHS.may_create("lay", Path(target=self.target, organ=self.organ), user)


def rows(term: Term, user: Any, goal: Goal | None = None) -> list[Row]:
    """Every target × owner of the term's goals that this person may see, in a few queries."""
    return rows_of([term], user, goal)


type Key = tuple[int, int]
AT_ONCE = 10_000
"""Keys that are fetched in one piece."""
MANY = 500
"""More targets than this are not named one by one."""


class Rows(Sequence[Row]):
    """The rows of a term, fetched only where they are looked at: a page of them without all the others."""

    def __init__(self, term: Term, user: Any, keys: Sequence[Key]) -> None:
        self.term, self.user, self.keys = term, user, keys

    @classmethod
    def of(cls, term: Term, user: Any) -> Rows:
        """Every target × owner of the term's goals that this person may see."""
        goals = Goal.objects.visible_to(user).filter(term=term, ended__isnull=True)
        council = Q(goal__kind=Goal.Kind.FINANCIAL)  # which lays these itself, whoever owns them
        laid = Target.objects.filter(council | Q(goal__owners__role=GoalOwner.Role.OWNER), goal__in=goals, ended=None)
        rows = laid.order_by("goal_id", "pk", "goal__owners__id")
        found = rows.values_list("pk", "goal__kind", "goal__owners__organ").iterator(chunk_size=AT_ONCE)
        body, financial = _council(), Goal.Kind.FINANCIAL.value
        own: int = body.pk if body else 0
        keys = dict.fromkeys((pk, own if kind == financial else organ) for pk, kind, organ in found)
        return cls(term, user, [key for key in keys if key[1]])

    def of_organs_named(self, words: str) -> Rows:
        """Those of the organs with these words in their name."""
        organs = set(Organ.objects.filter(name__icontains=words).values_list("pk", flat=True))
        return Rows(self.term, self.user, [key for key in self.keys if key[1] in organs])

    def __len__(self) -> int:
        return len(self.keys)

    def __iter__(self) -> Iterator[Row]:
        return iter(self._fetched(self.keys))

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> list[Row]: ...
    def __getitem__(self, at: int | slice) -> Row | list[Row]:
        return self._fetched(self.keys[at]) if isinstance(at, slice) else self._fetched([self.keys[at]])[0]

    def _fetched(self, keys: Sequence[Key]) -> list[Row]:
        only = None if len(keys) > MANY else {target for target, _organ in keys}
        found = {(row.target.pk, row.organ.pk): row for row in rows_of([self.term], self.user, only=only)}
        return [found[key] for key in keys if key in found]


def rows_of(
    terms: Sequence[Term],
    user: Any,
    goal: Goal | None = None,
    *,
    owned: Mapping[Goal, Sequence[Organ]] | None = None,
    targets: Iterable[Target] = (),
    paths: Iterable[Path] | None = None,
    only: Collection[int] | None = None,
) -> list[Row]:
    """The same of several terms. Readable paths, and goals with owners and targets, that the caller has are not
    fetched again.

    `owned`: goals that this person may see, with their terms; their `targets` follow. `only` names the targets where
    some are enough.
    """
    by_pk = {term.pk: term for term in terms}
    if owned is None:
        targets = _targets(by_pk, user, goal, only)
    targets = [target for target in targets if target.ended is None and (owned is None or target.goal in owned)]
    owners = _owners(targets) if owned is None else {row.pk: organs for row, organs in owned.items()}
    visible, hidden = _by_key(_readable(targets, user) if paths is None else paths), _unreadable(targets, user)
    found = []
    for target in targets:
        if owned is None:
            target.goal.term = by_pk[target.goal.term_id]
        for organ in owners.get(target.goal_id, ()):
            key = (target.pk, organ.pk)
            found.append(_row(target, organ, visible.get(key, ()), hidden.get(key, "")))
    return found


def _targets(terms: Collection[int], user: Any, goal: Goal | None, only: Collection[int] | None) -> QuerySet[Target]:
    goals = Goal.objects.visible_to(user).filter(term__in=terms, ended__isnull=True)
    goals = goals.filter(pk=goal.pk) if goal else goals
    rows = Target.objects.filter(goal__in=goals, ended=None).select_related("goal", "version", "indicator__current")
    return rows if only is None else rows.filter(pk__in=only)  # type: ignore[no-any-return]


def _row(target: Target, organ: Organ, paths: Iterable[Path], hidden: str) -> Row:
    decided = working = None
    for path in paths:
        path.organ = organ
        path.target = target
        if path.state == Path.State.DECIDED and (decided is None or not path.replaced):
            decided = path  # the replaced one only for those who do not read its successor yet
        working = path if path.state != Path.State.DECIDED else working
    return Row(target, organ, decided, working, "" if working else hidden)


def _owners(targets: Sequence[Target]) -> dict[int, list[Organ]]:
    """Who lays the path: the goal's owners; for a financial goal the council."""
    found: dict[int, list[Organ]] = {}
    goals = {target.goal_id: target.goal for target in targets}
    owners = GoalOwner.objects.filter(goal__in=goals, role=GoalOwner.Role.OWNER).select_related("organ")
    for owner in owners:
        if goals[owner.goal_id].kind != Goal.Kind.FINANCIAL:
            found.setdefault(owner.goal_id, []).append(owner.organ)
    financial = [pk for pk, goal in goals.items() if goal.kind == Goal.Kind.FINANCIAL]
    council = _council() if financial else None
    return found | ({pk: [council] for pk in financial} if council else {})


def _council() -> Organ | None:
    return Organ.objects.filter(kind=Organ.Kind.COUNCIL).first()


def _readable(targets: Sequence[Target], user: Any) -> Iterable[Path]:
    rows: Iterable[Path] = Path.objects.visible_to(user).filter(target__in=targets).select_related("decision__organ")
    return rows


def _by_key(paths: Iterable[Path]) -> dict[Key, list[Path]]:
    found: dict[Key, list[Path]] = {}
    for path in paths:
        found.setdefault((path.target_id, path.organ_id), []).append(path)
    return found


def _unreadable(targets: Sequence[Target], user: Any) -> dict[Key, str]:
    """For the controller the states of the paths in work that only others may read."""
    if not rights.actor_of(user).has(rights.Role.CONTROLLER):
        return {}
    rows = Path.objects.filter(target__in=targets).exclude(state=Path.State.DECIDED)
    return {(target, organ): state for target, organ, state in rows.values_list("target", "organ", "state")}


def ready_for(organ: Organ, term: Term, user: Any) -> list[Path]:
    """The paths that wait for the organ's decision."""
    paths = Path.objects.visible_to(user).filter(organ=organ, target__goal__term=term, state=Path.State.READY)
    rows: list[Path] = list(paths.select_related("target__goal__term", "target__indicator__current", "organ"))
    return rows
