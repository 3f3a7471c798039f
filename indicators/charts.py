"""The chart of one indicator: outcomes by year, by sex where asked for, beside other municipalities."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from burlov_styrning.charts import Chart, Point, Table, measured
from burlov_styrning.drawing import GREY, INK_2, Drawing, row_of
from burlov_styrning.quantities import INDEX, decimals_showing, entered, quantity, suffix, years
from burlov_styrning.swedish import number, spelled
from indicators.rules.direction import Reading, inside_margin

SYMBOLS = {"K": "square", "M": "triangle-up"}


@dataclass(frozen=True)
class Measure:
    """How an indicator's values are written, and what they are called in a sentence."""

    unit: str
    decimals: int = 0
    subject: str = ""

    def written(self, value: Decimal, decimals: int | None = None) -> str:
        """The value with its unit."""
        return entered(value, self.unit, self.decimals) if decimals is None else quantity(value, self.unit, decimals)

    def prose(self, value: Decimal, decimals: int) -> str:
        """The value as in a sentence: there a long unit follows the number too."""
        text = self.written(value, decimals)
        return text if suffix(self.unit) or self.unit in ("", INDEX) else f"{text} {self.unit}"

    @property
    def name(self) -> str:
        """The subject of a sentence about the values."""
        return self.subject or {"%": _("Andelen"), "index": _("Indexet")}.get(self.unit, _("Värdet"))


def series_chart(
    outcomes: Sequence[Point],
    measure: Measure,
    *,
    name: str = "",
    by_sex: Mapping[str, Sequence[Point]] | None = None,
    comparison: Mapping[str, Sequence[Point]] | None = None,
    breaks: Sequence[int] = (),
    example: bool = False,
) -> Chart:
    """Outcomes in ink, women and men in thinner lines, others in grey; a break is drawn and never joined over."""
    drawing = Drawing(measure.unit, measure.decimals)
    for label, points in (comparison or {}).items():
        _compared(drawing, label, points, measure, breaks)
    for sex, points in (by_sex or {}).items():
        _sex(drawing, sex, points, measure, breaks)
    draw_outcomes(drawing, outcomes, measure, breaks)
    others = {SEXES()[sex]: points for sex, points in (by_sex or {}).items()} | dict(comparison or {})
    finding = change_finding(outcomes, measure, breaks=breaks)
    table = series_table({_("Utfall"): outcomes, **others}, measure)
    return Chart(drawing.figure(), finding, table, measure.unit, example, name)


def draw_outcomes(
    drawing: Drawing, outcomes: Sequence[Point], measure: Measure, breaks: Sequence[int] = (), word: str = ""
) -> None:
    """What happened: the ink line, its gaps and breaks in words, its last value as a label."""
    drawing.line(outcomes, name=_("Utfall"), breaks=breaks)
    drawing.gaps(outcomes)
    for year in breaks:
        drawing.new_definition(year, _("ny definition"))
    if known := measured(outcomes):
        last = known[-1]
        word = word or (_("Preliminärt utfall") if last.preliminary else _("Utfall"))
        drawing.label(last.year, value_of(last), f"{word} {measure.written(value_of(last))}", bold=True)


def SEXES() -> dict[str, str]:
    """The words for the codes of sex."""
    return {"K": _("Kvinnor"), "M": _("Män"), "T": _("Alla")}


def _sex(drawing: Drawing, sex: str, points: Sequence[Point], measure: Measure, breaks: Sequence[int]) -> None:
    word = SEXES()[sex]
    drawing.line(points, name=word, colour=INK_2, width=1.4, symbol=SYMBOLS.get(sex, "circle"), breaks=breaks)
    _end_label(drawing, word, points, measure)


def _compared(drawing: Drawing, label: str, points: Sequence[Point], measure: Measure, breaks: Sequence[int]) -> None:
    drawing.line(points, name=label, colour=GREY, width=1.8, size=0, breaks=breaks)
    _end_label(drawing, label, points, measure)


def _end_label(drawing: Drawing, word: str, points: Sequence[Point], measure: Measure) -> None:
    if known := measured(points):
        last = known[-1]
        drawing.label(last.year, value_of(last), f"{word} {measure.written(value_of(last))}", colour=INK_2)


def value_of(point: Point) -> Decimal:
    """The value of a point that is known to have one."""
    if point.value is None:
        raise ValueError("the point has no value")
    return point.value


# -- in words --------------------------------------------------------------------------------------------------------


def change_finding(outcomes: Sequence[Point], measure: Measure, *, breaks: Sequence[int] = ()) -> str:
    """What happened from the first comparable year to the last, in one sentence, with what is uncertain about it."""
    known = comparable(outcomes, breaks)
    if not known:
        return _("Inget utfall är publicerat än.")
    sentence = change(known, measure) + "."
    return " ".join([sentence, *remarks(outcomes)])


def comparable(points: Iterable[Point], breaks: Sequence[int]) -> list[Point]:
    """The measured points since the last break that comes before the last of them."""
    known = measured(points)
    last_break = max((year for year in breaks if known and year <= known[-1].year), default=None)
    return [point for point in known if last_break is None or point.year >= last_break]


def change(known: Sequence[Point], measure: Measure) -> str:
    """The change between the first and last point, as a clause without its full stop."""
    first, last = known[0], known[-1]
    if first.year == last.year:
        return _("%(subject)s var %(value)s år %(year)s") % {
            "subject": measure.name, "value": measure.written(value_of(last)), "year": last.year,
        }  # fmt: skip
    difference = value_of(last) - value_of(first)
    if not difference:
        return _("%(subject)s är %(value)s, samma som %(year)s") % {
            "subject": measure.name, "value": measure.written(value_of(last)), "year": first.year,
        }  # fmt: skip
    verb = _("har ökat") if difference > 0 else _("har minskat")
    said = _("%(subject)s %(verb)s %(amount)s på %(years)s") % {
        "subject": measure.name, "verb": verb, "amount": difference_words(abs(difference), measure),
        "years": years(last.year - first.year),
    }  # fmt: skip
    return _("%(change)s, inom felmarginalen") % {"change": said} if _by_chance(first, last) else said


def _by_chance(first: Point, last: Point) -> bool:
    """Whether the change is no larger than the margins of error explain."""
    return inside_margin(*(Reading(point.value, margin=point.margin) for point in (last, first)))


def difference_words(difference: Decimal, measure: Measure) -> str:
    """A difference in words: två procentenheter, med 3,5, med 1 200 kr."""
    decimals = decimals_showing(difference, measure.decimals)
    if measure.unit != "%":
        return _("med %(amount)s") % {"amount": measure.prose(difference, decimals)}
    rounded = difference.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    if rounded == 1:
        return _("en procentenhet")
    return _("%(count)s procentenheter") % {"count": _in_prose(rounded, decimals)}


def _in_prose(value: Decimal, decimals: int) -> str:
    return spelled(int(value)) if value == value.to_integral_value() else number(value, decimals)


def remarks(outcomes: Sequence[Point]) -> list[str]:
    """What a reader of the last value must know: that it is preliminary, or that later years have none."""
    known = measured(outcomes)
    if not known:
        return []
    said = [_("Utfallet %(year)s är preliminärt.") % {"year": known[-1].year}] if known[-1].preliminary else []
    if max(point.year for point in outcomes) > known[-1].year:
        said.append(_("Senaste utfallet är från %(year)s.") % {"year": known[-1].year})
    return said


def series_table(series: Mapping[str, Sequence[Point]], measure: Measure) -> Table:
    """A row for each series, a column for each year of any."""
    columns = sorted({point.year for points in series.values() for point in points})
    rows = tuple((label, *row_of(points, columns, measure.unit, measure.decimals)) for label, points in series.items())
    return Table((_("Serie"), *map(str, columns)), rows)
