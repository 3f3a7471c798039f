"""The compare page of one indicator: where we stand in a group, beside the country and chosen municipalities."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from burlov_styrning import papers
from burlov_styrning.lists import Column, Listing
from burlov_styrning.papers import Grid
from burlov_styrning.swedish import signed
from burlov_styrning.views import public, visible_or_404
from indicators import comparing, comparison_charts, comparison_paper, words
from indicators.charts import Measure
from indicators.comparing import ALL, Asked, Comparison
from indicators.comparison_charts import coverage_words, direction_note, place_words, rounded_words
from indicators.forms.groups import Choices, label_of
from indicators.models import Indicator, Missing, Sex
from indicators.rules.comparison import Place, ranked
from indicators.rules.direction import Reading

LISTED = Indicator.objects.select_related("current", "organ")
PEERS = 3
"""So many municipalities can be drawn beside; with more the curves cannot be told apart."""
PER_PAGE = 20


@dataclass(frozen=True)
class Line:
    """A municipality in the table. What it says is put in words when it is shown: a page shows a few of all."""

    found: Comparison
    one: int
    now: Place | None
    before: Place | None
    measure: Measure
    sexes: Sequence[str]

    @property
    def name(self) -> str:
        """The municipality's."""
        return self.found.who.names[self.one]

    @property
    def own(self) -> bool:
        """Whether it is ours."""
        return self.one == self.found.who.own

    @property
    def place(self) -> int | None:
        """What the table is put in order by."""
        return self.now.place if self.now else None

    @property
    def place_words(self) -> str:
        """`3`, or `3–4` where two share it."""
        if self.now is None:
            return "–"
        return str(self.now.place) if self.now.shared == 1 else f"{self.now.place}–{self.now.last}"

    @property
    def value(self) -> str:
        """The year's."""
        return _value(self._reading(self.found.year), self.measure)

    @property
    def why(self) -> str:
        """Why it has no place."""
        reading = self._reading(self.found.year)
        other = reading is not None and reading.value is not None and self.now is None
        return _("annan definition") if other else _why(reading)

    @property
    def then(self) -> str:
        """The value of the year that is compared with."""
        return _value(self._reading(self.found.since), self.measure)

    @property
    def gained(self) -> str:
        """Places since then."""
        return signed(self.before.place - self.now.place, 0) if self.now and self.before else ""

    @property
    def by_sex(self) -> list[str]:
        """The year's values of women and men."""
        return [_value(self.found.at(self.found.year, sex).get(self.one), self.measure) for sex in self.sexes]

    def _reading(self, year: int | None) -> Reading | None:
        return self.found.at(year).get(self.one)


@dataclass(frozen=True)
class SexLine:
    """Our own value for one sex beside the group's."""

    sex: str
    value: str
    median: str
    middle: str
    place: str
    change: str


@public
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """Where we stand: in words, as bars, over the years, then and now, by sex, and everybody in a table."""
    indicator, choices, rows, found = _compared(request, pk)
    context = {
        "indicator": indicator, "found": found, "group": found.group.row,
        "groups": [*((row.key, row.title) for row in rows), (ALL, _("Alla kommuner"))],
        "years": [(str(year), str(year)) for year in reversed(found.years)],
        "shown_year": str(found.year or ""), "shown_since": str(found.since or ""),
        "peers": [*(label_of(row) for row in _peers(found, choices)), *[""] * (PEERS - len(found.who.peers))],
        "choices": choices,
        "query": f"?{request.GET.urlencode()}" if request.GET else "",
        **(shown(request, found) if _has_values(found) else {}),
    }  # fmt: skip
    return render(request, "indicators/compare/show.html", context)


@public
def compare_paper(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The same as PDF or Word."""
    found = _compared(request, pk)[-1]
    if not _has_values(found):
        raise Http404
    everybody = _listing(request, found, measure_of(found.indicator))
    return papers.answer(comparison_paper.paper(found, shown(request, found), _grid(found, everybody)), kind)


def _compared(request: HttpRequest, pk: int) -> tuple[Indicator, Choices, list[Any], Comparison]:
    """What the address asks to have compared."""
    indicator = visible_or_404(request, LISTED, pk=pk)
    choices, rows = Choices(), list(comparing.groups_to_choose(request.user))
    found = comparing.compare(indicator, _asked(request.GET, choices), rows, _("Alla kommuner"), user=request.user)
    return indicator, choices, rows, found


def _has_values(found: Comparison) -> bool:
    return found.year is not None and found.indicator.current is not None


def shown(request: HttpRequest, found: Comparison) -> dict[str, Any]:
    """The charts and the tables."""
    measure = measure_of(found.indicator)
    why = {str(code): str(text) for code, text in Missing.choices}
    counted = found.counted(found.year)
    return {
        "finding": comparison_charts.rank_finding(found, measure, found.before),
        "coverage": coverage_words(counted),
        "since_finding": _since(found, measure),
        "note": direction_note(found),
        "rank": comparison_charts.rank_chart(found, measure) if len(counted.values) > 1 else None,
        "curve": comparison_charts.compared_chart(found, measure, why),
        "change": comparison_charts.change_chart(found, measure),
        "sexes": _sexes(found, measure),
        "listing": _listing(request, found, measure),
        "signs": _signs(found),
    }


def measure_of(indicator: Indicator) -> Measure:
    """How its values are written."""
    return Measure(indicator.unit, indicator.current.decimals if indicator.current else 0)


def _since(found: Comparison, measure: Measure) -> str:
    """The change since the chosen year, where that is another than the year before; over a new definition, why not."""
    if found.since is None or found.since == found.before:
        return ""
    if found.meaning(found.year) != found.meaning(found.since):
        return _("Mot %(year)s kan platsen inte jämföras: definitionen är ny sedan dess.") % {"year": found.since}
    return comparison_charts.rank_finding(found, measure, found.since)


def _asked(query: QueryDict, choices: Choices) -> Asked:
    """What the address asks for; a name that is none is left out."""
    peers = [row.code for text in query.getlist("kommun")[:PEERS] if (row := _known(text, choices))]
    return Asked(query.get("grupp", ""), _year(query.get("ar", "")), _year(query.get("sedan", "")), peers)


def _known(text: str, choices: Choices) -> Any:
    return choices.named(text) if text.strip() else None


def _year(text: str) -> int | None:
    return int(text) if len(text) == 4 and text.isascii() and text.isdecimal() else None


def _peers(found: Comparison, choices: Choices) -> list[Any]:
    rows = {row.pk: row for row in choices.by_label.values()}
    return [rows[pk] for pk in found.who.peers]


# -- the tables ------------------------------------------------------------------------------------------------------


def _sexes(found: Comparison, measure: Measure) -> list[SexLine]:
    """Women, men and all, where there is anything by sex."""
    codes = [sex for sex in (Sex.WOMEN, Sex.MEN, Sex.TOTAL) if found.at(found.year, sex)]
    return [_sex(found, sex, measure) for sex in codes] if len(codes) > 1 else []


def _sex(found: Comparison, sex: str, measure: Measure) -> SexLine:
    reading = found.at(found.year, sex).get(found.who.own) if found.who.own is not None else None
    spread, place, change = found.spread(found.year, sex), found.place(found.year, sex), found.gained(found.before, sex)
    ends = [rounded_words(end, measure) for end in (spread.lower, spread.upper) if end is not None] if spread else []
    return SexLine(
        str(words.SEX_WORDS[sex]), _value(reading, measure), rounded_words(spread.median, measure) if spread else "",
        "–".join(ends), place_words(place) if place else "", "" if change is None else signed(change, 0),
    )  # fmt: skip


def _listing(request: HttpRequest, found: Comparison, measure: Measure) -> Listing:
    sexes = [sex for sex in (Sex.WOMEN, Sex.MEN) if found.at(found.year, sex)]
    since = str(found.since) if found.since else ""
    columns = [Column(_("Kommun"), "name", words=True), Column(_("Plats"), "place", number=True),
               Column(str(found.year), number=True)]  # fmt: skip
    columns += [Column(str(words.SEX_WORDS[sex]), number=True) for sex in sexes]
    if since:
        columns += [Column(since, number=True), Column(_("Platser sedan %(year)s") % {"year": since}, number=True)]
    return Listing(
        request, _lines(found, measure, sexes), columns=columns, sort="place", per_page=PER_PAGE, name="kommuner-lista"
    )


def _grid(found: Comparison, everybody: Listing) -> Grid:
    """The whole table, on paper: all its pages."""
    head = [str(column.label) for column in everybody.columns]
    sexes = [sex for sex in (Sex.WOMEN, Sex.MEN) if found.at(found.year, sex)]
    lines = sorted(
        _lines(found, measure_of(found.indicator), sexes), key=lambda line: (line.place is None, line.place or 0)
    )
    rows = [[line.name, line.place_words, line.value, *line.by_sex, line.then, line.gained or "–"][: len(head)]
            for line in lines]  # fmt: skip
    return Grid(f"{found.group.title}, {found.year}", head, rows, frozenset(range(1, len(head))))


def _lines(found: Comparison, measure: Measure, sexes: Sequence[str]) -> list[Line]:
    """Everybody: those with a place first, then who has none and why."""
    now = dict(ranked(found.counted(found.year).values, found.direction, found.bounds))
    comparable = found.meaning(found.year) == found.meaning(found.since)
    then = dict(ranked(found.counted(found.since).values, found.direction, found.bounds)) if comparable else {}
    return [Line(found, one, now.get(one), then.get(one), measure, sexes) for one in found.who.members]


def _value(reading: Reading | None, measure: Measure) -> str:
    if reading is None:
        return words.NO_OUTCOME
    return words.missing_sign(reading.missing or "") if reading.value is None else rounded_words(reading.value, measure)


def _why(reading: Reading | None) -> str:
    return words.missing_text(reading.missing) if reading and reading.missing else ""


def _signs(found: Comparison) -> list[tuple[str, str]]:
    """The signs that can stand in the table, with their words."""
    years = {found.year, found.since}
    return words.signs(r.missing or "" for year in years for sex in Sex for r in found.at(year, sex).values())
