"""One goal as it stood on a day, on one paper: aim, target, path, outcome, judgement, evidence, who and when.

The page and the PDF draw the same blocks. What cannot be told of the day is said in the last part.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from burlov_styrning import spoken
from burlov_styrning.base.examples import example_line
from burlov_styrning.base.models import Decision, Event, Municipality
from burlov_styrning.papers import Block, Grid, Heading, Paper, Points, Text, named, texts
from burlov_styrning.quantities import digits
from burlov_styrning.swedish import listed, number, partial_date, sentence
from burlov_styrning.workflow import WORKFLOWS
from followup import figures, noted
from followup.audit import decided, judged, known
from followup.audit.decided import Aimed, Decided, Laid
from followup.audit.judged import Judgement
from followup.figures import GoalFigures, Occasion
from followup.judgements import verdict_word
from followup.models import Assessment, Report, ReportEdition
from followup.noted import Note
from followup.words import measured_word
from goals.models import Goal, Path
from indicators.models import Missing

DASH = "–"
TOLD_OUTSIDE = ("reopen", "withdraw", "publish", "invite")
"""Moves without a decision that those outside an organ are told of."""


@dataclass(frozen=True)
class Sheet:
    """The paper with what its page links to."""

    goal: Goal
    day: date
    paper: Paper
    editions: list[ReportEdition]
    attachments: list[tuple[int, str]]


def of(goal: Goal, user: Any, day: date) -> Sheet:
    """All there is about the goal on the day, as far as this person may read it."""
    found = decided.of(goal, user, day)
    judgements = judged.judgements(goal, user, day) if found.adopted else []
    editions = _editions(goal, user, day)
    numbers = _figures(goal, user, day, judgements)
    blocks = list(_blocks(found, judgements, editions, numbers, user)) if found.adopted else list(_not_yet(found))
    title = str(found.said["title"] or found.said["wording"])
    own = Municipality.objects.filter(own=True).first()
    paper = Paper(
        _("Granskningsunderlag"), title, own.name if own else "", list(_facts(found)), blocks, example_line(own)
    )
    spoken.note(title, *_said(blocks))
    files = [(one.file, one.name) for row in judgements for one in row.grounds or () if one.file]
    return Sheet(goal, day, paper, editions, files)


def _said(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Text):
            yield block.text
        elif isinstance(block, Points):
            yield from block.items
        elif isinstance(block, Grid):
            yield from (cell for row in block.rows for cell in row)


def cited(decision: Decision | None) -> str:
    """A decision as people cite it."""
    if decision is None:
        return ""
    registry = _("dnr %(number)s") % {"number": decision.registry} if decision.registry else ""
    day = partial_date(decision.date) if decision.date else ""
    return ", ".join(part for part in (decision.organ.name, day, decision.reference, registry) if part)


def _facts(found: Decided) -> Iterator[tuple[str, str]]:
    goal = found.goal
    yield _("Visas som det stod"), partial_date(found.day.isoformat())
    yield _("Målperiod"), str(goal.term)
    if not found.adopted:
        return
    yield _("Nivå"), capfirst(str(goal.get_level_display()))
    yield _("Målområde"), found.area or _("Finansiellt mål")
    yield _("Ansvarig"), listed(found.owners) or _("inte angivet")
    if found.contributors:
        yield _("Medverkande"), listed(found.contributors)
    yield _("Antaget"), cited(goal.decision) or _("När och av vem är inte känt.")
    if goal.ended and goal.ended <= found.day.isoformat():
        yield _("Upphörde"), ", ".join(filter(None, (partial_date(goal.ended), cited(goal.end_decision))))


def _not_yet(found: Decided) -> Iterator[Block]:
    day = partial_date(found.day.isoformat())
    decision = cited(found.goal.decision)
    yield Text(
        _("Målet var inte antaget den %(day)s. Det antogs av %(decision)s.") % {"day": day, "decision": decision}
    )


def _blocks(
    found: Decided, judgements: list[Judgement], editions: list[ReportEdition], numbers: GoalFigures, user: Any
) -> Iterator[Block]:
    yield Heading(_("Målets lydelse"))
    yield Text(str(found.said["wording"]), "quote")
    for decision in found.changed_by:
        yield Text(_("Ändrat genom beslut av %(decision)s.") % {"decision": cited(decision)}, "quiet")
    yield from _aim(found)
    yield Heading(_("Målvärde"))
    yield _targets(found) if found.targets else Text(_("Målet har ingen indikator. Det bedöms i ord."))
    yield Heading(_("Progression"))
    yield _paths(found) if found.paths else Text(_("Ingen progression var fastställd."))
    yield Heading(_("Utfall"))
    yield from _outcomes(numbers)
    yield Heading(_("Omdöme"))
    yield from _judged(found, judgements, numbers)
    yield Heading(_("Underlag"))
    yield from _evidence(judgements, editions)
    yield from _noted(found, user)
    yield Heading(_("Vem och när"))
    yield _who(found, judgements, user)
    yield Heading(_("Så är underlaget framtaget"))
    yield Points(list(_notes(found, judgements)))


# Aim


def _aim(found: Decided) -> Iterator[Block]:
    area = found.goal.area
    yield Heading(_("Avsikt"))
    if area and area.text and found.said["area"] == area.key:
        yield Text(area.text)
    needs = [need for row in found.proposals for need in row.handed_in.content.get("needs", [])]  # type: ignore[union-attr]
    if needs:
        yield Heading(_("Behov som målet svarar på"), 3)
        yield Points([": ".join(filter(None, (need.get("unit", ""), need.get("text", "")))) for need in needs])
    for row in found.proposals:
        said = {"title": row.title, "decision": cited(row.committee_decision) or row.organ.name}
        yield Text(_("Målförslaget ”%(title)s” lämnades in av %(decision)s.") % said)
    if not found.proposals:
        yield Text(_("Målet kommer inte ur något målförslag som finns här."), "quiet")


# Targets and paths


def _targets(found: Decided) -> Grid:
    head = [_("Indikator och beslut"), _("Utgångsvärde"), _("Målvärde")]
    return Grid(_("Målvärden"), head, [_target(aim) for aim in found.targets], frozenset({1, 2}))


def _target(aim: Aimed) -> list[str]:
    said, version = aim.said, aim.row.version
    start = said["baseline"]
    shown = f"{_number(start['value'])} ({start['year']})" if start else DASH
    goal = _number(said["target"])
    if said["bounds"]:
        goal = DASH.join(_number(bound) for bound in said["bounds"])
    if said["window"]:
        goal = f"{goal} ({DASH.join(str(year) for year in said['window'])})"
    name = named(version.name, version.unit)
    if aim.ended:
        name = _("%(name)s, upphörde %(day)s") % {"name": name, "day": partial_date(aim.row.ended or "")}
    return [f"{name}. {cited(aim.decision)}" if aim.decision else name, shown, goal]


def _number(text: Any) -> str:
    return DASH if text in (None, "") else number(Decimal(str(text)))


def _paths(found: Decided) -> Grid:
    years = sorted({year for laid in found.paths for year in laid.values})
    head = [_("Indikator, ansvarig och beslut"), *map(str, years)]
    rows = [_path(laid, years) for laid in found.paths]
    return Grid(_("Progression, nivå för varje år"), head, rows, frozenset(range(1, len(years) + 1)))


def _path(laid: Laid, years: list[int]) -> list[str]:
    version = laid.row.target.version
    said = [named(version.name, version.unit), cited(laid.decision) or laid.row.organ.name]
    return [". ".join(said), *(_number(laid.values.get(year)) for year in years)]


# Outcomes


def _figures(goal: Goal, user: Any, day: date, judgements: list[Judgement]) -> GoalFigures:
    """The figures on the day: outcomes known by then, at the latest round that was judged."""
    year = min(max(day.year, goal.term.first_year), goal.term.end_year)
    occasion = Occasion.of(judgements[-1].row.round) if judgements else Occasion(year)
    return figures.load([goal], occasion, user=user, outcomes=known.by(day))[goal.pk]


def _outcomes(numbers: GoalFigures) -> Iterator[Block]:
    """A table for each indicator: owners who read the same outcomes share it."""
    head = [_("År och källa"), _("Utfall"), _("Känt från"), _("Inlagt")]
    tables = {
        (named(line.target.version.name, line.target.version.unit), tuple(_cells(line))) for line in numbers.lines
    }
    for name, rows in sorted(tables):
        if rows:
            yield Grid(name, head, [list(row) for row in rows], frozenset({1}))
    if not any(rows for _name, rows in tables):
        yield Text(_("Inget utfall var känt."))


def _cells(line: Any) -> Iterator[tuple[str, ...]]:
    version, words = line.target.version, dict(Missing.choices)
    for year, cell in sorted(line.cells.items()):
        row = cell.outcome
        value = str(words.get(row.missing, ""))
        if cell.value is not None:
            value = number(cell.value, digits(cell.value, version.decimals))
        if row.pk is None:
            yield _("%(year)s, egen beräkning") % {"year": year}, value, DASH, DASH
            continue
        status = "" if row.status == "final" else f" ({row.get_status_display()})"
        name = f"{year}, {row.source.title}" if row.source else str(year)
        yield name + status, value, partial_date(known.known_on(row)), partial_date(_date(row.entered_at))


def _date(moment: Any) -> str:
    return timezone.localtime(moment).date().isoformat()


# Judgement and evidence


def _judged(found: Decided, judgements: list[Judgement], numbers: GoalFigures) -> Iterator[Block]:
    if not judgements:
        yield Text(_("Inget omdöme var godkänt."))
    for one in judgements:
        row = one.row
        row.round.term = found.goal.term
        who = _("styrelsens sammanvägning") if row.weighed else str(row.organ or "")
        yield Heading(sentence(f"{row.round}, {who}"), 3)
        yield Text(_("Omdöme: %(word)s.") % {"word": verdict_word(row, one.status)})
        if row is judgements[-1].row and not found.later:
            suggested = figures.suggestion_in(numbers, row)
            said = {"word": verdict_word(row, suggested.verdict), "measured": measured_word(suggested)}
            yield Text(
                _("Indikatorerna ensamma, med de utfall som var kända: %(word)s (%(measured)s).") % said, "quiet"
            )
        yield from texts(_("Analys"), one.analysis, 3)
        yield from texts(_("Varför omdömet avviker från indikatorerna"), one.motivation, 3)
        yield Text(_("Beslut: %(decision)s.") % {"decision": cited(one.decision) or _("inte känt")}, "quiet")


def _evidence(judgements: list[Judgement], editions: list[ReportEdition]) -> Iterator[Block]:
    items = []
    for one in judgements:
        for ground in one.grounds or ():
            parts = (str(one.row.round), ground.kind, ground.text, ground.name or ground.detail)
            items.append(sentence(": ".join(part for part in parts if part)))
    items += [
        _("%(edition)s, utgiven %(day)s, SHA-256 %(hash)s")
        % {"edition": sentence(str(row)), "day": row.issued.isoformat(), "hash": row.sha256}
        for row in editions
    ]
    yield (
        Points(items)
        if items
        else Text(_("Inget annat underlag än indikatorerna är angivet, och ingen rapport var utgiven."))
    )


def _editions(goal: Goal, user: Any, day: date) -> list[ReportEdition]:
    """The editions that printed it by the day: those of all goals, and its owners' own."""
    about = Q(report__organ=None) | Q(report__organ__in=goal.organ_ids())
    rows = ReportEdition.objects.visible_to(user).filter(about, report__round__term=goal.term_id, number__isnull=False)
    rows = (
        rows.exclude(report__kind=Report.Kind.AUDIT)
        .filter(issued__lte=day)
        .select_related("report__round__term", "report__organ")
        .defer("snapshot")
    )
    return list(rows.order_by("issued", "pk"))


def _noted(found: Decided, user: Any) -> Iterator[Block]:
    """What was noted by the day, of that which this person may read."""
    targets = [aim.row for aim in found.targets]
    if notes := noted.of_goal(found.goal, targets, user, until=judged.end_of(found.day)):
        yield Heading(_("Anteckningar mellan uppföljningarna"))
        yield Points([f"{_date(note.when)}, {_by(note)}: {note.text}" for note in notes])


def _by(note: Note) -> str:
    return f"{note.who}, {note.about}" if note.about else note.who


# Who and when


def _who(found: Decided, judgements: list[Judgement], user: Any) -> Grid:
    """Decisions with who put them down, and moves that those outside are told of; by day."""
    rows = [*_decisions(found, judgements), *_moves(found, judgements)]
    head = [_("Dag, vad och beslut"), _("Av vem, när")]
    told = [[f"{_shown(day)}: {what}. {decision}", who] for day, what, decision, who in sorted(dict.fromkeys(rows))]
    return Grid(_("Beslut och åtgärder"), head, told)


def _shown(day: str) -> str:
    return DASH if day == DASH else partial_date(day)


def _decisions(found: Decided, judgements: list[Judgement]) -> Iterator[tuple[str, ...]]:
    goal = found.goal
    yield _line(goal.decision, _("Målet antogs"))
    for row in found.proposals:
        yield _line(row.committee_decision, _("Målförslaget lämnades in"))
    for decision in found.changed_by:
        yield _line(decision, _("Målet ändrades"))
    for aim in found.targets:
        if aim.decision:
            yield _line(aim.decision, _("Målvärdet beslutades"))
    for laid in found.paths:
        yield _line(laid.decision, _("Progressionen fastställdes"))
    for one in judgements:
        yield _line(one.decision, _("Omdömet godkändes, %(round)s") % {"round": one.row.round})


def _line(decision: Decision | None, what: str) -> tuple[str, ...]:
    if decision is None:
        return DASH, what, _("inte känt"), DASH
    who = str(decision.recorded_by or _("läst in ur en målbok"))
    return decision.date or DASH, what, cited(decision), f"{who}, {_date(decision.recorded_at)}"


def _moves(found: Decided, judgements: list[Judgement]) -> Iterator[tuple[str, ...]]:
    """From the log of moves: who did what, until the end of the day."""
    kinds = ContentType.objects.get_for_models(Goal, Path, Assessment)
    about = Q(content_type=kinds[Goal], object_id=found.goal.pk)
    about |= Q(content_type=kinds[Path], object_id__in=[laid.row.pk for laid in found.paths])
    about |= Q(content_type=kinds[Assessment], object_id__in=[one.row.pk for one in judgements])
    told = Q(decision__isnull=False) | Q(move__in=TOLD_OUTSIDE)
    rows = Event.objects.filter(about, told, at__lte=judged.end_of(found.day)).select_related(
        "person", "decision__organ"
    )
    words = {kinds[Goal].pk: _("Målet"), kinds[Path].pk: _("Progressionen"), kinds[Assessment].pk: _("Omdömet")}
    for row in rows:
        what = f"{words[row.content_type_id]}: {WORKFLOWS[row.flow].telling(row.move)}"
        yield _date(row.at), what, cited(row.decision) or DASH, str(row.person or _("systemet"))


# What it rests on


def _notes(found: Decided, judgements: list[Judgement]) -> Iterator[str]:
    yield _("Lydelse, ansvariga, målvärden och progression visas efter beslutens datum. Ett beslut gäller från "
            "sin egen dag. Är bara år eller månad känt räknas dess sista dag.")  # fmt: skip
    yield _(
        "Ett utfall räknas som känt från den dag källan publicerade det, annars den dag det hämtades eller lades in."
    )
    yield _("Texten i ett omdöme är den som var godkänd, läst ur ändringsloggen.")
    if late := [row for row in judgements if row.recorded]:
        said = listed(sorted({f"{row.row.round} ({row.recorded})" for row in late}))
        yield _("Registrerat i systemet först efter den dag som visas: %(what)s.") % {"what": said}
    if changed := [row for row in judgements if row.grounds is None]:
        said = listed(sorted({str(row.row.round) for row in changed}))
        yield _("Omdömets underlag har ändrats efter dagen och kan inte återskapas här: %(what)s. Ändringsloggen visar "
                "vad som stod.") % {"what": said}  # fmt: skip
    if found.later:
        yield _("Målvärde eller progression har beslutats på nytt efter dagen. Vad indikatorerna ensamma sade "
                "räknas därför inte om; det står i den frysta rapporten.")  # fmt: skip
    yield _("Det här kan inte återskapas: indikatorns namn och definition visas som de är nu, målområdets text "
            "likaså, och en progression som följt med till en ny ansvarig visas hos den nya.")  # fmt: skip
