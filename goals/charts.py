"""The charts of a goal: its way to the target, how fast that is, and what the lists said."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from burlov_styrning.charts import Chart, Figure, Point, Table, measured, plain
from burlov_styrning.dots import Dot, Row, dot_rows
from burlov_styrning.drawing import ACCENT, GREY, HEIGHT, INK, INK_2, LINE, SMALL, Drawing, house_layout, scale
from burlov_styrning.quantities import entered
from burlov_styrning.swedish import counted, listed, number, signed, sort_key
from goals.rules.pace import Pace
from goals.words import pace_decimals, pace_headline
from indicators.charts import (
    Measure,
    change,
    comparable,
    draw_outcomes,
    remarks,
    series_table,
    value_of,
)
from indicators.rules.direction import Bounds, Direction, rounded, shortfall

DOTS = "3px,5px"
PROPOSALS_SHOWN = 25
NARROW = 17
HISTORY = 15
"""So many years of history stand beside what is proposed."""


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


# -- is it realistic? ------------------------------------------------------------------------------------------------


def proposed_chart(
    outcomes: Sequence[Point],
    proposed: Sequence[Point],
    aim: Aim,
    measure: Measure,
    *,
    baseline: Point,
    own: Decimal | None = None,
    breaks: Sequence[int] = (),
    name: str = "",
    example: bool = False,
) -> Chart:
    """The proposed values as a curve beside the history, and in grey where the pace so far would lead.

    `own` is the change a year as the rule of the pace computed it; it has no sign of its own for `within`.
    """
    drawing = Drawing(measure.unit, measure.decimals, letters=NARROW)
    start = [] if baseline.value is None else [baseline]
    led = _led_to(baseline, own, aim, measure)
    happened = [point for point in [*_before(start, outcomes), *outcomes] if point.year > baseline.year - HISTORY]
    path = [*start, *(point for point in measured(proposed) if baseline.year < point.year <= aim.year)]
    if aim.value is not None and all(point.year < aim.year for point in path):
        path.append(Point(aim.year, aim.value))
    _draw_aim(drawing, aim, measure)
    if led:
        _draw_own_pace(drawing, baseline, led, measure)
    _draw_path(drawing, path, measure)
    draw_outcomes(drawing, happened, measure, breaks)
    words = proposed_finding(baseline, aim, led, measure)
    table = _proposed_table(happened, proposed, aim, led, measure)
    return Chart(drawing.figure(), words, table, measure.unit, example, name)


def _led_to(baseline: Point, own: Decimal | None, aim: Aim, measure: Measure) -> Point | None:
    """Where the pace so far leads in the target's year; no share under none or over all."""
    if own is None or baseline.value is None or aim.direction == "within":
        return None
    value = baseline.value + own * (aim.year - baseline.year)
    if measure.unit == "%" and not 0 <= value <= 100:
        return None
    return Point(aim.year, rounded(value, measure.decimals))


def _draw_own_pace(drawing: Drawing, baseline: Point, led: Point, measure: Measure) -> None:
    drawing.line(_joined([baseline, led]), name=_("Hittillsvarande takt"), colour=GREY, width=2, size=0)
    words = f"{_('Hittillsvarande takt')} {measure.written(value_of(led))}"
    drawing.label(led.year, value_of(led), words, colour=INK_2)


def proposed_finding(baseline: Point, aim: Aim, led: Point | None, measure: Measure) -> str:
    """From where to where, and where the pace so far would lead."""
    said: dict[str, object] = {"subject": measure.name, "year": aim.year}
    if aim.value is None:
        words = _aim_words(Aim(aim.year, aim.direction, None, aim.bounds, _("Föreslaget mål")), measure)
        return f"{words} ({aim.year})."
    said |= {"target": measure.written(aim.value)}
    if baseline.value is None:
        return _("%(subject)s föreslås vara %(target)s %(year)s.") % said
    said |= {"start": measure.written(baseline.value), "from": baseline.year}
    moves = {1: _("öka"), -1: _("minska")}
    verb = moves.get(int((aim.value - baseline.value).compare(Decimal(0))))
    sentence = _("%(subject)s föreslås vara kvar på %(target)s %(year)s.")
    if verb:
        said |= {"verb": verb}
        sentence = _("%(subject)s föreslås %(verb)s från %(start)s (%(from)s) till %(target)s (%(year)s).")
    if led is None:
        return sentence % said
    return f"{sentence % said} " + _("Med hittillsvarande takt blir det %(value)s.") % {
        "value": measure.written(value_of(led)),
    }  # fmt: skip


def _proposed_table(
    happened: Sequence[Point], proposed: Sequence[Point], aim: Aim, led: Point | None, measure: Measure
) -> Table:
    rows: dict[str, Sequence[Point]] = {_("Utfall"): happened}
    if proposed:
        rows[_("Föreslagna värden")] = proposed
    if aim.value is not None:
        rows[aim.name or _("Föreslaget mål")] = [Point(aim.year, aim.value)]
    if led:
        rows[_("Hittillsvarande takt")] = [led]
    return series_table(rows, measure)


def pace_chart(pace: Pace, measure: Measure, *, name: str = "", example: bool = False) -> Chart:
    """Is it realistic? The pace demanded, the indicator's own and its best, and what each peer achieved.

    One strip for each, the demanded pace as a dotted line through all; to the right is always better. The peers stand
    in `pace.peers` by name. Something must be demanded (`pace.demanded` is not None).
    """
    if pace.demanded is None:
        raise ValueError("nothing is demanded")
    paces = _Paces(pace, measure)
    figure = dot_rows(
        [paces.demanded, paces.own, *paces.best, paces.peers], pace.demanded / pace.span, paces.title, paces.tick,
        measure.decimals + 1,
    )  # fmt: skip
    words = pace_headline(pace, measure.unit, measure.decimals)
    return Chart(figure, words, paces.table, measure.unit, example, name)


@dataclass(frozen=True)
class _Paces:
    """The strips of the realistic check: improvements a year along the scale, changes as they are in the words."""

    pace: Pace
    measure: Measure

    @property
    def unit(self) -> str:
        return _("procentenheter") if self.measure.unit == "%" else self.measure.unit

    @property
    def title(self) -> str:
        if self.pace.direction is Direction.WITHIN:
            return _("%(unit)s närmare gränserna per år") % {"unit": self.unit}
        return _("%(unit)s per år, bättre åt höger") % {"unit": self.unit}

    def tick(self, value: Decimal, decimals: int) -> str:
        """A value of the scale with the sign that the indicator has: where lower is better it falls to the right."""
        return signed(-value if self.pace.direction is Direction.LOWER else value, decimals)

    @property
    def demanded(self) -> Row:
        years = f"{self.pace.baseline_year}–{(self.pace.baseline_year or 0) + self.pace.span}"
        return self._one(_("Målet kräver"), self.pace.demanded or Decimal(0), years, ACCENT, "diamond")

    @property
    def own(self) -> Row:
        if self.pace.own is None:
            return Row(_("Hittills: går inte att räkna ut"), (), INK_2)
        years = f"{self.pace.first_year}–{self.pace.baseline_year}"
        return self._one(_("Hittills"), self.pace.own, years, INK, "circle")

    @property
    def best(self) -> list[Row]:
        """A row of its own only where the best stretch is another than the last."""
        best = self.pace.best_stretch
        if best is None or best.last_year == self.pace.baseline_year:
            return []
        row = self._one(_("Som bäst"), best.improvement, f"{best.first_year}–{best.last_year}", INK, "circle")
        return [replace(row, dots=[replace(dot, hollow=True) for dot in row.dots], bold=False)]

    def _one(self, who: str, improvement: Decimal, years: str, colour: str, symbol: str) -> Row:
        words = f"{who} {self._a_year(improvement)} ({years})"
        return Row(words, [Dot(improvement / self.pace.span, words)], colour, symbol, bold=True)

    @property
    def peers(self) -> Row:
        """Filled dots for those who did at least as much as is demanded."""
        found = self._ordered()
        if not found:
            return Row(_("Ingen jämförbar kommun har värden för lika många år"), (), INK_2)
        dots = [
            Dot(gain / self.pace.span, f"{who} {self._a_year(gain)}", hollow=not self._reached(gain))
            for who, gain in found
        ]
        said = {"n": len(found), "fast": self.pace.peers_as_fast, "years": self._own_years}
        many = ngettext(
            "%(n)s jämförbar kommun %(years)s, %(fast)s minst så snabb (ifylld).",
            "%(n)s jämförbara kommuner %(years)s, %(fast)s minst så snabba (ifyllda).",
            len(found),
        )
        best = _("Snabbast: %(who)s.") % {"who": dots[0].words}
        return Row(f"{many % said} {best}", dots, GREY)

    @property
    def table(self) -> Table:
        """Everybody's pace, the fastest peer first, and who did at least as much."""
        yes, no = _("ja"), _("nej")
        rows = [(_("Målet kräver"), self._a_year(self.pace.demanded or Decimal(0)), "")]
        if self.pace.own is not None:
            rows.append((f"{_('Hittills')} {self._own_years}", *self._row(self.pace.own, yes, no)))
        if self.best and self.pace.best_stretch:
            best = self.pace.best_stretch
            years = f"{best.first_year}–{best.last_year}"
            rows.append((f"{_('Som bäst')} {years}", *self._row(best.improvement, yes, no)))
        rows += [(who, *self._row(gain, yes, no)) for who, gain in self._ordered()]
        change = _("Förändring per år, %(unit)s") % {"unit": self.unit}
        return Table((_("Vem"), change, _("Minst så snabbt som målet kräver")), tuple(rows))

    def _row(self, improvement: Decimal, yes: str, no: str) -> tuple[str, str]:
        return self._a_year(improvement), yes if self._reached(improvement) else no

    def _reached(self, improvement: Decimal) -> bool:
        return self.pace.demanded is not None and improvement >= self.pace.demanded

    def _ordered(self) -> list[tuple[str, Decimal]]:
        """The peers by name, the fastest first."""
        return sorted(self.pace.peers.items(), key=lambda one: (-one[1], sort_key(one[0])))

    @property
    def _own_years(self) -> str:
        return f"{self.pace.first_year}–{self.pace.baseline_year}"

    def _a_year(self, improvement: Decimal) -> str:
        decimals = pace_decimals(self.pace, self.measure.decimals)
        return signed(self.pace.per_year(improvement), decimals)


# -- the lists -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Tallied:
    """One proposal in the tally: its place in words (a shared one says so), title and points."""

    place: str
    title: str
    points: int
    lists: int
    groups: Sequence[tuple[str, int]] = ()
    """The points of each party group that is large enough to be shown; the same groups in every row."""

    @property
    def parts(self) -> list[tuple[str, int]]:
        """All its points: by group, and those of smaller groups together."""
        return [*self.groups, (_("Övriga"), self.points - sum(points for _party, points in self.groups))]


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
    height = _row_height(rows)
    bar = {
        "type": "bar", "orientation": "h", "x": points, "y": list(range(len(rows))), "width": 14 / height,
        "text": [number(value) for value in points], "textposition": "outside", "cliponaxis": False,
        "hoverinfo": "skip", "name": _("Poäng"), "constraintext": "none", "textfont": {"color": INK},
        "marker": {"color": INK, "line": {"width": 0}},
    }  # fmt: skip
    return {"data": [bar], "layout": _titled_rows(rows, height)}


def _row_height(rows: Sequence[Tallied]) -> int:
    return 42 if all(len(_two_lines(row.title)) == 1 for row in rows) else 58


def _titled_rows(rows: Sequence[Tallied], height: int) -> dict[str, Any]:
    """Room for a title and a bar from zero in each row."""
    top = scale([Decimal(row.points) for row in rows], zero=True).high
    return house_layout(12 + height * max(1, len(rows))) | {
        "margin": {"l": 4, "r": 48, "t": 6, "b": 6},
        "xaxis": {"range": [0, float(top)], "visible": False, "fixedrange": True},
        "yaxis": {"range": [len(rows) - 0.7, -0.75], "visible": False, "fixedrange": True},
        "annotations": [_title(place, _two_lines(row.title)) for place, row in enumerate(rows)],
    }


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


# -- what each party group said --------------------------------------------------------------------------------------


def spread_chart(tallied: Sequence[Tallied], *, example: bool = False) -> Chart:
    """Each proposal's points cut by party group, in one order; the table has every group of every proposal."""
    names = [name for name, _points in tallied[0].parts] if tallied else []
    table = Table(
        (_("Förslag"), *names),
        tuple((row.title, *(number(points) for _name, points in row.parts)) for row in tallied),
    )
    shown = list(tallied)[:PROPOSALS_SHOWN]
    return Chart(_cut_bars(shown, names), spread_finding(tallied), table, _("poäng"), example)


def _cut_bars(rows: Sequence[Tallied], names: Sequence[str]) -> Figure:
    """The parts are told apart by words and by lines between them; a part too narrow for its words keeps them to the
    pointer and the table."""
    height, most = _row_height(rows), max((row.points for row in rows), default=0)
    places, parts = list(range(len(rows))), [row.parts for row in rows]
    traces = [
        {
            "type": "bar", "orientation": "h", "name": plain(name), "y": places, "width": 16 / height,
            "x": [part[place][1] for part in parts], "text": [_in_part(*part[place], most) for part in parts],
            "textposition": "inside", "insidetextanchor": "middle", "textangle": 0, "constraintext": "none",
            "customdata": [f"{plain(name)} {number(part[place][1])}" for part in parts],
            "hovertemplate": "%{customdata}<extra></extra>", "textfont": {"color": INK, "size": SMALL},
            "marker": {"color": LINE, "line": {"color": INK_2, "width": 1}},
        }
        for place, name in enumerate(names)
    ]  # fmt: skip
    return {"data": traces, "layout": _titled_rows(rows, height) | {"barmode": "stack"}}


def _in_part(name: str, points: int, most: int) -> str:
    """The group and its points, or the points alone, or nothing: what has room in the part on a phone."""
    room = 290 * points // max(most, 1)
    texts = (f"{name} {number(points)}", number(points))
    return next((plain(text) for text in texts if 7 * len(text) <= room), "") if points else ""


def spread_finding(tallied: Sequence[Tallied]) -> str:
    """What each party group put first, ties as ties."""
    groups = [party for party, _points in tallied[0].groups] if tallied else []
    firsts = [_("%(party)s: %(titles)s") % {"party": party, "titles": _first(tallied, place)}
              for place, party in enumerate(groups)]  # fmt: skip
    return _("Flest poäng i varje partigrupp. %(firsts)s. Listorna är rådgivande.") % {"firsts": "; ".join(firsts)}


def _first(tallied: Sequence[Tallied], place: int) -> str:
    most = max(row.groups[place][1] for row in tallied)
    if not most:
        return _("inget förslag")
    return listed(f"”{row.title}”" for row in tallied if row.groups[place][1] == most)
