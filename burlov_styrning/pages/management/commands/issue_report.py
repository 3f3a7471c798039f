"""Issue a report and write one of its forms to a file."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from burlov_styrning.base.models import Meeting, Organ
from burlov_styrning.refusals import Refusal
from burlov_styrning.rights import Actor, Post, Role
from followup import editions, making, preparing
from followup.models import EditionFile, FollowUpRound, Report, ReportEdition
from goals.models import Term

FORMATS = ("html", "pdf", "docx", "xlsx", "json")
OPERATOR = Actor(posts=(Post(Role.CONTROLLER, 0, ""), Post(Role.AUDITOR, 0, "")))
"""Whoever runs commands on the server acts as the controller, and for the auditors; the log has no person."""


class Command(BaseCommand):
    """Issues the report (or takes the edition that has the same content) and writes the file."""

    help = (
        "Issues a report on a closed follow-up round, a term's proposal catalogue, a budget's premises or what the "
        "auditors examine a round by, as html, pdf, docx, xlsx or json."
    )
    requires_system_checks = ()  # they read every view: half of the time it takes

    def add_arguments(self, parser: ArgumentParser) -> None:
        """TERM [ROUND] --kind --organ --format --out."""
        parser.add_argument("term", help="for example 2019-2022")
        parser.add_argument("round", nargs="?", help="the round's key; without it the latest closed one of the kind")
        parser.add_argument(
            "--kind", default="annual", help="annual, interim, tertial, committee, catalogue, premises or audit"
        )
        parser.add_argument("--year", type=int, help="the budget year, for --kind premises; else the term's first")
        parser.add_argument("--organ", help="the committee's key, for --kind committee or audit")
        parser.add_argument("--meeting", type=date.fromisoformat, help="the council's meeting, for --kind catalogue")
        parser.add_argument("--format", default="pdf", help="html, pdf, docx, xlsx or json")
        parser.add_argument("--out", required=True, type=Path, help="the file to write")

    def handle(self, *args: Any, **options: Any) -> None:
        """Find, issue, draw, write."""
        check(options["kind"], options["format"], options["out"])
        try:
            issued = issue(find_term(options["term"]), options)
        except Refusal as refusal:
            raise CommandError(" ".join(map(str, refusal.sentences))) from refusal
        file = made(issued.edition, options["format"])
        with file.file.open("rb") as stored:
            options["out"].write_bytes(stored.read())
        number = file.edition.number
        words = _("Utgåva %(number)s") if issued.new else _("Utgåva %(number)s, som redan fanns med samma innehåll")
        self.stdout.write(f"{words % {'number': number}}: {options['out']}, SHA-256 {file.sha256}")


def issue(term: Term, options: Mapping[str, Any]) -> editions.Issued:
    """The catalogue of a term, or a report on one of its rounds."""
    kind = options["kind"]
    if kind == Report.Kind.CATALOGUE:
        meeting = find_meeting(options["meeting"])
        return editions.issue_catalogue(term, by=OPERATOR, meeting=meeting, background=False)
    if kind == Report.Kind.PREMISES:
        return editions.issue_premises(term, options["year"] or term.first_year, by=OPERATOR, background=False)
    round_, organ = find_round(term, options["round"], kind), find_organ(options["organ"])
    if kind == Report.Kind.AUDIT:
        return editions.issue_audit(round_, by=OPERATOR, organ=organ, background=False)
    return editions.issue(round_, kind, by=OPERATOR, organ=organ, background=False)


def find_meeting(day: date | None) -> Meeting | None:
    """The council's meeting on that day."""
    if day is None:
        return None
    meetings = Meeting.objects.filter(organ__kind=Organ.Kind.COUNCIL)
    meeting: Meeting | None = meetings.filter(date=day).first()
    if meeting is None:
        known = ", ".join(one.date.isoformat() for one in meetings) or _("inget")
        sentence = _("Fullmäktige har inget sammanträde %(day)s. Det finns: %(known)s.")
        raise CommandError(sentence % {"day": day.isoformat(), "known": known})
    return meeting


def made(edition: ReportEdition, format_: str) -> EditionFile:
    """The edition's file, drawn now if it is not there yet; where the council has approved it, the one that says so."""
    if edition.number is None:
        making.make(edition.pk)
    edition.refresh_from_db()
    if edition.number is None:
        raise CommandError(edition.problem or _("Rapporten framställs just nu av en annan process. Försök igen strax."))
    files = edition.files.select_related("edition").filter(format=format_)
    return files.order_by("-approved")[0]  # type: ignore[no-any-return]


def check(kind: str, format_: str, out: Path) -> None:
    """What can be said before anything is asked of the database."""
    if kind not in editions.ISSUED:
        raise CommandError(preparing.not_issued(kind, editions.ISSUED))
    if format_ not in FORMATS:
        raise CommandError(
            _("Formatet %(format)s finns inte. Välj %(known)s.") % {"format": format_, "known": ", ".join(FORMATS)}
        )
    if not out.parent.is_dir():
        raise CommandError(_("Mappen %(folder)s finns inte. Skapa den först.") % {"folder": out.parent})


def find_term(key: str) -> Term:
    """The term by its key."""
    for term in Term.objects.all():
        if term.key == key.replace("–", "-"):
            return term
    known = ", ".join(term.key for term in Term.objects.all()) or _("ingen")
    raise CommandError(_("Målperioden %(key)s finns inte. Det finns: %(known)s.") % {"key": key, "known": known})


def find_organ(key: str | None) -> Organ | None:
    """The committee by its key."""
    if key is None:
        return None
    organ: Organ | None = Organ.objects.filter(key=key).first()
    if organ is None:
        known = ", ".join(Organ.objects.values_list("key", flat=True))
        raise CommandError(_("Organet %(key)s finns inte. Det finns: %(known)s.") % {"key": key, "known": known})
    return organ


def find_round(term: Term, key: str | None, kind: str) -> FollowUpRound:
    """The round by its key, or the latest closed one of the kind (of any kind for a committee's and the auditors')."""
    rounds = list(term.rounds.order_by("year", "period_end", "pk"))
    if key is not None:
        found = [row for row in rounds if row.key == key]
        if not found:
            known = ", ".join(row.key for row in rounds) or _("inget")
            sentence = _("Uppföljningen %(key)s finns inte i perioden. Det finns: %(known)s.")
            raise CommandError(sentence % {"key": key, "known": known})
        return found[0]
    fitting = [row for row in rounds if kind in ("committee", "audit", row.kind)]
    closed = [row for row in fitting if row.state in (FollowUpRound.State.CLOSED, FollowUpRound.State.ADOPTED)]
    if not closed:
        sentence = _("Perioden har ingen stängd uppföljning för %(kind)s. Stäng en först.")
        raise CommandError(sentence % {"kind": Report.Kind(kind).label})
    return closed[-1]
