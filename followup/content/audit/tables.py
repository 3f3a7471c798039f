"""What the auditors' report has besides in its spreadsheet: departures, origins, who and when, editions."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from burlov_styrning.sheets import Sheet
from followup.content import tables
from followup.content.goals import GoalView
from followup.content.report import Report
from followup.content.snapshot import Plain
from followup.content.tables import Line, yes


def sheets(snapshot: Plain, view: Report) -> list[Sheet]:
    """Those of every report on a round, and these."""
    made = [_departures(view), _origins(view), _acts(snapshot, view), _editions(view)]
    return [*tables.sheets(snapshot, view), *(sheet for sheet in made if sheet.rows)]


def _name(goal: GoalView) -> str:
    return f"{goal.number}. {goal.heading}"


def _goals(view: Report) -> Iterator[GoalView]:
    return (goal for area in view.areas for goal in area.goals)


def _departures(view: Report) -> Sheet:
    headings = [_("Mål"), _("Bedömning"), _("Indikatorerna ensamma"), _("Bättre än siffrorna"), _("Skäl")]
    rows: list[Line] = [
        [_name(one.goal), one.goal.judged.word, one.goal.suggested.word, yes(one.brighter), one.motivation]
        for one in (view.audit.departures if view.audit else ())
    ]
    return Sheet(_("Att granska"), headings, rows)


def _origins(view: Report) -> Sheet:
    rows: list[Line] = []
    for goal in _goals(view):
        if goal.behind:
            rows += [[_name(goal), _("Behov"), unit, text] for unit, text in goal.behind.needs]
            rows += [[_name(goal), _("Målförslag"), "", text] for text in goal.behind.proposals]
    return Sheet(_("Avsikt"), [_("Mål"), _("Vad"), _("Enhet"), _("Text")], rows)


def _acts(snapshot: Plain, view: Report) -> Sheet:
    """With the days as they are stored, so that they can be sorted."""
    days = {one["goal"]: [act["day"] or "" for act in one["acts"]] for one in snapshot["audit"]["goals"]}
    rows: list[Line] = [
        [_name(goal), day, act.what, act.decision, act.who]
        for goal in _goals(view)
        for day, act in zip(days[goal.key], goal.behind.acts if goal.behind else (), strict=True)
    ]
    return Sheet(_("Vem och när"), [_("Mål"), _("Dag"), _("Vad"), _("Beslut"), _("Av vem, när")], rows)


def _editions(view: Report) -> Sheet:
    headings = [_("Rapport"), _("Utgåva"), _("Utgiven"), _("Ställning"), _("SHA-256")]
    rows: list[Line] = [
        [one.title, int(one.number), one.issued, one.standing, one.sha256]
        for one in (view.audit.editions if view.audit else ())
    ]
    return Sheet(_("Utgivna rapporter"), headings, rows)
