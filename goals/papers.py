"""The officer's paper (tjänsteskrivelse) for proposals and paths, and what the minutes say of them: plain blocks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from burlov_styrning import quantities
from burlov_styrning.base.models import Decision, Organ
from burlov_styrning.base.papers import for_meeting
from burlov_styrning.papers import Block, Grid, Heading, Paper, Points, Text, named, texts
from burlov_styrning.swedish import listed, number, partial_date, sentence
from goals import words
from goals.criteria import Examined, examine_many
from goals.models import EarlierGoal, EarlierTarget, Goal, GoalOwner, GoalProposal, Path, Target, Term
from goals.rules.content import IndicatorContent, ProposalContent, Statements, from_json

DASH = "–"
START = gettext_lazy("Utgångsvärde")


# Proposals

S = GoalProposal.State
IN_WORK = (S.DRAFT, S.READY, S.SUPPLEMENT, S.REFERRED_BACK)
"""What a committee has still to decide about."""


def proposals_paper(organ: Organ, term: Term, rows: Sequence[GoalProposal], user: Any) -> Paper:
    """The paper with which a committee decides to hand proposals in: draft decision first, each proposal in full."""
    examined = examine_many(rows, user)
    contents = [examined[row.pk].content for row in rows]
    title = _("Målförslag till kommunfullmäktige, målperioden %(term)s") % {"term": term}
    blocks: list[Block] = [
        Heading(_("Förslag till beslut")),
        Text(_("%(organ)s beslutar") % {"organ": organ.name}),
        Points([_hand_in(content) for content in contents], numbered=True),
        Heading(_("Sammanfattning")),
        Text(_summary(contents, term)),
        Heading(_("Ärendet")),
    ]
    for row in rows:
        blocks += proposal_blocks(examined[row.pk])
    blocks += texts(_("Beslutet skickas till"), _("Kommunstyrelsen\nKommunfullmäktiges sekreterare"))
    return for_meeting(organ, title, blocks, user)


def _hand_in(content: ProposalContent) -> str:
    said = {"title": content.title, "wording": content.wording}
    if not content.wording:
        return _("att lämna målförslaget ”%(title)s” till kommunfullmäktige.") % said
    return _("att lämna målförslaget ”%(title)s” till kommunfullmäktige, med lydelsen: ”%(wording)s”") % said


def _summary(contents: Sequence[ProposalContent], term: Term) -> str:
    many = ngettext(
        "Förvaltningen föreslår att nämnden lämnar ett målförslag till kommunfullmäktige för målperioden %(term)s.",
        "Förvaltningen föreslår att nämnden lämnar %(n)s målförslag till kommunfullmäktige för målperioden %(term)s.",
        len(contents),
    ) % {"n": len(contents), "term": term}
    units = list(dict.fromkeys(need.unit for content in contents for need in content.needs))
    if not units:
        return many
    return many + " " + _("Förslagen svarar på behov som beskrivits av %(units)s.") % {"units": listed(units)}


def proposal_blocks(examined: Examined) -> list[Block]:
    """One proposal in full: wording, why, figures with the realistic check, own words, consultation, cost."""
    content = examined.content
    return [
        Heading(content.title, 3),
        *([Text(content.wording, "quote")] if content.wording else []),
        Points([f"{label}: {value}" for label, value in _facts(content)]),
        *_why(content),
        *_measured(content, [s for line in content.indicators for s in _pace(examined, line)]),
        *_own_words(content.statements),
        *_consulted(content),
        *_costs(content),
    ]


def _facts(content: ProposalContent) -> Iterator[tuple[str, str]]:
    yield _("Målområde"), content.area or _("inte valt")
    if content.target_group:
        yield _("Målgrupp"), content.target_group
    yield _("Målår"), str(content.year)
    if content.function:
        yield _("Ansvarig funktion"), content.function
    if content.continues:
        yield _("Fortsätter målet"), content.continues


def _why(content: ProposalContent) -> list[Block]:
    if not content.needs:
        return []
    return [Text(_("Behov som förslaget svarar på")), Points([f"{need.unit}: {need.text}" for need in content.needs])]


def _measured(content: ProposalContent, said: Sequence[str]) -> list[Block]:
    if not content.indicators:
        return []
    years = sorted({year for line in content.indicators for year, value in line.values.items() if value is not None})
    head = [_("Indikator"), str(START), *map(str, years), _("Mål %(year)s") % {"year": content.year}]
    rows = [_line(line, years) for line in content.indicators]
    grid = Grid(_("Indikatorer och föreslagna värden"), head, rows, frozenset(range(1, len(head))))
    return [grid, *([Points(said)] if said else [])]


def _line(line: IndicatorContent, years: Sequence[int]) -> list[str]:
    start = _shown(line.baseline) + (f" ({line.baseline_year})" if line.baseline_year else "")
    aim = quantities.aim(line.direction, line.target, (line.low, line.high), "")
    return [named(line.name, line.unit), start, *(_shown(line.values.get(year)) for year in years), aim or DASH]


def _shown(value: Decimal | None) -> str:
    return DASH if value is None else number(value)


def _pace(examined: Examined, line: IndicatorContent) -> list[str]:
    found = examined.paces.get(line.key)
    if found is None or found.demanded is None:
        return []
    verdict = sentence(words.verdict_phrase(found.verdict))
    return [f"{line.name}: {verdict}. {' '.join(words.pace_sentences(found, line.unit, line.decimals))}"]


def _own_words(said: Statements) -> list[Block]:
    points = [f"{words.criterion_name(name)}: {text}" for name, text in vars(said).items() if text.strip()]
    return [Text(_("Nämndens egna ord")), Points(points)] if points else []


def _consulted(content: ProposalContent) -> list[Block]:
    points = [
        _("%(unit)s hördes %(day)s") % {"unit": one.name, "day": partial_date(one.date)} if one.date else one.name
        for one in content.consulted
    ]
    if content.union_applies is False:
        points.append(_("Facklig samverkan behövs inte"))
    elif content.union_date:
        points.append(_("Facklig samverkan ägde rum %(day)s") % {"day": partial_date(content.union_date)})
    return [Text(_("Samråd")), Points(points)] if points else []


def _costs(content: ProposalContent) -> list[Block]:
    if not content.cost:
        return []
    rows = [[str(cost.year), _shown(cost.operating), _shown(cost.investment)] for cost in content.cost]
    head = [_("År"), _("Drift, tkr"), _("Investering, tkr")]
    frame = {True: _("Ryms i ramen."), False: _("Ryms inte i ramen.")}.get(content.within_frame or False)
    grid = Grid(_("Kostnad per år"), head, rows, frozenset({1, 2}))
    return [grid] if content.within_frame is None else [grid, Text(str(frame))]


# Paths


def paths_paper(organ: Organ, term: Term, rows: Sequence[Path], user: Any) -> Paper:
    """The paper with which a committee decides its progressions."""
    title = _("Progression till kommunfullmäktiges mål, målperioden %(term)s") % {"term": term}
    blocks: list[Block] = [
        Heading(_("Förslag till beslut")),
        Text(_("%(organ)s beslutar") % {"organ": organ.name}),
        Points([_lay_down(row) for row in rows], numbered=True),
        Heading(_("Ärendet")),
        Text(_("Kommunfullmäktige har satt ett målvärde för målperiodens sista år. Nämnden bryter ner det till en nivå "
               "för varje år. När nämnden har beslutat ändras progressionen bara genom ett nytt beslut.")),
        *path_blocks(rows),
        *texts(_("Beslutet skickas till"), _("Kommunstyrelsen\nControllern")),
    ]  # fmt: skip
    return for_meeting(organ, title, blocks, user)


def _lay_down(path: Path) -> str:
    said = {"goal": str(path.target.goal), "indicator": path.target.version.name}
    return _("att fastställa progressionen för %(indicator)s (målet ”%(goal)s”) enligt tabellen nedan.") % said


def path_blocks(rows: Iterable[Path]) -> Iterator[Block]:
    """Each path: its goal, a table of its years beside the target, and its motivation."""
    for path in rows:
        target, values = path.target, {row.year: row.value for row in path.values.all()}
        years = sorted(values)
        last = _("Fullmäktiges mål %(year)s") % {"year": target.goal.term.last_year}
        head = [_("Indikator"), str(START), *map(str, years), last]
        levels = [_("mäts inte") if values[year] is None else _shown(values[year]) for year in years]
        row = [named(target.version.name, target.version.unit), _start(target), *levels, aim(target)]
        yield Heading(str(target.goal), 3)
        yield Grid(_("Nivå per år"), head, [row], frozenset(range(1, len(head))))
        if path.motivation.strip():
            yield Text(_("Motivering till steg bakåt: %(text)s") % {"text": path.motivation})


def _start(target: Target) -> str:
    return _shown(target.baseline_value) + (f" ({target.baseline_year})" if target.baseline_year else "")


def aim(target: Target) -> str:
    """The target as a figure: a value, or bounds (the version's where it has none of its own)."""
    low = target.version.low if target.low is None else target.low
    high = target.version.high if target.high is None else target.high
    if target.version.direction == "within" and low is not None and high is not None:
        return f"{_shown(low)}{DASH}{_shown(high)}"
    return _shown(target.value)


# What the minutes say


def minuted_proposals(rows: Iterable[GoalProposal], decision: Decision) -> Iterator[Block]:
    """The proposals that a decision was about, as they were handed in: to the council, or what it said of them."""
    for row in rows:
        versions = [version for version in row.versions.all() if version.decision_id == decision.pk]
        version = versions[-1] if versions else row.handed_in
        if version is None:
            continue
        content = from_json(version.content)
        yield Heading(content.title, 3)
        if row.council_decision_id == decision.pk:
            yield Text(_("%(organ)s. %(state)s.") % {"organ": row.organ, "state": sentence(row.get_state_display())})
            if row.reason:
                yield Text(_("Skäl: %(reason)s") % {"reason": row.reason})
        if content.wording:
            yield Text(content.wording, "quote")
        yield from _measured(content, [])


def minuted_goals(rows: Iterable[Goal], decision: Decision) -> Iterator[Block]:
    """The goals that a decision adopted, as it stated them: later changes are other decisions'."""
    for goal in rows:
        if goal.end_decision_id == decision.pk and goal.decision_id != decision.pk:
            yield Text(_("Målet ”%(goal)s” upphör.") % {"goal": goal})
            continue
        said = as_adopted(goal)
        yield Heading(said.get("title") or said["wording"], 3)
        yield Text(said["wording"], "quote")
        yield Points([f"{label}: {value}" for label, value in _stated(goal, said) if value])
        targets = [target for target in goal.targets.all() if first_decision(target) == decision.key]
        if targets:
            head = [_("Indikator"), str(START), _("Mål %(year)s") % {"year": goal.term.last_year}]
            yield Grid(_("Målvärden"), head, [_target(target) for target in targets], frozenset({1, 2}))


def _stated(goal: Goal, said: Mapping[str, Any]) -> list[tuple[str, str]]:
    owners = [one for one in goal.owners.all() if one.role == GoalOwner.Role.OWNER]
    names = listed(owner.organ.name for owner in owners)
    if "owners" in said:  # they have changed since: the rows of today are another decision's
        names = listed(Organ.objects.filter(key__in=said["owners"]).values_list("name", flat=True))
    return [(_("Målområde"), goal.area.name if goal.area and "area" not in said else ""), (_("Ansvarig"), names)]


def as_adopted(goal: Goal) -> dict[str, Any]:
    """The goal's words as they were first decided: every later change undone, the newest first."""
    said: dict[str, Any] = {"title": goal.title, "wording": goal.wording}
    for earlier in goal.earlier.all():
        said |= earlier.fields
    return said


def first_decision(target: Target) -> str:
    """The key of the decision that first set the target: those that changed it are kept with what they changed."""
    keys = [earlier.fields["decision"] for earlier in target.earlier.all() if "decision" in earlier.fields]
    return str(keys[-1]) if keys else target.decision.key if target.decision else ""


def _target(target: Target) -> list[str]:
    """The target as it was first decided."""
    said: dict[str, Any] = {}
    for earlier in target.earlier.all():
        said |= earlier.fields
    start, value = _start(target), aim(target)
    if said.get("baseline"):
        start = f"{number(Decimal(said['baseline']['value']))} ({said['baseline']['year']})"
    if said.get("target") is not None:
        value = number(Decimal(said["target"]))
    if said.get("bounds"):
        value = DASH.join(number(Decimal(bound)) for bound in said["bounds"])
    return [named(target.version.name, target.version.unit), start, value]


def minuted_changes(decision: Decision, goals: Iterable[Goal]) -> Iterator[Block]:
    """What a decision changed in goals and targets, with what applied before."""
    by_pk = {goal.pk: goal for goal in goals}
    for row in (
        EarlierGoal.objects.filter(decision=decision, goal__in=by_pk)
        .select_related("goal")
        .prefetch_related("goal__owners__organ")
    ):
        yield Text(_("Målet ”%(goal)s” ändras.") % {"goal": row.goal})
        if "owners" in row.fields:
            owners = [one.organ.name for one in row.goal.owners.all() if one.role == GoalOwner.Role.OWNER]
            before = Organ.objects.filter(key__in=row.fields["owners"]).values_list("name", flat=True)
            said = {"before": listed(before), "now": listed(owners)}
            yield Points([_("Ansvarig: %(before)s ändras till %(now)s.") % said])
        if "wording" in row.fields:
            yield Points([_("Tidigare lydelse: %(text)s") % {"text": row.fields["wording"]},
                          _("Lydelse: %(text)s") % {"text": row.goal.wording}])  # fmt: skip
    rows = EarlierTarget.objects.filter(decision=decision, target__goal__in=by_pk)
    for change in rows.select_related("target__version", "target__goal"):
        before = change.fields.get("target")
        if change.is_end:
            said = {"indicator": change.target.version.name, "goal": change.target.goal}
            yield Text(_("Målvärdet för %(indicator)s (”%(goal)s”) upphör.") % said)
            continue
        yield Text(
            _("Målvärdet för %(indicator)s (”%(goal)s”): %(before)s ändras till %(now)s.")
            % {
                "indicator": change.target.version.name,
                "goal": change.target.goal,
                "before": DASH if before is None else number(Decimal(before)),
                "now": aim(change.target),
            }
        )
