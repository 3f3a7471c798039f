"""Tasks: each row × move that waits for this person as a sentence, a deadline and a button; like ones together."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from burlov_styrning.base.moves import DECISIONS, DRAFTS
from burlov_styrning.pages.kinds import ASSESSMENT, EDITION, PATH, PROPOSAL, ROUND, address, assessment_title
from burlov_styrning.pages.work.activities import late
from burlov_styrning.pages.work.deadlines import (
    SOON,
    earliest,
    is_due_to_close,
    is_due_to_open,
    next_papers,
    phase_end,
)  # fmt: skip
from burlov_styrning.pages.work.drafts import content_of, is_complete, is_managed, lacking
from burlov_styrning.pages.work.ending import ending
from burlov_styrning.pages.work.facts import Facts, Round
from burlov_styrning.pages.work.fetched import fetched
from burlov_styrning.partial_dates import first_day, last_day
from burlov_styrning.parts import Task, Text
from burlov_styrning.rights import Role
from burlov_styrning.swedish import counted, listed, short_date
from burlov_styrning.workflow import Move, PhaseInfo, Workflow
from followup.models import Assessment, FollowUpRound
from followup.moves import ASSESSMENTS, EDITIONS, ROUNDS
from followup.progress import Piece, key_of
from goals.breakdown import Row, Stage
from goals.closing import lapsing
from goals.forms.proposals import place_of
from goals.models import GoalProposal, Path, Phase, Term
from goals.moves import PATHS, PHASES, PROPOSALS
from goals.words import criterion_name

NAMED = 3
"""So many rows are named in a task that gathers several."""
TO_LAY = (Stage.MISSING, Stage.STALE)
BUTTON: Mapping[str, Text] = {
    "edit": gettext_lazy("Fortsätt"),
    "complete": gettext_lazy("Svara"),
    "mark_ready": gettext_lazy("Granska"),
    "open": gettext_lazy("Öppna"),
    "close": gettext_lazy("Stäng"),
    "retry": gettext_lazy("Försök igen"),
    "publish": gettext_lazy("Publicera"),
}


@dataclass(frozen=True)
class Waiting:
    """One row that waits: `group` says which others are the same work."""

    move: Move
    title: str
    due: date | None
    url: str
    group: tuple[Any, ...]
    many: str
    """The address where several are done at once; empty where each is done by itself."""
    example: bool = False
    text: str = ""
    links: Sequence[tuple[Text, str]] = ()


def tasks(facts: Facts) -> list[Task]:
    """All tasks, late ones first, those without a day last."""
    found = [
        *together(waiting(facts)),
        *_drafts(facts),
        *together(_to_publish(facts)),
        *_to_begin(facts),
        *_for_controller(facts),
        *_for_councillor(facts),
        *fetched(facts),
        *late(facts),
        *ending(facts),
    ]
    return sorted(found, key=lambda task: (task.due is None, task.due or facts.day, str(task.title)))


def waiting(facts: Facts) -> Iterator[Waiting]:
    """Rows with the move that waits: the one that carries furthest of those that are offered."""
    kinds: list[tuple[Workflow, Sequence[Any], Callable[[Facts, Any, Move], Waiting]]] = [
        (PROPOSALS, facts.proposals, _proposal),
        (PATHS, facts.paths, _path),
        (ASSESSMENTS, facts.assessments, _assessment),
    ]
    for flow, rows, make in kinds:
        for row in rows:
            if move := furthest(flow, row, facts):
                yield make(facts, row, move)


def furthest(flow: Workflow, row: Any, facts: Facts) -> Move | None:
    """Of the moves that wait for this person in the row's state: the last of its table."""
    return next((move for move in reversed(flow.waiting(row, facts.actor)) if _is_time(move, row, facts)), None)


def _is_time(move: Move, row: Any, facts: Facts) -> bool:
    """A draft waits for its writers until it lacks nothing, then for the manager; board and council for the ranking."""
    if move.name == "mark_ready":
        return is_complete(row)
    if move.name == "edit":
        return not is_managed(row, facts.actor) and not is_complete(row)
    if move is PROPOSALS.move("recommend"):
        return _has_been_ranked(row) and not row.recommended
    return move is not PROPOSALS.move("adopt") or _has_been_ranked(row)


def _has_been_ranked(row: GoalProposal) -> bool:
    """The council decides on proposals when they have been ranked, not while they are still coming in."""
    states = {info.name: info.state for info in row.term.phase_infos()}
    return states.get(Phase.Name.SELECTION) != Phase.State.PLANNED


def _proposal(facts: Facts, row: GoalProposal, move: Move) -> Waiting:
    term = row.term.key
    show = PROPOSAL.address(row)
    edit = address("goals:proposal-edit", term=term, pk=row.pk) if move.name in ("edit", "complete") else show
    end = phase_end(row.term.phase_infos(), Phase.Name.NEEDS, Phase.Name.PROPOSALS)
    many = ""
    if move.name == "submit":
        many = address("goals:proposal-decision", term=term, organ=row.organ_id, move="submit")
    elif move.name == "adopt":
        many = address("goals:selection-decide", term=term)
    elif move.name == "recommend":
        many = address("goals:selection-recommend", term=term)
    due = {
        "edit": earliest([_papers(facts, row.organ_id), end]),
        "mark_ready": earliest([_papers(facts, row.organ_id), end]),
        "complete": row.due or phase_end(row.term.phase_infos(), Phase.Name.PROPOSALS, Phase.Name.SELECTION),
        "submit": _meets(facts, row.organ_id),
        "adopt": _next_meeting(facts),
        "recommend": _next_meeting(facts),
    }.get(move.name)
    text = _asked(facts, row) if move.name == "complete" else ""
    lacking = _lacking(row, edit) if move.name == "edit" else ()
    group = ("proposals", move.name, row.term_id, row.organ_id if move.name not in ("adopt", "recommend") else 0)
    return Waiting(move, PROPOSAL.title(row), due, edit or show, group, many, row.is_example(), text, lacking)


def _lacking(row: Any, edit: str) -> list[tuple[Text, str]]:
    """The criteria that lack something, each with its place in the form."""
    content = content_of(row)
    if content is None:
        return []
    keys = [line.key for line in content.indicators]
    return [(criterion_name(one.name), f"{edit}#{place_of(keys, one.missing[0].field)}") for one in lacking(content)]


def _asked(facts: Facts, row: GoalProposal) -> str:
    """What the controller asked, as long as it is among the latest that happened."""
    asked = (e for e, _kind, about in facts.events if about is row and e.move == "ask_supplement" and e.comment)
    event = next(asked, None)
    return f"”{event.comment}”" if event else ""


def _path(facts: Facts, row: Path, move: Move) -> Waiting:
    goal = row.target.goal
    end = phase_end(goal.term.phase_infos(), Phase.Name.BREAKDOWN)
    papers = _papers(facts, row.organ_id)
    due = _meets(facts, row.organ_id) if move.name == "decide" else earliest([papers, end]) if end else papers
    url = address("goals:path-edit", term=goal.term.key, pk=row.pk) if move.name == "edit" else PATH.address(row)
    many = ""
    if move.name == "decide":
        many = address("goals:path-decision", term=goal.term.key, organ=row.organ_id)
    group = ("paths", move.name, goal.term_id, row.organ_id)
    return Waiting(move, PATH.title(row), due, url, group, many or _paths(goal.term.key), row.is_example())


def _paths(term: str) -> str:
    return address("goals:paths", term=term)


def _assessment(facts: Facts, row: Assessment, move: Move) -> Waiting:
    due = _meets(facts, row.organ_id or 0) if move.name == "approve" else _round_due(row.round)
    url = address("followup:assessment-edit", pk=row.pk) if move.name == "edit" else ASSESSMENT.address(row)
    many = ROUND.address(row.round)
    if move.name == "approve":
        many = address("followup:assessment-decision", pk=row.round_id, organ=row.organ_id)
    group = ("assessments", move.name, row.round_id, row.organ_id)
    return Waiting(move, assessment_title(row), due, url, group, many, row.is_example())


def _round_due(row: FollowUpRound) -> date | None:
    return getattr(row, "own_due", None) or row.due or row.hand_over


def _papers(facts: Facts, organ: int) -> date | None:
    return next_papers(((m.papers, m.date) for m in facts.meetings.get(organ, ())), facts.day)


def _meets(facts: Facts, organ: int) -> date | None:
    return next((meeting.date for meeting in facts.meetings.get(organ, ())), None)


def _next_meeting(facts: Facts) -> date | None:
    """When the organs whose minutes the person keeps meet next."""
    organs = facts.actor.organs({Role.SECRETARY})
    return earliest(_meets(facts, organ) for organ in organs)


def together(rows: Iterable[Waiting]) -> Iterator[Task]:
    """Like work in one row: a decision over many matters, or several rows done on one page."""
    groups: dict[tuple[Any, ...], list[Waiting]] = {}
    for row in rows:
        groups.setdefault(row.group, []).append(row)
    for group in groups.values():
        if len(group) > 1 and group[0].many:
            yield _one_task(group)
        else:
            yield from (_task(row) for row in group)


def _task(row: Waiting) -> Task:
    text = f"{row.title}. {row.text}" if row.text else row.title
    url = row.many or row.url if row.move.records else row.url
    return Task(row.move.todo, url, _button(row.move), text, row.due, row.example, row.links)


def _one_task(group: list[Waiting]) -> Task:
    first = group[0]
    due = earliest(row.due for row in group)
    return Task(first.move.todo, first.many, _button(first.move), several([r.title for r in group]), due,
                all(row.example for row in group))  # fmt: skip


def several(titles: list[str]) -> str:
    """`3 stycken: a, b och c`, or the first ones and how many more."""
    if len(titles) == 1:
        return titles[0]
    named = titles[:NAMED]
    rest = len(titles) - len(named)
    if rest:
        named = [*named, _("%(n)s till") % {"n": rest}]
    return _("%(n)s stycken: %(titles)s") % {"n": len(titles), "titles": listed(named)}


def _button(move: Move) -> Text:
    return BUTTON.get(move.name) or (_("Anteckna") if move.records else _("Öppna"))


def _drafts(facts: Facts) -> Iterator[Task]:
    """Decisions that are being prepared for the organ's next meeting."""
    move = DRAFTS.move("save")
    for row in facts.drafts:
        yield Task(move.todo, row.address, BUTTON["edit"], f"{row.organ}: {row}", _meets(facts, row.organ_id))


def _to_publish(facts: Facts) -> Iterator[Waiting]:
    """What the organ decided and only those concerned can read yet; more than a few are found in the list."""
    many = address("base:decisions") if len(facts.unpublished) > NAMED else ""
    for row in facts.unpublished:
        title = f"{row}, {row.get_kind_display()}"
        text = "" if row.adjusted else _("När protokollet är justerat.")
        url = address("base:decision-publish", pk=row.pk)
        yield Waiting(DECISIONS.move("publish"), title, None, url, ("decisions",), many, row.is_example(), text)


def _to_begin(facts: Facts) -> Iterator[Task]:
    """Work for which there is no row yet: paths to lay, judgements to begin, outcomes to enter."""
    yield from _paths_to_lay(facts)
    yield from _judgements_to_begin(facts)
    for pk, names in facts.unmeasured.items():
        row = facts.rounds[pk]
        url = f"{address('indicators:outcome-due')}?ar={row.year}"
        title = _("Lämna utfall för %(year)s") % {"year": row.year}
        yield Task(title, url, _("Se vilka"), several(names), _round_due(row))


def _paths_to_lay(facts: Facts) -> Iterator[Task]:
    for term in facts.live:
        rows = [row for row in facts.breakdown if row.stage in TO_LAY and row.goal.term_id == term.pk
                and row.organ.pk in facts.writes_in and row.may_lay(facts.actor)]  # fmt: skip
        if titles := list({row.goal.pk: str(row.goal) for row in rows}.values()):
            due = phase_end(term.phase_infos(), Phase.Name.BREAKDOWN)
            yield Task(_("Lägg progression"), _where_to_lay(rows), _("Lägg"), several(titles), due)


def _where_to_lay(rows: Sequence[Row]) -> str:
    """The form where there is one path to lay, else the list of them."""
    term = rows[0].goal.term.key
    if len(rows) > 1:
        return _paths(term)
    return address("goals:path-lay", term=term, target=rows[0].target.pk, organ=rows[0].organ.pk)


def _judgements_to_begin(facts: Facts) -> Iterator[Task]:
    for row in facts.open_rounds():
        begun = {key_of(a) for a in facts.assessments if a.round_id == row.pk}
        asked = facts.asked.get(row.pk, [])
        goals = [piece for piece in asked if piece.goal and not piece.weighed]
        yield from _to_judge(facts, row, goals, begun, _("Skriv bedömning, %(round)s"),
                             ngettext_lazy("%(done)s av %(all)s mål är påbörjat. Kvar: %(left)s",
                                           "%(done)s av %(all)s mål är påbörjade. Kvar: %(left)s", "done"))  # fmt: skip
        own = [piece for piece in asked if piece not in goals]
        yield from _to_judge(facts, row, own, begun, _("Skriv styrelsens bedömningar, %(round)s"),
                             ngettext_lazy("%(done)s av %(all)s är påbörjad. Kvar: %(left)s",
                                           "%(done)s av %(all)s är påbörjade. Kvar: %(left)s", "done"))  # fmt: skip


def _to_judge(
    facts: Facts, row: FollowUpRound, pieces: Sequence[Piece], begun: Collection[Any], title: str, text: Any
) -> Iterator[Task]:
    """What is asked for and nobody has begun, as far as the table of moves lets this person begin it."""
    left = [p for p in pieces if key_of(p) not in begun]
    left = [p for p in left if ASSESSMENTS.may_create("start", p.blank(row), facts.user)]
    if left:
        done = text % {
            "done": len(pieces) - len(left), "all": len(pieces), "left": _named([_judged(piece) for piece in left]),
        }  # fmt: skip
        yield Task(title % {"round": row}, ROUND.address(row), _("Skriv"), done, _round_due(row))


def _judged(piece: Piece) -> str:
    """What is to be judged, in a sentence."""
    if piece.weighed:
        return _("%(goal)s (sammanvägning)") % {"goal": piece.goal}
    return str(piece.title) if piece.goal or piece.area else _("god ekonomisk hushållning")


def _named(titles: list[str]) -> str:
    rest = len(titles) - NAMED
    return listed([*titles[:NAMED], *([_("%(n)s till") % {"n": rest}] if rest > 0 else [])])


def _for_controller(facts: Facts) -> Iterator[Task]:
    if not facts.actor.has(Role.CONTROLLER):
        return
    for term in facts.terms.values():
        infos = list(term.phase_infos())
        for before, info in zip([None, *infos], infos, strict=False):
            url = address("goals:term", term=term.key)
            name = f"{info.label} {term}"
            if info.name != Phase.Name.CLOSED and is_due_to_open(info, before, facts.day):
                day = first_day(info.opens) if info.opens else None
                yield Task(PHASES.move("open").todo, url, BUTTON["open"], name, day)
            if is_due_to_close(info, facts.day) and not _awaits_the_council(info, term):
                yield Task(PHASES.move("close").todo, url, BUTTON["close"], name, last_day(info.closes))
    yield from _rounds(facts)
    yield from _failed_editions(facts)


def _awaits_the_council(info: PhaseInfo, term: Term) -> bool:
    """Whether closing the selection now would let lapse what the council has before it."""
    if info.name != Phase.Name.SELECTION:
        return False
    return any(row.state == GoalProposal.State.SUBMITTED for row in lapsing(term))


def _rounds(facts: Facts) -> Iterator[Task]:
    for row in facts.rounds.values():
        ends = last_day(row.period_end)
        if row.state == Round.PLANNED and (ends - facts.day).days <= SOON:
            yield Task(ROUNDS.move("open").todo, ROUND.address(row), BUTTON["open"], str(row), ends)
        if row.state == Round.OPEN and (due := row.hand_over or row.due):
            yield Task(ROUNDS.move("close").todo, ROUND.address(row), BUTTON["close"], str(row), due)


def _failed_editions(facts: Facts) -> Iterator[Task]:
    from followup.models import Report, ReportEdition

    rows = ReportEdition.objects.filter(state=ReportEdition.State.FAILED).exclude(report__kind=Report.Kind.AUDIT)
    rows = rows.select_related("report__round", "report__term")
    for row in rows:
        yield Task(EDITIONS.move("retry").todo, EDITION.address(row), BUTTON["retry"], str(row.report))


def _for_councillor(facts: Facts) -> Iterator[Task]:
    for pk, count in facts.ranked.items():
        term = facts.terms[pk]
        if count < term.places:
            url = address("goals:selection", term=term.key)
            chosen = counted(count, _("förslag valt"), _("förslag valda"), neuter=True) if count else _("Inget är valt")
            text = _("%(chosen)s av högst %(places)s. Bara du ser din lista tills listorna stänger.") % {
                "chosen": chosen, "places": term.places
            }  # fmt: skip
            due = phase_end(term.phase_infos(), Phase.Name.SELECTION)
            yield Task(_("Läs och rangordna förslagen"), url, _("Rangordna"), text, due)


def lead(facts: Facts) -> str:
    """The phases that are open, the next to close first, and when the person's organs meet."""
    open_ones = [(info, term) for term in facts.live for info in term.phase_infos()
                 if info.state == Phase.State.OPEN and info.name != Phase.Name.CLOSED]  # fmt: skip
    parts = [_goes_on(info, term, facts) for info, term in sorted(open_ones, key=lambda pair: pair[0].closes or "9999")]
    for rows in list(facts.meetings.values())[:1]:
        values = {"organ": rows[0].organ, "day": short_date(rows[0].date, facts.day)}
        parts.append(_("%(organ)s sammanträder %(day)s.") % values)
    return " ".join(parts)


def _goes_on(info: PhaseInfo, term: Term, facts: Facts) -> str:
    values = {"phase": str(info.label).lower(), "term": term}
    if info.closes and last_day(info.closes) >= facts.day:
        values["day"] = short_date(last_day(info.closes), facts.day)
        return _("Fasen %(phase)s för %(term)s pågår till %(day)s.") % values
    return _("Fasen %(phase)s för %(term)s pågår.") % values
