"""A goal's whole way: needs, proposals, lists, decisions, path, outcomes, judgements, reports, as stages in time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from burlov_styrning.base.models import Decision
from burlov_styrning.pages.kinds import ASSESSMENT, EDITION, PROPOSAL, address
from burlov_styrning.parts import Stage, Text
from burlov_styrning.swedish import listed, number, partial_date, sentence
from followup.figures import GoalFigures
from followup.models import Assessment, Onward, ReportEdition
from followup.words import assessment_word, is_last_annual
from goals.adoption import Changed, as_adopted, became, changes, nearest, organs_named, stated, target_row
from goals.models import EarlierGoal, EarlierTarget, Goal, GoalProposal, Recommendation, Term
from goals.rules.content import from_json
from goals.terms import lists_close


def stages(
    goal: Goal,
    proposals: Sequence[GoalProposal],
    figures: GoalFigures,
    assessments: Sequence[Assessment],
    editions: Sequence[ReportEdition],
    changed: tuple[Sequence[EarlierGoal], Sequence[EarlierTarget]] = ((), ()),
    ranked: bool = False,
    onward: Onward | None = None,
) -> list[Stage]:
    """All that happened to a goal, oldest first; the last stage is where it is now.

    `ranked`: its proposals stood on lists that have closed and that the reader may read.
    """
    found = [
        *_needs(proposals),
        *(_proposal(goal, proposal) for proposal in proposals),
        *_ranking(goal.term, ranked),
        *_recommended(proposals),
        _adopted(goal, figures),
        *_changes(*changed),
        *_paths(figures),
        *_outcomes(goal, figures),
        *_judgements(goal, assessments),
        *_editions(goal, editions),
        *_end(goal),
        *_onward(onward),
    ]
    return [*found[:-1], _as_now(found[-1])]


def _as_now(stage: Stage) -> Stage:
    return Stage(stage.title, stage.when, stage.text, stage.links, "now", stage.example)


def cited(decision: Decision | None) -> str:
    """A decision as people cite it: who, when, §, registry number."""
    if decision is None:
        return ""
    parts = [str(decision.organ), partial_date(decision.date) if decision.date else "", decision.reference]
    registry = _("dnr %(number)s") % {"number": decision.registry} if decision.registry else ""
    return ", ".join(part for part in [*parts, registry] if part)


def when(decision: Decision | None) -> str:
    """The decision's date in words."""
    return partial_date(decision.date) if decision and decision.date else ""


def _links(*pairs: tuple[Text, str]) -> list[tuple[Text, str]]:
    return [(label, url) for label, url in pairs if url]


def _needs(proposals: Sequence[GoalProposal]) -> Iterator[Stage]:
    """The needs that the handed-in versions answer, by the units that wrote them."""
    needs = [need for p in proposals if p.handed_in for need in p.handed_in.content.get("needs", [])]
    if not needs:
        return
    units = list(dict.fromkeys(need.get("unit", "") for need in needs))
    text = _("från %(units)s") % {"units": listed(unit for unit in units if unit)} if any(units) else ""
    title = ngettext("Ett behov", "%(n)s behov", len(needs)) % {"n": len(needs)}
    yield Stage(title, text=text, example=all(p.is_example() for p in proposals))


def _proposal(goal: Goal, proposal: GoalProposal) -> Stage:
    decision = proposal.committee_decision
    title = _("Förslag från %(organ)s") % {"organ": proposal.organ}
    links = _links(
        (_("Läs förslaget"), PROPOSAL.address(proposal)),
        (_("Versioner"), address("goals:proposal-versions", term=goal.term.key, pk=proposal.pk)),
    )
    return Stage(title, when(decision), decision.reference if decision else "", links, example=proposal.is_example())


def _ranking(term: Term, ranked: bool) -> Iterator[Stage]:
    """The councillors' lists: advisory, counted on a page of its own."""
    if not ranked:
        return
    by_party = term.ballots_by == Term.By.PARTY
    title = _("Prioriterat av fullmäktiges partigrupper") if by_party else _("Prioriterat av fullmäktiges ledamöter")
    closed = lists_close(term)
    links = _links((_("Sammanräkningen"), address("goals:selection-tally", term=term.key)))
    yield Stage(title, partial_date(closed) if closed else "", _("Listorna är rådgivande."), links)


def _recommended(proposals: Iterable[Any]) -> Iterator[Stage]:
    """What the executive board proposed the council to do, each decision and outcome once (`with_the_boards_word`)."""
    outcomes, seen = dict(Recommendation.Outcome.choices), set()
    for row in proposals:
        said = (row.board_decision, row.board_said)
        if row.board_decision is None or said in seen:
            continue
        seen.add(said)
        title = _("Kommunstyrelsens förslag: %(outcome)s") % {"outcome": outcomes[row.board_said]}
        paragraph = f"§\u00a0{row.board_paragraph}" if row.board_paragraph else ""
        day = partial_date(row.board_date) if row.board_date else ""
        links = _links((_("Beslutet"), address("base:decision", pk=row.board_decision)))
        yield Stage(title, day, paragraph, links, example=row.is_example())


def with_the_boards_word(rows: QuerySet[GoalProposal], user: Any) -> QuerySet[GoalProposal]:
    """The proposals with what the executive board said of each last, as far as this person may read its decision."""
    said = Recommendation.objects.filter(proposal=OuterRef("pk"), decision__in=Decision.objects.visible_to(user))
    last = said.order_by("-decision__date", "-pk")
    columns = {"said": "outcome", "decision": "decision", "date": "decision__date", "paragraph": "decision__paragraph"}
    return rows.annotate(**{f"board_{name}": Subquery(last.values(column)[:1]) for name, column in columns.items()})


def _adopted(goal: Goal, figures: GoalFigures) -> Stage:
    if goal.decision is None:
        return Stage(_("Antaget"), text=_("När och av vem är inte känt."), example=goal.is_example())
    return Stage(
        _("Antaget av %(organ)s") % {"organ": goal.decision.organ},
        when(goal.decision),
        goal.decision.reference,
        _links((_("Beslutet"), address("base:decision", pk=goal.decision_id))),
        example=goal.is_example("decision") or goal.decision.is_example(),
    )


def _changes(goals: Iterable[EarlierGoal], targets: Iterable[EarlierTarget]) -> Iterator[Stage]:
    """What later decisions changed, each with what applied before; given newest first."""
    for row in reversed(list(goals)):
        yield Stage(_("Ändrat"), _until(row), _changed_words(row), _decided_by(row), example=row.is_example())
    kept = list(targets)
    for change in reversed(kept):
        said = _("Målvärde upphörde: %(indicator)s") if change.is_end else _("Målvärde ändrat: %(indicator)s")
        title = said % {"indicator": change.target.version.name}
        same = [row for row in kept if row.target_id == change.target_id]
        now = became(change, same, "target", change.target.value)
        yield Stage(title, _until(change), _target_words(change, now), _decided_by(change), example=change.is_example())


def _decided_by(row: EarlierGoal | EarlierTarget) -> list[tuple[Text, str]]:
    return [(_("Beslutet"), address("base:decision", pk=row.decision_id))] if row.decision_id else []


def _until(row: EarlierGoal | EarlierTarget) -> str:
    return partial_date(row.until) if row.until else when(row.decision)


def _changed_words(row: EarlierGoal) -> str:
    names = {
        "wording": _("lydelsen"),
        "title": _("titeln"),
        "area": _("målområdet"),
        "owners": _("ansvariga"),
        "contributors": _("medverkande"),
    }
    words = listed(names[name] for name in row.fields if name in names)
    before = row.fields.get("wording")
    said = [words]
    if row.fields.get("owners"):
        said.append(_("tidigare ansvarig: %(organs)s") % {"organs": organs_named(row.fields["owners"])})
    if before:
        said.append(_("tidigare lydelse: %(text)s") % {"text": before})
    return "; ".join(said)


def _target_words(row: EarlierTarget, now: Any) -> str:
    before = row.fields.get("target")
    if before is None or now is None:
        return ""
    if row.is_end:
        return _("gällde till dess: %(before)s") % {"before": number(Decimal(before))}
    return _("från %(before)s till %(now)s") % {"before": number(Decimal(before)), "now": number(Decimal(now))}


def _paths(figures: GoalFigures) -> Iterator[Stage]:
    """The decisions by which progressions were fixed, each once."""
    seen: set[Any] = set()
    for line in figures.lines:
        if line.path is None or (key := (line.path.row.organ_id, line.path.row.decision_id)) in seen:
            continue
        seen.add(key)
        decision = line.path.row.decision
        yield Stage(
            _("Progression fastställd av %(organ)s") % {"organ": line.path.row.organ},
            when(decision),
            decision.reference if decision else "",
            example=line.path.row.is_example(),
        )


def _outcomes(goal: Goal, figures: GoalFigures) -> Iterator[Stage]:
    """How many outcomes there are of the term's years."""
    known = [year for line in figures.lines for year, cell in line.cells.items() if cell.value is not None]
    years = sorted(year for year in known if year in goal.term.years)
    if not years:
        return
    title = ngettext("Ett utfall", "%(n)s utfall", len(years)) % {"n": len(years)}
    yield Stage(title, f"{years[0]}–{years[-1]}" if years[0] < years[-1] else str(years[0]))


def _judgements(goal: Goal, assessments: Iterable[Assessment]) -> Iterator[Stage]:
    """The approved judgements, by round."""
    term = goal.term
    for row in assessments:
        last = is_last_annual(row.round.kind, row.round.year, term.last_year, term.prolonged_to)
        who = _("styrelsen, sammanvägt") if row.weighed else str(row.organ or "")
        said = {"judgement": assessment_word(row.status, last_annual=last).capitalize(), "who": who}
        text = _("%(judgement)s enligt %(who)s") % said
        paragraph = row.decision.reference if row.decision else ""
        yield Stage(
            sentence(str(row.round)), when(row.decision), f"{text}, {paragraph}" if paragraph else text,
            _links((_("Läs bedömningen"), ASSESSMENT.address(row))), example=row.is_example(),
        )  # fmt: skip


def _editions(goal: Goal, editions: Iterable[ReportEdition]) -> Iterator[Stage]:
    for edition in editions:
        yield Stage(
            sentence(_("%(report)s, utgåva %(number)s") % {"report": edition.report, "number": edition.number}),
            partial_date(edition.issued.isoformat()),
            links=_links((_("Läs"), EDITION.address(edition))),
        )


def _end(goal: Goal) -> Iterator[Stage]:
    if goal.ended:
        yield Stage(_("Målet upphörde"), partial_date(goal.ended), cited(goal.end_decision))


def _onward(row: Onward | None) -> Iterator[Stage]:
    """What was decided of it for the next term."""
    if row:
        goes_on = row.course == Onward.Course.GOES_ON
        title = _("Går vidare till nästa period") if goes_on else _("Avslutas med perioden")
        yield Stage(title, text=row.reason, example=row.is_example())


def against(
    goal: Goal, proposals: Sequence[GoalProposal], figures: GoalFigures,
    changed: tuple[Sequence[EarlierGoal], Sequence[EarlierTarget]] = ((), ()),
) -> tuple[str, list[Changed]] | None:  # fmt: skip
    """What was decided otherwise than the proposal said (of several, the nearest): its title, and the differences."""
    contents = [from_json(p.handed_in.content) for p in proposals if p.handed_in and p.council_decision_id]
    if not contents or goal.decision is None:
        return None
    said = as_adopted(goal, changed[0])
    lines = {line.target.indicator_id: line.target for line in figures.lines}
    targets = {
        target.indicator.key: target_row(target, [row for row in changed[1] if row.target_id == target.pk])
        for target in lines.values()
    }
    found = nearest([(content, changes(content, said, stated(goal, said), targets)) for content in contents])
    return (found[0].title, found[1]) if found and found[1] else None
