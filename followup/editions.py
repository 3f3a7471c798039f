"""Editions as steps: issued and published by the controller, approved by the council; drawn by `making`.

The snapshot is taken when the report is issued, in the step itself: what the controller saw is what is printed, and
the same content gives the same edition at once. Only the drawing is left to the background.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from burlov_styrning.base.models import Decision, Event, Meeting, Organ
from burlov_styrning.clock import today
from burlov_styrning.refusals import Reason, Refusal
from burlov_styrning.workflow import Act, acting
from followup import making, preparing, printed, rounds
from followup.content.audit import snapshot as audit
from followup.content.catalogue import snapshot as catalogue
from followup.content.premises import snapshot as premises
from followup.content.snapshot import Plain, canonical, collect, digest
from followup.models import EditionFile, FollowUpRound, Report, ReportEdition
from followup.moves import EDITIONS, edition_moves
from followup.preparing import ON_ROUNDS, Problems
from goals.models import Term

STALE_AFTER = timedelta(minutes=5)
"""Each bit of the work takes seconds; a row that has not moved for so long has lost its worker."""

MOST_TRIES = 3
"""So often a worker takes up by itself what stopped; what ends every worker is not tried for ever."""

ISSUED = (*ON_ROUNDS, "catalogue", "premises", "audit")
ONLY_READ = (Report.Kind.CATALOGUE, Report.Kind.PREMISES, Report.Kind.AUDIT)
"""What the council or the auditors work from, and the council does not approve."""

UNFINISHED = (ReportEdition.State.MAKING, ReportEdition.State.FAILED, ReportEdition.State.STOPPED)
RETRIES: dict[str, str] = {ReportEdition.State.FAILED: "retry", ReportEdition.State.STOPPED: "again"}
"""What has come to an end without being made, and the move that tries once more."""


@dataclass(frozen=True)
class Issued:
    """What came of issuing: the edition, and whether it is a new one."""

    edition: ReportEdition
    new: bool


class _Found(Exception):
    """The edition is there already; what the step began is taken back."""

    def __init__(self, edition: ReportEdition) -> None:
        self.edition = edition


def issue(round_: FollowUpRound, kind: str, *, by: Any, organ: Organ | None = None, background: bool = True) -> Issued:
    """Freeze a report on a closed round and have it drawn; the same content as the latest edition is that edition."""
    about = {"term_id": round_.term_id, "kind": kind, "round": round_, "organ": organ}
    return _issue(ReportEdition(issued=today()), about, lambda: problems(round_, kind, organ), by, background)


def issue_catalogue(term: Term, *, by: Any, meeting: Meeting | None = None, background: bool = True) -> Issued:
    """The same of a term's proposal catalogue, for the papers of a meeting where one is named."""
    about = {"term_id": term.pk, "kind": Report.Kind.CATALOGUE, "round": None, "organ": None}
    edition = ReportEdition(issued=today(), meeting=meeting)
    return _issue(edition, about, lambda: problems_of_catalogue(term, meeting), by, background)


def issue_premises(term: Term, year: int, *, by: Any, background: bool = True) -> Issued:
    """The same of the premises of a budget year in the term."""
    about = {"term_id": term.pk, "kind": Report.Kind.PREMISES, "round": None, "organ": None, "year": year}
    return _issue(ReportEdition(issued=today()), about, lambda: problems_of_premises(term, year), by, background)


def issue_audit(round_: FollowUpRound, *, by: Any, organ: Organ | None = None, background: bool = True) -> Issued:
    """The same of what the auditors examine a round by, of all goals or of one committee's: theirs alone."""
    about = {"term_id": round_.term_id, "kind": Report.Kind.AUDIT, "round": round_, "organ": organ}
    return _issue(ReportEdition(issued=today()), about, lambda: problems_of_audit(round_), by, background)


def _issue(
    edition: ReportEdition, about: Mapping[str, Any], problems: Callable[[], Problems], by: Any, background: bool
) -> Issued:
    try:
        with acting(edition_moves(about["kind"]), "issue", edition, by=by) as act:
            act.rule(problems())
            edition.report = _report(about)
            _freeze(edition, act)
            edition.save()
            _begin(edition, background)
    except _Found as found:
        return _go_on(found.edition, by, background)
    return Issued(edition, True)


def problems_of_catalogue(term: Term, meeting: Meeting | None) -> Problems:
    """Why a term's catalogue cannot be issued, by form field."""
    found = preparing.nothing_handed_in(term)
    if meeting and meeting.organ.kind != Organ.Kind.COUNCIL:
        found.append(
            ("meeting", _("Katalogen är en handling till fullmäktige. Välj ett av fullmäktiges sammanträden."))
        )
    return found


def problems_of_premises(term: Term, year: int) -> Problems:
    """Why there can be no premises of that year, by form field."""
    if not term.first_year <= year <= (term.prolonged_to or term.last_year):
        return [("year", _("%(year)s ligger inte i perioden %(term)s.") % {"year": year, "term": term})]
    if premises.has_room(year):
        return []
    sentence = _("Inget scenario som är i bruk säger något om %(year)s. Lägg in ett scenario för året först.")
    return [("year", sentence % {"year": year})]


def problems_of_audit(round_: FollowUpRound) -> Problems:
    """Why there is nothing to examine, by form field."""
    if round_.state != FollowUpRound.State.PLANNED:
        return []
    return [("round", _("%(round)s har inte öppnat. Det finns inget att granska än.") % {"round": round_})]


def problems_of(report: Report) -> Problems:
    """Why a prepared report cannot be issued now, by form field."""
    if report.round is None:
        return problems_of_catalogue(report.term, None)
    return problems(report.round, report.kind, report.organ)


def problems(round_: FollowUpRound, kind: str, organ: Organ | None) -> Problems:
    """Why that report cannot be issued, by form field."""
    found = preparing.problems(round_, kind, organ)
    if round_.state not in (FollowUpRound.State.CLOSED, FollowUpRound.State.ADOPTED):
        sentence = _("%(round)s är inte stängd. Stäng uppföljningen först, så att bedömningarna ligger fast.")
        found.append(("round", sentence % {"round": round_}))
    return found


def is_approved(edition: ReportEdition) -> bool:
    """Whether the council approves such a report; what is only read it does not."""
    return edition.report.kind not in ONLY_READ


def is_stale(edition: ReportEdition) -> bool:
    """Whether the work has stopped without a word (the worker was ended)."""
    return edition.state == ReportEdition.State.MAKING and _stands_still(edition)


def _stands_still(edition: ReportEdition) -> bool:
    return edition.touched_at is None or timezone.now() - edition.touched_at > STALE_AFTER


def retry(edition: ReportEdition, *, by: Any, background: bool = True) -> Issued:
    """Draw what failed or stopped once more, from what stands now."""
    move = RETRIES.get(edition.state, "restart")
    try:
        with acting(edition_moves(edition.report.kind), move, edition, by=by) as act:
            if move == "restart" and not is_stale(act.row):
                act.rule([_("Rapporten framställs just nu. Vänta tills det är klart.")])
            _freeze(act.row, act)
            _begin(act.row, background)
    except _Found as found:
        edition.delete()  # it came to the same as an edition that is there
        return Issued(found.edition, False)
    return Issued(edition, True)


def cancel(edition: ReportEdition, *, by: Any) -> ReportEdition:
    """Stop making it: the worker leaves off at its next bit, and nothing of what it made is kept."""
    with acting(edition_moves(edition.report.kind), "cancel", edition, by=by) as act:
        act.row.done = 0
    return edition


def stale() -> list[ReportEdition]:
    """What has lost its worker, but for what was taken up in vain so often that a person has to look at it."""
    rows = ReportEdition.objects.filter(state=ReportEdition.State.MAKING).defer("snapshot")
    return [row for row in rows if is_stale(row) and _resumed(row) < MOST_TRIES]


def resume(edition: ReportEdition) -> None:
    """Draw what stopped once more, from the same frozen snapshot."""
    with acting(edition_moves(edition.report.kind), "resume", edition, by=None) as act:
        if not is_stale(act.row):  # another worker took it up meanwhile
            act.rule([_("Rapporten framställs just nu. Vänta tills det är klart.")])
        act.row.done, act.row.touched_at = 1, timezone.now()
        _begin(act.row, background=True)


def _resumed(edition: ReportEdition) -> int:
    return Event.of(edition).filter(move="resume").count()


def publish(edition: ReportEdition, *, by: Any) -> ReportEdition:
    """Show the edition to everybody, with the figures and judgements it prints."""
    with acting(EDITIONS, "publish", edition, by=by) as act:
        act.row.exposure = "published"
        act.row.published_at = act.row.published_at or timezone.now()
        printed.publish(act.row, act.by)
    return edition


@transaction.atomic
def approve(edition: ReportEdition, decision: Decision, *, by: Any) -> Act:
    """The council approved the report: the same content is drawn once more with the decision on its cover.

    What it approved stays byte for byte beside that.
    """
    if not is_approved(edition):
        sentence = _("%(report)s är ett underlag och godkänns inte. Fullmäktiges beslut antecknas för sig.")
        sentence %= {"report": str(edition.report.get_kind_display()).capitalize()}
        raise Refusal(Reason.RULE, sentence)
    with acting(EDITIONS, "approve", edition, by=by, decision=decision) as act:
        act.row.decision, act.row.touched_at = decision, timezone.now()
    making.make_approved.enqueue(edition.pk)
    round_ = edition.report.round
    if round_ and round_.state == FollowUpRound.State.CLOSED and edition.report.kind == round_.kind:
        rounds.adopt(round_, decision, by=by)
    return act


def waits_for_approved_files(edition: ReportEdition, files: Iterable[EditionFile]) -> bool:
    """Whether the council has approved it and its files do not say so yet."""
    return edition.state == ReportEdition.State.APPROVED and not any(file.approved for file in files)


def draw_what_was_approved() -> None:
    """Approved editions whose second files nobody is drawing, as when the worker was ended: ask for them again."""
    rows = ReportEdition.objects.filter(state=ReportEdition.State.APPROVED, decision__isnull=False)
    for edition in rows.exclude(files__approved=True).defer("snapshot"):
        if _stands_still(edition):
            making.make_approved.enqueue(edition.pk)


# Inside the step


def _report(about: Mapping[str, Any]) -> Report:
    """The report of that kind, locked; with an unfinished edition nothing new is begun."""
    report = preparing.found(about)
    Report.objects.select_for_update().get(pk=report.pk)
    if unfinished := report.editions.filter(state__in=UNFINISHED).first():
        raise _Found(unfinished)
    return report


def _go_on(edition: ReportEdition, by: Any, background: bool) -> Issued:
    """The edition that was found: made already, being made (a second click), or to be tried again."""
    if edition.state in RETRIES or is_stale(edition):
        return retry(edition, by=by, background=background)
    return Issued(edition, False)


def _freeze(edition: ReportEdition, act: Act) -> None:
    report = edition.report
    snapshot = collected(report, edition.meeting)
    edition.snapshot = canonical(snapshot)
    edition.sha256 = digest(edition.snapshot)
    if same := latest(report, edition.sha256):
        raise _Found(same)
    edition.issued, edition.issued_by_id = today(), act.actor.person
    edition.example = snapshot["head"]["example"]
    edition.done, edition.total, edition.problem = 1, making.amount(snapshot), ""
    edition.touched_at = timezone.now()


def collected(report: Report, meeting: Meeting | None = None) -> Plain:
    """What is frozen of the report when it is issued, from what stands now."""
    layout = preparing.layout_of(report)
    if report.kind == Report.Kind.CATALOGUE:
        return catalogue.collect(report.term, meeting, layout)
    if report.kind == Report.Kind.PREMISES:
        assert report.year is not None
        return premises.collect(report.term, report.year)
    assert report.round is not None
    if report.kind == Report.Kind.AUDIT:
        return audit.collect(report.round, report.organ)
    return collect(report.round, kind=report.kind, organ=report.organ, layout=layout)


def latest(report: Report, sha256: str) -> ReportEdition | None:
    """The report's latest edition, if it has this content."""
    rows = report.editions.filter(number__isnull=False).order_by("-number")[:1]
    return next((row for row in rows if row.sha256 == sha256), None)


def _begin(edition: ReportEdition, background: bool) -> None:
    if background:
        making.make_edition.enqueue(edition.pk)
