"""The key figures as one paper: formula, chart, years, means and where each number is printed; page and file alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from burlov_styrning.base.examples import example_line
from burlov_styrning.base.models import Municipality, Source
from burlov_styrning.charts import Chart, Point
from burlov_styrning.papers import Block, Grid, Heading, Paper, Picture, Points, Text
from burlov_styrning.quantities import decimals_showing, digits
from burlov_styrning.sheets import Sheet, Value
from burlov_styrning.swedish import NBSP, listed, number, sentence
from indicators import account_words as words
from indicators.charts import Measure, series_chart
from indicators.economy import keyfigures
from indicators.economy.books import Books, Entity, Told
from indicators.economy.keyfigures import LENGTHS, Mean, Other, Series, Year
from indicators.rules.keyfigures import KEY_FIGURES, PERCENT, KeyFigure

DASH = "–"
MORE = 4
"""So many decimals more than are printed stand in the spreadsheet; nothing is computed from them."""


@dataclass(frozen=True)
class Asked:
    """Whose key figures, over which years; one figure, or all."""

    entity: Entity
    first: int
    last: int
    figure: KeyFigure | None = None

    @property
    def figures(self) -> Sequence[KeyFigure]:
        """Those that are asked for; an organ has those that its own accounts give."""
        if self.figure:
            return [self.figure]
        return [figure for figure in KEY_FIGURES if not self.entity.organ or figure.of_organs]


def series(asked: Asked, books: Books) -> list[Series]:
    """Each key figure that is asked for."""
    return [keyfigures.series(figure, books, asked.first, asked.last) for figure in asked.figures]


def written(value: Decimal | None, figure: KeyFigure) -> str:
    """The value as it is printed."""
    if value is None:
        return DASH
    return number(value, figure.decimals, figure.unit if figure.unit == PERCENT else "")


def paper(asked: Asked, found: Sequence[Series], today: date) -> Paper:
    """All of it."""
    own = Municipality.ours()
    title = str(words.FIGURES[asked.figure.key]) if asked.figure else _("Nyckeltal för ekonomin")
    facts = [(_("Avser"), asked.entity.name), (_("År"), f"{asked.first}–{asked.last}"),
             (_("Framtaget"), today.isoformat()),
             (_("Beräkning"), _("egen beräkning av det som står i rapporterna"))]  # fmt: skip
    blocks = [block for one in found for block in _blocks(one, headed=asked.figure is None)]
    told = [part for one in found for year in one.years for part in _told(year)]
    blocks += sources(told)
    return Paper(_("Nyckeltal"), title, own.name if own else "", facts, blocks, example_line(own))


def _told(year: Year) -> list[Told]:
    return [*year.parts, *(one for other in (*year.others, *year.entered) for one in other.told)]


def _blocks(one: Series, *, headed: bool) -> Iterator[Block]:
    figure = one.figure
    if headed:
        yield Heading(str(words.FIGURES[figure.key]))
    yield Text(words.formula(figure))
    if not one.told:
        yield Text(nothing(one), "quiet")
        return
    yield Text(words.mean_words(figure), "quiet")
    yield Picture(chart(one))
    yield _grid(one)


def nothing(one: Series) -> str:
    """Why a key figure has no value."""
    if not one.missing:
        return _("Kan inte räknas för de här åren.")
    return _("Kan inte räknas: %(lines)s saknas.") % {"lines": words.lines(one.missing)}


def _grid(one: Series) -> Grid:
    figure = one.figure
    head = [_("År"), _("Värde"), *map(mean_of, LENGTHS), _("Räknat av"),
            _("Andra uppgifter")]  # fmt: skip
    rows = [
        [
            _year_words(year), written(year.value, figure),
            *(mean_words(one.mean(length, year.year), figure) for length in LENGTHS),
            _parts_words(year), elsewhere(year, figure) or DASH,
        ]
        for year in one.years
    ]  # fmt: skip
    return Grid(_("År för år (%(unit)s)") % {"unit": figure.unit}, head, rows, frozenset({1, 2, 3}),
                long=frozenset({4, 5}))  # fmt: skip


def mean_of(length: int) -> str:
    """`Medel 3 år`, which does not break between number and word."""
    return (_("Medel %(n)s år") % {"n": length}).replace(f"{length} ", f"{length}{NBSP}")


def _year_words(year: Year) -> str:
    version = words.YEAR_WORDS.get(year.version)
    return f"{year.year}, {version}" if version else f"{year.year}"


def mean_words(mean: Mean | None, figure: KeyFigure) -> str:
    """A mean, and what it mixes."""
    if mean is None or mean.computed.value is None:
        return DASH
    text = written(mean.computed.value, figure)
    return f"{text} ({words.span(mean.years, mean.versions)})" if mean.mixed else text


def _parts_words(year: Year) -> str:
    if not year.parts:
        return DASH
    said = "; ".join(f"{str(words.LINES[one.line.key]).lower()} {one.row.shown} {one.row.unit}" for one in year.parts)
    lacking = _(" (%(lines)s saknas)") % {"lines": words.lines(year.computed.missing)} if year.computed.missing else ""
    return f"{sentence(said)}{lacking}. {listed(year.reports)}."


def elsewhere(year: Year, figure: KeyFigure) -> str:
    """What other reports give, and how the ratio itself is printed."""
    given = [_("%(value)s enligt %(reports)s") % _reported(other, year, figure) for other in year.others]
    printed = [_("tryckt %(value)s i %(reports)s") % _reported(other, year, figure) for other in year.entered]
    return sentence("; ".join([*given, *printed]))


def _reported(other: Other, year: Year, figure: KeyFigure) -> dict[str, str]:
    """With as many decimals as it takes to show that it is another number."""
    decimals = decimals_showing(other.value - (year.value or Decimal(0)), figure.decimals)
    unit = figure.unit if figure.unit == PERCENT else ""
    value = number(other.value, digits(other.value, decimals), unit)
    return {"value": value, "reports": listed(other.reports)}


def chart(one: Series) -> Chart:
    """What happened in ink, what is expected and the rolling means in grey; where nothing is computed, as printed."""
    figure = one.figure
    name = str(words.FIGURES[figure.key])
    measure = Measure(figure.unit, figure.decimals)
    happened = [Point(year.year, _value(year)) for year in one.years if year.actual]
    happened = [point for point in happened if point.value is not None]
    expected = [Point(year.year, year.value) for year in one.years if not year.actual and year.value is not None]
    beside = {_("Prognos, budget och plan"): expected} if expected else {}
    for length in LENGTHS:
        points = [Point(year, mean.computed.value) for year, mean in one.means[length].items()]
        if len(points) > 1:
            beside[mean_of(length)] = points
    made_up = any(told.row.example for year in one.years for told in _told(year))
    drawn = series_chart(happened, measure, name=name, comparison=beside, example=made_up)
    reports = listed(dict.fromkeys(report for year in one.years for report in year.reports))
    if not one.known:
        printed = dict.fromkeys(told.report for year in one.years for told in _told(year))
        reports = _("Som tryckt i %(reports)s") % {"reports": listed(printed)}
    return Chart(drawn.figure, drawn.finding, drawn.table, drawn.unit, drawn.example, drawn.name, reports)


def _value(year: Year) -> Decimal | None:
    return year.value if year.value is not None or not year.entered else year.entered[0].value


def sources(told: Iterable[Told]) -> list[Block]:
    """Where the numbers are printed, each place once."""
    rows: dict[int, Source] = {one.source.pk: one.source for one in told if one.source}
    if not rows:
        return []
    return [Heading(_("Källor")), Points([_cited(row) for row in rows.values()])]


def _cited(source: Source) -> str:
    fetched = _("hämtad %(day)s") % {"day": source.fetched} if source.fetched else ""
    return ", ".join(filter(None, (source.title, source.url, fetched)))


# -- the spreadsheet -------------------------------------------------------------------------------------------------


def sheets(asked: Asked, found: Sequence[Series]) -> list[Sheet]:
    """The values, and every number that they are computed from as it is printed."""
    head = [_("Nyckeltal"), _("Formel"), _("Enhet"), _("År"), _("Version"), _("Värde"),
            *map(mean_of, LENGTHS), _("Källor"),
            _("Andra uppgifter")]  # fmt: skip
    values: list[list[Value]] = [
        [
            str(words.FIGURES[one.figure.key]), words.formula(one.figure), one.figure.unit, year.year,
            str(words.YEAR_WORDS.get(year.version, "")), _kept(year.value, one.figure),
            *(_kept(_mean(one, length, year.year), one.figure) for length in LENGTHS),
            listed(year.reports), elsewhere(year, one.figure),
        ]
        for one in found for year in one.years if year.value is not None or year.entered
    ]  # fmt: skip
    parts = [_("Nyckeltal"), _("År"), _("Version"), _("Post"), _("Som tryckt"), _("Värde"), _("Enhet"), _("Rapport"),
             _("Adress")]  # fmt: skip
    printed: list[list[Value]] = [
        [
            str(words.FIGURES[one.figure.key]), year.year, str(words.YEAR_WORDS.get(year.version, "")),
            told.row.figure, told.row.printed, told.row.value, told.row.unit, told.report,
            told.source.url if told.source else "",
        ]
        for one in found for year in one.years for told in _told(year)
    ]  # fmt: skip
    return [Sheet(_("Nyckeltal"), head, values), Sheet(_("Räknat av"), parts, printed)]


def _mean(one: Series, length: int, year: int) -> Decimal | None:
    mean = one.mean(length, year)
    return mean.computed.value if mean else None


def _kept(value: Decimal | None, figure: KeyFigure) -> Decimal | None:
    return None if value is None else round(value, figure.decimals + MORE)
