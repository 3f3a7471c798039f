"""The charts of what a proposal asks for: its values beside the history, and whether the pace is realistic."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from burlov_styrning.charts import Chart, Point, Table, measured
from burlov_styrning.dots import Dot, Row, dot_rows
from burlov_styrning.drawing import ACCENT, GREY, INK, INK_2, Drawing
from burlov_styrning.swedish import signed, sort_key
from goals.charts import Aim, aim_words, before, draw_aim, draw_path, joined
from goals.rules.pace import Pace
from goals.words import pace_decimals, pace_headline
from indicators.charts import Measure, draw_outcomes, series_table, value_of
from indicators.rules.direction import Direction, rounded

NARROW = 17
HISTORY = 15
"""So many years of history stand beside what is proposed."""


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
    happened = [point for point in [*before(start, outcomes), *outcomes] if point.year > baseline.year - HISTORY]
    path = [*start, *(point for point in measured(proposed) if baseline.year < point.year <= aim.year)]
    if aim.value is not None and all(point.year < aim.year for point in path):
        path.append(Point(aim.year, aim.value))
    draw_aim(drawing, aim, measure)
    if led:
        _draw_own_pace(drawing, baseline, led, measure)
    draw_path(drawing, path, measure)
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
    drawing.line(joined([baseline, led]), name=_("Hittillsvarande takt"), colour=GREY, width=2, size=0)
    words = f"{_('Hittillsvarande takt')} {measure.written(value_of(led))}"
    drawing.label(led.year, value_of(led), words, colour=INK_2)


def proposed_finding(baseline: Point, aim: Aim, led: Point | None, measure: Measure) -> str:
    """From where to where, and where the pace so far would lead."""
    said: dict[str, object] = {"subject": measure.name, "year": aim.year}
    if aim.value is None:
        words = aim_words(Aim(aim.year, aim.direction, None, aim.bounds, _("Föreslaget mål")), measure)
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
