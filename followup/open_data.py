"""Open data: what is published of goals, targets, indicators and outcomes, as flat tables for page and files.

Whoever asks gets what a resident may read, nothing more. The columns bear the goal book's names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from burlov_styrning.base.models import Decision
from burlov_styrning.exposure import Exposure
from burlov_styrning.sheets import Sheet, comma_separated
from goals.models import Goal, GoalOwner, Target
from indicators import series
from indicators.models import Indicator, Outcome
from indicators.series import COUNTRY, in_order

type Row = dict[str, Any]

LICENCE = _(
    "Kommunens egna uppgifter får användas fritt, också kommersiellt (CC0 1.0). Uppgifter som kommer från någon annan "
    "har källan på raden; för dem gäller källans villkor. Ange gärna kommunen och dagen då du hämtade uppgifterna."
)


@dataclass(frozen=True)
class Dataset:
    """A table: its name in the address, what it holds, its columns with what they mean, its rows."""

    name: str
    title: str | Promise
    about: str | Promise
    columns: Mapping[str, str | Promise]
    rows: Callable[[], Iterator[Row]]
    sample: Callable[[], Iterator[Row]]
    """A row or two as an example, for as little work whatever there is."""


def table(dataset: Dataset, rows: Iterable[Row]) -> Sheet:
    """The rows as a sheet, in the order of the columns."""
    names = list(dataset.columns)
    return Sheet(str(dataset.title), names, [[_cell(row[name]) for name in names] for row in rows])


def as_csv(dataset: Dataset) -> bytes:
    """The whole table for a spreadsheet."""
    return comma_separated(table(dataset, dataset.rows()))


def as_json(dataset: Dataset, municipality: str) -> Row:
    """The whole table for a program: decimals as text with a point, absent values null."""
    return {
        "format": f"{dataset.name}/1",
        "municipality": municipality,
        "licence": str(LICENCE),
        "rows": [{name: _json(row[name]) for name in dataset.columns} for row in dataset.rows()],
    }


def _cell(value: Any) -> Any:
    return ("ja" if value else "") if isinstance(value, bool) else value


def _json(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int | str) else format(value, "f")


# Rows


def _goals(most: int | None = None) -> Iterator[Row]:
    published = Goal.objects.visible_to(None).select_related("term", "area", "decision__organ")
    for goal in published.prefetch_related("owners__organ").order_by("term_id", "pk")[:most]:
        owners = [owner.organ.key for owner in goal.owners.all() if owner.role == GoalOwner.Role.OWNER]
        yield {
            "term": goal.term.key, "goal": goal.key, "level": goal.level, "kind": goal.kind,
            "area": goal.area.name if goal.area else "", "title": goal.title, "wording": goal.wording,
            "owners": " ".join(owners), **_decided(goal.decision), "ended": goal.ended or "",
            "example": goal.is_example(),
        }  # fmt: skip


def _decided(decision: Decision | None) -> Row:
    """The decision, if it is published."""
    known = decision if decision and decision.exposure == Exposure.PUBLISHED else None
    return {
        "decided_by": known.organ.key if known else "", "decided": (known.date or "") if known else "",
        "paragraph": known.paragraph if known else "", "registry": known.registry if known else "",
    }  # fmt: skip


def _targets(most: int | None = None) -> Iterator[Row]:
    rows = Target.objects.filter(goal__in=Goal.objects.visible_to(None))
    for target in rows.select_related("goal__term", "indicator").order_by("goal__term_id", "goal_id", "pk")[:most]:
        yield {
            "term": target.goal.term.key, "goal": target.goal.key, "indicator": target.indicator.key,
            "baseline_year": target.baseline_year, "baseline": target.baseline_value,
            "target_year": target.window_last or target.goal.term.last_year, "target": target.value,
            "low": target.low, "high": target.high, "lag": target.lag,
            "example": target.is_example("baseline", "target"),
        }  # fmt: skip


def _indicators(most: int | None = None) -> Iterator[Row]:
    """Those of published goals, and those with a published outcome."""
    goals, outcomes = Goal.objects.visible_to(None), Outcome.objects.visible_to(None)
    used = Q(pk__in=Target.objects.filter(goal__in=goals).values("indicator")) | Q(pk__in=outcomes.values("indicator"))
    used |= ~Q(formula="")  # what is computed of published outcomes is published with them
    for row in Indicator.objects.filter(used).select_related("current", "organ").order_by("pk")[:most]:
        now = row.current
        yield {
            "indicator": row.key, "name": row.name, "definition": now.definition if now else "", "unit": row.unit,
            "decimals": now.decimals if now else None, "direction": now.direction if now else "",
            "kind": row.kind, "frequency": row.frequency, "organ": row.organ.key if row.organ else "",
            "source_system": row.origin_system, "source_id": row.origin_id, "formula": row.formula,
        }  # fmt: skip


def _outcomes(of: Any = None) -> Iterator[Row]:
    """Each revision; `current` marks the one that counts."""
    rows = Outcome.objects.visible_to(None) if of is None else of
    joined = ("indicator", "municipality", "organ", "unit", "source")
    cells: dict[tuple[Any, ...], list[Outcome]] = {}
    for row in rows.select_related(*joined).order_by("indicator_id", "period", "pk"):
        same = (row.indicator_id, row.municipality_id, row.organ_id, row.unit_id, row.period, row.sex)
        cells.setdefault(same, []).append(row)
    for found in cells.values():
        *earlier, latest = sorted(found, key=in_order)
        yield from (_outcome(row, current=False) for row in earlier)
        yield _outcome(latest, current=True)
    if of is None:
        yield from _computed()


def _computed() -> Iterator[Row]:
    """What formulas give of published outcomes; labelled as an own calculation."""
    made = list(Indicator.objects.exclude(formula="").order_by("pk").values_list("pk", flat=True))
    if not made:
        return
    table = series.load(made, rows=Outcome.objects.visible_to(None).select_related("organ", "unit"), beside=COUNTRY)
    for cells in table.cells.values():
        for period in sorted(cells):
            yield from (_outcome(row, current=False) for row in cells[period].earlier)
            yield _outcome(cells[period].outcome, current=True)


def _outcome(row: Outcome, *, current: bool) -> Row:
    return {
        "indicator": row.indicator.key, "municipality": row.municipality.code,
        "organ": row.organ.key if row.organ else "", "unit": row.unit.key if row.unit else "",
        "period": row.period, "sex": row.sex, "value": row.value, "missing": row.missing, "section": row.section,
        "status": row.status,
        "source": row.source.title if row.source else "", "address": row.source.url if row.source else "",
        "published": row.published or "", "fetched": row.fetched or "", "current": current,
        "example": row.is_example(),
    }  # fmt: skip


def _some_outcomes() -> Iterator[Row]:
    first = Outcome.objects.visible_to(None).order_by("pk").values("indicator")[:1]
    some = Outcome.objects.visible_to(None).filter(indicator__in=list(first.values_list("indicator", flat=True)))
    yield from list(_outcomes(some))[:2]


# The datasets

KEY_OF_TERM = _("målperiodens nyckel, till exempel 2023-2026")
EXAMPLE = _("ja (i JSON true) när raden är ett exempel och inte kommunens uppgift")
GOAL, INDICATOR = _("målets nyckel, unik i målperioden"), _("indikatorns nyckel")

DATASETS: Sequence[Dataset] = (
    Dataset(
        "mal",
        _("Mål"),
        _("De mål som är antagna och publicerade, med ansvarig och beslut."),
        {
            "term": KEY_OF_TERM, "goal": GOAL, "level": _("council: fullmäktiges mål, committee: nämndens mål"),
            "kind": _("operational: verksamhetsmål, financial: finansiellt mål"), "area": _("målområde"),
            "title": _("kort titel"), "wording": _("lydelse"), "owners": _("ansvariga organ, med mellanslag emellan"),
            "decided_by": _("organ som beslutade"), "decided": _("beslutets dag, månad eller år"),
            "paragraph": _("paragraf"), "registry": _("diarienummer"), "ended": _("när målet upphörde"),
            "example": EXAMPLE,
        },
        _goals,
        lambda: _goals(2),
    ),
    Dataset(
        "malvarden",
        _("Målvärden"),
        _("Varje måls indikatorer med utgångsvärde och det värde som ska nås."),
        {
            "term": KEY_OF_TERM, "goal": GOAL, "indicator": INDICATOR, "baseline_year": _("utgångsår"),
            "baseline": _("utgångsvärde"), "target_year": _("år då värdet ska vara nått"), "target": _("målvärde"),
            "low": _("undre gräns, där målet är att hålla sig inom gränser"), "high": _("övre gräns"),
            "lag": _("hur många år äldre utfall ett år får bedömas efter"), "example": EXAMPLE,
        },
        _targets,
        lambda: _targets(2),
    ),
    Dataset(
        "indikatorer",
        _("Indikatorer"),
        _("Vad som mäts: namn, definition, enhet och vilket håll som är bättre."),
        {
            "indicator": INDICATOR, "name": _("namn"), "definition": _("definition"), "unit": _("enhet"),
            "decimals": _("decimaler som skrivs ut"),
            "direction": _("higher: högre är bättre, lower: lägre är bättre, within: inom gränser är bäst"),
            "kind": _("quality: kvalitet, cost: kostnad, finance: ekonomi, volume: volym"),
            "frequency": _("year, two_years, tertial, quarter eller month: hur ofta den mäts"),
            "organ": _("organ som svarar för den"), "source_system": _("källsystem, till exempel kolada"),
            "source_id": _("indikatorns id i källan"),
            "formula": _("formel av andra indikatorers nycklar, där den beräknas av dem"),
        },
        _indicators,
        lambda: _indicators(2),
    ),
    Dataset(
        "utfall",
        _("Utfall"),
        _("Alla publicerade värden, också tidigare revideringar, med källa och dag."),
        {
            "indicator": INDICATOR, "municipality": _("kommunkod, 0000 är riket"),
            "organ": _("organ, där värdet gäller ett"), "unit": _("enhet, där värdet gäller en"),
            "period": _("2025, 2025-T1 (tertial), 2025-Q3 (kvartal) eller 2025-08 (månad)"),
            "sex": _("T: totalt, K: kvinnor, M: män"), "value": _("värde, tomt när det saknas"),
            "missing": _("varför värdet saknas: lapse (bortfall), not_applicable (ej tillämplig), suppressed (litet "
                         "underlag), secret (sekretess), not_published (ej publicerat), not_measured (ej mätt)"),
            "section": _("paragraf i offentlighets- och sekretesslagen, vid sekretess"),
            "status": _("preliminary: preliminärt, final: slutligt, revised: reviderat"), "source": _("källa"),
            "address": _("källans webbadress"), "published": _("när källan publicerade värdet"),
            "fetched": _("när kommunen hämtade det"),
            "current": _("ja (i JSON true) för det värde som gäller nu, tomt (false) för ett som har ersatts"),
            "example": EXAMPLE,
        },
        _outcomes,
        _some_outcomes,
    ),
)  # fmt: skip


def dataset(name: str) -> Dataset | None:
    """The dataset of that name."""
    return next((one for one in DATASETS if one.name == name), None)
