"""How each kind of report is drawn from its snapshot: one table for all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from burlov_styrning.sheets import Sheet
from followup.content import changes, charts, report, tables
from followup.content.audit import changes as audit_changes
from followup.content.audit import tables as audit_tables
from followup.content.audit.snapshot import audit_json
from followup.content.catalogue import changes as catalogue_changes
from followup.content.catalogue import charts as catalogue_charts
from followup.content.catalogue import report as catalogue_report
from followup.content.catalogue import tables as catalogue_tables
from followup.content.catalogue.snapshot import proposals_json
from followup.content.changes import Change
from followup.content.flat import changes_json, report_json
from followup.content.naming import Edition
from followup.content.premises import changes as premises_changes
from followup.content.premises import charts as premises_charts
from followup.content.premises import report as premises_report
from followup.content.premises import tables as premises_tables
from followup.content.premises.snapshot import premises_json
from followup.content.snapshot import Plain


@dataclass(frozen=True)
class Drawing:
    """Its charts and their number, the whole as templates draw it, about how many pages, what its JSON has besides,
    the tables of its spreadsheet, what differs between two editions; for a draft its
    charts undrawn, and the snapshot with only those charts that one chapter of it has."""

    charts: Callable[..., Any]
    number_of: Callable[[Plain], int]
    build: Callable[[Plain, Edition, Any], Any]
    pages_about: Callable[[Plain], int]
    more: Callable[[Plain], Plain]
    sheets: Callable[[Plain, Any], Sequence[Sheet]]
    changes: Callable[[Plain, Plain], list[Change]]
    outlined: Callable[[Plain], Any] = lambda snapshot: {}
    of_chapter: Callable[[Plain, Any], Plain] = lambda snapshot, chapter: snapshot

    def as_json(self, snapshot: Plain, about: Edition) -> Plain:
        """The form that other programs read."""
        flat = report_json(snapshot, edition=about.number, issued=about.issued, sha256=about.sha256)
        return flat | self.more(snapshot) | changes_json(about.since)


FOLLOW_UP = Drawing(
    charts.draw,
    charts.number_of,
    report.build,
    report.pages_about,
    lambda snapshot: {},
    tables.sheets,
    changes.changes,
    charts.outlined,
    report.of_chapter,
)
CATALOGUE = Drawing(
    catalogue_charts.draw,
    catalogue_charts.number_of,
    catalogue_report.build,
    catalogue_report.pages_about,
    lambda snapshot: {"proposals": proposals_json(snapshot)},
    catalogue_tables.sheets,
    catalogue_changes.changes,
    catalogue_charts.outlined,
    catalogue_report.of_chapter,
)
PREMISES = Drawing(
    premises_charts.draw,
    premises_charts.number_of,
    premises_report.build,
    premises_report.pages_about,
    premises_json,
    premises_tables.sheets,
    premises_changes.changes,
)
AUDIT = replace(FOLLOW_UP, more=audit_json, sheets=audit_tables.sheets, changes=audit_changes.changes)
KINDS = {"catalogue": CATALOGUE, "premises": PREMISES, "audit": AUDIT}


def drawing_of(snapshot: Plain) -> Drawing:
    """How this report is drawn."""
    return KINDS.get(snapshot["kind"], FOLLOW_UP)
