"""The chart of a goal: its way to the target, and what that says in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from burlov_styrning.charts import Chart, Point, Table, measured
from burlov_styrning.drawing import ACCENT, HEIGHT, INK, INK_2, Drawing
from burlov_styrning.quantities import entered
from indicators.charts import (
    Measure,
    change,
    comparable,
    draw_outcomes,
    remarks,
    series_table,
    value_of,
)
from indicators.rules.direction import Bounds, Direction, shortfall

DOTS = "3px,5px"


@dataclass(frozen=True)
class Aim:
    """What is to be reached: a value in the better direction, or bounds to keep within."""

    year: int
    direction: str = "higher"
    value: Decimal | None = None
    bounds: tuple[Decimal, Decimal] | None = None
    name: str = ""

    def remaining(self, value: Decimal) -> Decimal | None:
        """How far a value is from the aim, zero where it is reached; nothing where there is no aim."""
        way = Direction(self.direction)
        if way is Direction.WITHIN:
            return shortfall(value, way, Bounds(*self.bounds)) if self.bounds else None
        return None if self.value is None else max(shortfall(value, way) - shortfall(self.value, way), Decimal(0))


# -- the way to the target -------------------------------------------------------------------------------------------


def progress_chart(
    outcomes: Sequence[Point],
    path: Sequence[Point],
    aim: Aim,
    measure: Measure,
    *,
    baseline: Point | None = None,
    forecast: Point | None = None,
    breaks: Sequence[int] = (),
    name: str = "",
    example: bool = False,
    height: int = HEIGHT,
) -> Chart:
    """Outcomes in ink, the decided path in accent with dots, the target a dot, a forecast hollow and never joined."""
    drawing = Drawing(measure.unit, measure.decimals, height)
    start = [baseline] if baseline and baseline.value is not None else []
    happened = [*before(start, outcomes), *outcomes]
    draw_aim(drawing, aim, measure)
    draw_path(drawing, [*start, *path], measure)
    draw_outcomes(drawing, happened, measure, breaks, "" if measured(outcomes) else _("Utgångsvärde"))
    _draw_forecast(drawing, forecast, measure)
    words = finding(outcomes, aim, measure, baseline=baseline, breaks=breaks)
    table = _progress_table(happened, path, aim, forecast, measure)
    return Chart(drawing.figure(), words, table, measure.unit, example, name)


def before(start: Sequence[Point], outcomes: Sequence[Point]) -> list[Point]:
    """The baseline, unless the outcomes have that year themselves."""
    years = {point.year for point in outcomes}
    return [point for point in start if point.year not in years]


def aim_words(aim: Aim, measure: Measure) -> str:
    """`KF-mål 92 %`, `KF-mål 10–12 %`."""
    name = aim.name or _("KF-mål")
    if aim.bounds:
        return f"{name} {entered(aim.bounds[0], '', measure.decimals)}–{measure.written(aim.bounds[1])}"
    return f"{name} {measure.written(aim.value)}" if aim.value is not None else name


def draw_aim(drawing: Drawing, aim: Aim, measure: Measure) -> None:
    """The target as a dot, bounds as a band."""
    if aim.direction == "within" and aim.bounds:
        drawing.band(*aim.bounds)
        middle = sum(aim.bounds, Decimal(0)) / 2
        drawing.label(aim.year, middle, aim_words(aim, measure), colour=ACCENT, bold=True)
    elif aim.value is not None:
        drawing.dot(aim.year, aim.value, name=aim.name or _("KF-mål"), colour=ACCENT)
        drawing.label(aim.year, aim.value, aim_words(aim, measure), colour=ACCENT, bold=True)


def draw_path(drawing: Drawing, path: Sequence[Point], measure: Measure) -> None:
    """The line goes on over a year that is not measured, but has no dot there."""
    known = measured(path)
    if len(known) > 1:
        drawing.line(joined(known), name=_("Progression"), colour=ACCENT, dash=DOTS, size=0)
        drawing.line(known[1:], name=_("Progression"), colour=ACCENT, width=0, size=6)


def joined(known: Sequence[Point]) -> list[Point]:
    """The points with those between them, on a straight line."""
    points = [known[0]]
    for point in known[1:]:
        before = points[-1]
        step = (value_of(point) - value_of(before)) / (point.year - before.year)
        points += [Point(year, value_of(before) + step * (year - before.year))
                   for year in range(before.year + 1, point.year)]  # fmt: skip
        points.append(point)
    return points


def _draw_forecast(drawing: Drawing, forecast: Point | None, measure: Measure) -> None:
    if forecast and forecast.value is not None:
        drawing.dot(forecast.year, forecast.value, name=_("Prognos"), colour=INK, symbol="diamond", hollow=True)
        word = _("Prognos")
        drawing.label(forecast.year, forecast.value, f"{word} {measure.written(forecast.value)}", colour=INK_2)


def _progress_table(
    happened: Sequence[Point], path: Sequence[Point], aim: Aim, forecast: Point | None, measure: Measure
) -> Table:
    rows: dict[str, Sequence[Point]] = {_("Utfall"): happened}
    if path:
        rows[_("Progression")] = path
    if aim.value is not None:
        rows[aim.name or _("KF-mål")] = [Point(aim.year, aim.value)]
    if forecast:
        rows[_("Prognos")] = [forecast]
    return series_table(rows, measure)


# -- in words --------------------------------------------------------------------------------------------------------


def finding(
    outcomes: Sequence[Point], aim: Aim, measure: Measure, *, baseline: Point | None = None, breaks: Sequence[int] = ()
) -> str:
    """What happened since the baseline and how much of the way to the target that is.

    Nothing is said of the way where a new definition lies between: those values cannot be compared.
    """
    start = [baseline] if baseline and baseline.value is not None else []
    later = [point for point in outcomes if not start or point.year > start[0].year]
    if not measured(later):
        return _no_outcome(start, measure)
    line = [*start, *(later if start else outcomes)]
    known = comparable(line, breaks)
    clauses = [change(known, measure)]
    if known[0] == measured(line)[0] and (way := _way(known, aim, bool(start))):
        clauses.append(way)
    return " ".join(["; ".join(clauses) + ".", *remarks(outcomes)])


def _no_outcome(start: Sequence[Point], measure: Measure) -> str:
    if not start:
        return _("Inget utfall är publicerat än.")
    return _("Inget utfall är publicerat efter utgångsvärdet, %(value)s (%(year)s).") % {
        "year": start[0].year, "value": measure.written(value_of(start[0])),
    }  # fmt: skip


def _way(known: Sequence[Point], aim: Aim, from_baseline: bool) -> str:
    now, then = aim.remaining(value_of(known[-1])), aim.remaining(value_of(known[0]))
    if now is None or then is None:
        return ""
    if now == 0:
        return _("målet är nått")
    if not from_baseline or then == 0:
        return _("målet är inte nått")
    return _part_of_way((then - now) / then)


def _part_of_way(share: Decimal) -> str:
    half = Decimal("0.5")
    if share < 0:
        return _("avståndet till målet har vuxit")
    if share == 0:
        return _("hela vägen till målet återstår")
    if share == half:
        return _("halva vägen till målet är tillryggalagd")
    if share > half:
        return _("mer än halva vägen till målet är tillryggalagd")
    return _("mindre än halva vägen till målet är tillryggalagd")
