"""What an edition prints, found again among the live rows, so that publishing it publishes exactly that."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.db.models import Model, Q, QuerySet

from burlov_styrning.exposure import Exposure
from burlov_styrning.trace import log_many
from followup.content.layout import is_short
from followup.content.snapshot import Plain
from followup.models import Activity, Assessment, Onward, ReportEdition
from goals.models import GoalProposal, Path
from indicators.models import Forecast, Outcome


def publish(edition: ReportEdition, by: Any) -> None:
    """Show everybody the proposals, judgements, figures, paths, activities and what goes on that the edition prints."""
    snapshot = json.loads(edition.snapshot)
    for rows in (
        _proposals(edition, snapshot), _assessments(edition, snapshot), _outcomes(snapshot), _paths(edition, snapshot),
        _forecasts(edition, snapshot), _activities(edition, snapshot), _onwards(edition, snapshot),
    ):  # fmt: skip
        _show(rows, by)


def _show(rows: Iterable[Any], by: Any) -> None:
    hidden = [row for row in rows if row.exposure != Exposure.PUBLISHED]
    if not hidden:
        return
    model: type[Model] = type(hidden[0])
    model._base_manager.filter(pk__in=[row.pk for row in hidden]).update(exposure=Exposure.PUBLISHED)
    for row in hidden:
        row.exposure = Exposure.PUBLISHED
    log_many(hidden, actor=by, created=False)


def _proposals(edition: ReportEdition, snapshot: Plain) -> QuerySet[GoalProposal]:
    """Those of a catalogue: what all then read of them is the text that was handed in, as it is printed."""
    keys = [row["proposal"] for row in snapshot.get("proposals", [])]
    rows: QuerySet[GoalProposal] = GoalProposal.objects.filter(
        term=edition.report.term_id, key__in=keys, exposure=Exposure.RECORD
    )
    return rows


def _assessments(edition: ReportEdition, snapshot: Plain) -> QuerySet[Assessment]:
    """The approved judgements that are printed: of its goals, its areas and the whole.

    A short report prints no analysis: then nobody is given one to read by it.
    """
    rows: QuerySet[Assessment] = Assessment.objects.filter(
        round=edition.report.round_id, state=Assessment.State.APPROVED
    )
    if is_short(snapshot):
        return rows.filter(_of_the_council(snapshot))
    return rows.filter(Q(goal__key__in=_goals(snapshot)) | _of_the_council(snapshot))


def _of_the_council(snapshot: Plain) -> Q:
    areas = [area["area"] for area in snapshot["areas"]]
    return Q(area__key__in=areas) | (Q(whole=True) if snapshot["whole"] else Q(pk__in=[]))


def _outcomes(snapshot: Plain) -> list[Outcome]:
    """The very revisions that are printed, and those that a printed calculation rests on: it names them."""
    wanted = {(row["indicator"], row["read"] or row["period"], row["sex"], row["outcome"], row["missing"] or "")
              for row in snapshot["figures"] if row["outcome"] is not None or row["missing"]}  # fmt: skip
    wanted |= {(row["indicator"], str(row["year"]), "T", row["value"], "")
               for row in snapshot.get("compared", {"rows": ()})["rows"]}  # fmt: skip
    parts = [part for row in snapshot["figures"] for part in row.get("calculation", {}).get("parts", [])]
    wanted |= {(key, period[:4], sex, value, missing or "") for key, period, sex, value, missing in parts}
    keys = {key for key, *_rest in wanted}
    rows = Outcome.objects.filter(indicator__key__in=keys, municipality__own=True, unit=None)
    return [row for row in rows.select_related("indicator") if _as_printed(row) in wanted]


def _as_printed(row: Outcome) -> tuple[str, str, str, str | None, str]:
    value = None if row.value is None else format(row.value, "f")
    year = row.period if len(row.period) == 4 else str(row.year)
    return (row.indicator.key, year, row.sex, value, row.missing)


def _paths(edition: ReportEdition, snapshot: Plain) -> QuerySet[Path]:
    rows: QuerySet[Path] = Path.objects.filter(
        state=Path.State.DECIDED,
        replaced=False,
        target__goal__term=edition.report.term_id,
        target__goal__key__in=_goals(snapshot),
    )
    return rows


def _forecasts(edition: ReportEdition, snapshot: Plain) -> QuerySet[Forecast]:
    keys = {row["indicator"] for row in snapshot["figures"] if row["forecast"] is not None}
    rows: QuerySet[Forecast] = Forecast.objects.filter(indicator__key__in=keys, round_key=snapshot["round"])
    return rows


def _activities(edition: ReportEdition, snapshot: Plain) -> list[Activity]:
    texts = {(row["goal"], row["text"]) for row in snapshot["activities"]}
    rows = Activity.objects.filter(
        goal__term=edition.report.term_id, goal__key__in=_goals(snapshot), exposure=Exposure.RECORD
    )
    return [row for row in rows.select_related("goal") if (row.goal.key, row.text) in texts]


def _onwards(edition: ReportEdition, snapshot: Plain) -> QuerySet[Onward]:
    keys = [row["goal"] for row in snapshot.get("onward", [])]
    rows: QuerySet[Onward] = Onward.objects.filter(goal__term=edition.report.term_id, goal__key__in=keys)
    return rows


def _goals(snapshot: Plain) -> list[str]:
    """Goals; of the premises those that are adopted, whose levels it prints."""
    premises = snapshot.get("premises", {})
    goals = [*snapshot["goals"], *(premises["goals"] if premises.get("basis") == "goals" else [])]
    return [goal["goal"] for goal in goals]
