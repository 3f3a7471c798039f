"""The charts of a goal: its way to the target, how fast that is, and what the lists said."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from burlov_styrning.charts import Chart, Figure, Point, Table, measured, plain
from burlov_styrning.drawing import ACCENT, GREY, HEIGHT, INK, INK_2, Drawing, house_layout, scale
from burlov_styrning.quantities import entered
from burlov_styrning.swedish import counted, number
from indicators.charts import (
    Measure,
    change,
    comparable,
    difference_words,
    draw_outcomes,
    remarks,
    series_table,
    value_of,
)
from indicators.rules.direction import Bounds, Direction, shortfall

DOTS = "3px,5px"
PROPOSALS_SHOWN = 25


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
    happened = [*_before(start, outcomes), *outcomes]
    _draw_aim(drawing, aim, measure)
    _draw_path(drawing, [*start, *path], measure)
    draw_outcomes(drawing, happened, measure, breaks, "" if measured(outcomes) else _("Utgångsvärde"))
    _draw_forecast(drawing, forecast, measure)
    words = finding(outcomes, aim, measure, baseline=baseline, breaks=breaks)
    table = _progress_table(happened, path, aim, forecast, measure)
    return Chart(drawing.figure(), words, table, measure.unit, example, name)


def _before(start: Sequence[Point], outcomes: Sequence[Point]) -> list[Point]:
    """The baseline, unless the outcomes have that year themselves."""
    years = {point.year for point in outcomes}
    return [point for point in start if point.year not in years]


def _aim_words(aim: Aim, measure: Measure) -> str:
    name = aim.name or _("KF-mål")
    if aim.bounds:
        return f"{name} {entered(aim.bounds[0], '', measure.decimals)}–{measure.written(aim.bounds[1])}"
    return f"{name} {measure.written(aim.value)}" if aim.value is not None else name


def _draw_aim(drawing: Drawing, aim: Aim, measure: Measure) -> None:
    if aim.direction == "within" and aim.bounds:
        drawing.band(*aim.bounds)
        middle = sum(aim.bounds, Decimal(0)) / 2
        drawing.label(aim.year, middle, _aim_words(aim, measure), colour=ACCENT, bold=True)
    elif aim.value is not None:
        drawing.dot(aim.year, aim.value, name=aim.name or _("KF-mål"), colour=ACCENT)
        drawing.label(aim.year, aim.value, _aim_words(aim, measure), colour=ACCENT, bold=True)


def _draw_path(drawing: Drawing, path: Sequence[Point], measure: Measure) -> None:
    """The line goes on over a year that is not measured, but has no dot there."""
    known = measured(path)
    if len(known) > 1:
        drawing.line(_joined(known), name=_("Progression"), colour=ACCENT, dash=DOTS, size=0)
        drawing.line(known[1:], name=_("Progression"), colour=ACCENT, width=0, size=6)


def _joined(known: Sequence[Point]) -> list[Point]:
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
    return _("Inget utfall är publicerat än; utgångsvärdet %(year)s var %(value)s.") % {
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


# -- is it realistic? ------------------------------------------------------------------------------------------------


def realistic_chart(
    outcomes: Sequence[Point],
    aim: Aim,
    measure: Measure,
    *,
    baseline: Point,
    demanded: Decimal,
    own: Decimal | None,
    breaks: Sequence[int] = (),
    since: int | None = None,
    example: bool = False,
) -> Chart:
    """The pace that the target demands, in accent, beside the indicator's own pace continued, in grey.

    `demanded` and `own` are changes a year as the rule of the pace computed them; `own` is measured from `since` on.
    """
    drawing = Drawing(measure.unit, measure.decimals)
    start = [] if baseline.value is None else [baseline]
    _draw_aim(drawing, aim, measure)
    if start and own is not None:
        _draw_pace(drawing, baseline, own, aim.year)
    if start and aim.value is not None:
        _draw_path(drawing, [baseline, Point(aim.year, aim.value)], measure)
    draw_outcomes(drawing, [*_before(start, outcomes), *outcomes], measure, breaks)
    words = pace_finding(demanded, own, measure, since)
    return Chart(drawing.figure(), words, _pace_table(demanded, own, outcomes, measure), measure.unit, example)


def _draw_pace(drawing: Drawing, baseline: Point, own: Decimal, last: int) -> None:
    value = value_of(baseline) + own * (last - baseline.year)
    ends = _joined([baseline, Point(last, value)])
    drawing.line(ends, name=_("Hittillsvarande takt"), colour=GREY, width=2, size=0)
    drawing.label(last, value, _("Hittillsvarande takt"), colour=INK_2)


def pace_finding(demanded: Decimal, own: Decimal | None, measure: Measure, since: int | None = None) -> str:
    """Both paces, a sentence each."""
    return f"{_demanded_words(demanded, measure)} {_own_words(own, measure, since)}"


def _demanded_words(demanded: Decimal, measure: Measure) -> str:
    if demanded == 0:
        return _("Målet är att behålla nivån.")
    verb = _("ökar") if demanded > 0 else _("minskar")
    return _("Målet kräver att %(subject)s %(verb)s %(amount)s om året.") % {
        "subject": measure.name[:1].lower() + measure.name[1:], "verb": verb, "amount": _a_year(demanded, measure),
    }  # fmt: skip


def _own_words(own: Decimal | None, measure: Measure, since: int | None) -> str:
    if own is None:
        return _("Indikatorn har ingen egen takt att jämföra med.")
    if own == 0:
        return _("Hittills har indikatorn stått still.")
    verb = _("ökat") if own > 0 else _("minskat")
    after = _(" sedan %(year)s") % {"year": since} if since else ""
    amount = _a_year(own, measure)
    return _("Indikatorn har %(verb)s %(amount)s om året%(after)s.") % {"verb": verb, "amount": amount, "after": after}


def _a_year(pace: Decimal, measure: Measure) -> str:
    return difference_words(abs(pace), _finer(measure))


def _finer(measure: Measure) -> Measure:
    """A pace is a mean, and says more than whole numbers do."""
    return Measure(measure.unit, max(1, measure.decimals))


def _pace_table(demanded: Decimal, own: Decimal | None, outcomes: Sequence[Point], measure: Measure) -> Table:
    history = series_table({_("Utfall"): outcomes}, measure)
    shown = _finer(measure)
    paces = [(_("Takt som målet kräver, per år"), shown.written(demanded, shown.decimals))]
    paces += [(_("Egen takt hittills, per år"), shown.written(own, shown.decimals))] if own is not None else []
    blank = ("",) * (len(history.headings) - 2)
    return Table(history.headings, (*history.rows, *((head, value, *blank) for head, value in paces)))


# -- the lists -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Tallied:
    """One proposal in the tally: its place in words (a shared one says so), title and points."""

    place: str
    title: str
    points: int
    lists: int


def tally_chart(tallied: Sequence[Tallied], *, example: bool = False) -> Chart:
    """Points as bars from zero, most first, as many as can be read; the table has them all."""
    shown = list(tallied)[:PROPOSALS_SHOWN]
    table = Table(
        (_("Förslag"), _("Plats"), _("Poäng"), _("Listor")),
        tuple((row.title, row.place, number(row.points), str(row.lists)) for row in tallied),
    )
    return Chart(_bars(shown), tally_finding(tallied), table, _("poäng"), example)


def _bars(rows: Sequence[Tallied]) -> Figure:
    """Each title stands over its bar, so that a phone has room for both."""
    points = [row.points for row in rows]
    top = scale([Decimal(value) for value in points], zero=True).high
    titles = [_two_lines(row.title) for row in rows]
    height = 42 if all(len(lines) == 1 for lines in titles) else 58
    layout = house_layout(12 + height * max(1, len(rows))) | {
        "margin": {"l": 4, "r": 48, "t": 6, "b": 6},
        "xaxis": {"range": [0, float(top)], "visible": False, "fixedrange": True},
        "yaxis": {"range": [len(rows) - 0.7, -0.75], "visible": False, "fixedrange": True},
        "annotations": [_title(place, lines) for place, lines in enumerate(titles)],
    }
    bar = {
        "type": "bar", "orientation": "h", "x": points, "y": list(range(len(rows))), "width": 14 / height,
        "text": [number(value) for value in points], "textposition": "outside", "cliponaxis": False,
        "hoverinfo": "skip", "name": _("Poäng"), "constraintext": "none", "textfont": {"color": INK},
        "marker": {"color": INK, "line": {"width": 0}},
    }  # fmt: skip
    return {"data": [bar], "layout": layout}


def _title(place: int, lines: Sequence[str]) -> dict[str, Any]:
    return {
        "x": 0, "xref": "paper", "xanchor": "left", "align": "left", "xshift": -2, "y": place, "yanchor": "bottom",
        "yshift": 6, "text": "<br>".join(map(plain, lines)), "showarrow": False, "font": {"color": INK},
    }  # fmt: skip


def _two_lines(title: str) -> list[str]:
    """A title as it fits beside its bar, cut between words; the table has the whole."""
    return textwrap.wrap(title, 46, max_lines=2, placeholder=" …")


def tally_finding(tallied: Sequence[Tallied]) -> str:
    """Who came first, or who share the first place; that it is advice."""
    if not tallied or not tallied[0].points:
        return _("Inga listor har lämnats.")
    best = [row for row in tallied if row.points == tallied[0].points]
    points = number(best[0].points)
    if len(best) == 1:
        return _("”%(title)s” fick flest poäng, %(points)s. Listorna är rådgivande.") % {
            "title": best[0].title, "points": points,
        }  # fmt: skip
    who = counted(len(best), _("förslag"), pgettext("flera", "förslag"), neuter=True)
    return _("%(who)s delar första platsen med %(points)s poäng. Listorna är rådgivande.") % {
        "who": who, "points": points,
    }  # fmt: skip
