"""The charts of a comparison: the curve beside the group, the ranked bars, then and now. And what they say in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from burlov_styrning.charts import Chart, Point, Table
from burlov_styrning.drawing import GREY, INK_2, Drawing
from burlov_styrning.ranked import Bar, Pair, bars, pairs
from burlov_styrning.swedish import sentence, spelled
from indicators import words
from indicators.charts import Measure, draw_outcomes, series_table
from indicators.comparing import ALL, Comparison
from indicators.rules.comparison import Counted, Place, improved, quarter_of, ranked
from indicators.rules.direction import Direction, Movement, decimals_to_show, movement, rounded

MOST, ENDS, AROUND = 36, 5, 6
"""So many rows a figure has; of a longer line the ends are shown, and those around our own. The table has them all."""
PEER_SYMBOLS = ("square", "triangle-up", "diamond", "cross")


def rounded_words(value: Decimal, measure: Measure) -> str:
    """A value among others, with the indicator's own decimals: places are told by what is stored."""
    return measure.written(value, measure.decimals)


# -- words -----------------------------------------------------------------------------------------------------------


def place_words(place: Place) -> str:
    """`Plats 9 av 26`, `Delad plats 3 av 26`."""
    said = {"place": place.place, "of": place.of}
    return (_("Delad plats %(place)s av %(of)s") if place.shared > 1 else _("Plats %(place)s av %(of)s")) % said


def where_words(found: Comparison) -> str:
    """`i gruppen`, `bland kommunerna`."""
    return _("bland kommunerna") if found.group.key == ALL else _("i gruppen")


def change_words(places: int, since: int) -> str:
    """`tre platser bättre än 2023`."""
    if not places:
        return _("samma plats som %(year)s") % {"year": since}
    said = {"count": spelled(abs(places)), "year": since}
    if places > 0:
        return ngettext("%(count)s plats bättre än %(year)s", "%(count)s platser bättre än %(year)s", places) % said
    return ngettext("%(count)s plats sämre än %(year)s", "%(count)s platser sämre än %(year)s", -places) % said


def rank_finding(found: Comparison, measure: Measure, since: int | None = None, sex: str = "T") -> str:
    """`Plats 9 av 26 i gruppen 2024, tre platser bättre än 2023.`"""
    place = found.place(found.year, sex)
    if found.year is None:
        return _("Inget värde är publicerat än.")
    if place is None or place.of < 2:
        return _unplaced(found, measure, sex)
    words = f"{place_words(place)} {where_words(found)} {found.year}"
    change = found.gained(since, sex)
    if change is None or since is None:
        return words + "."
    then = found.place(since, sex)
    other = then is not None and then.of != place.of
    then_words = _(" (då plats %(place)s av %(of)s)") % {"place": then.place, "of": then.of} if then and other else ""
    return f"{words}, {change_words(change, since)}{then_words}."


def _unplaced(found: Comparison, measure: Measure, sex: str) -> str:
    """Nobody to stand among, or no value of our own."""
    counted = found.counted(found.year, sex)
    own = found.who.own in counted.values
    if own:
        return _("Ingen annan kommun %(where)s har värde %(year)s.") % {"where": where_words(found), "year": found.year}
    spread = found.spread(found.year, sex)
    sentence_ = _("Kommunen har inget värde %(year)s.") % {"year": found.year}
    if spread is None:
        return sentence_
    return f"{sentence_} " + _("Medianen %(where)s är %(median)s.") % {
        "where": where_words(found), "median": rounded_words(spread.median, measure),
    }  # fmt: skip


def coverage_words(counted: Counted[int]) -> str:
    """`26 av 33 kommuner har värde. Två har en annan definition och räknas inte.`"""
    words = _("%(n)s av %(of)s kommuner har värde.") % {"n": len(counted.values), "of": counted.asked}
    if not counted.other:
        return words
    many = ngettext(
        "%(n)s har en annan definition och räknas inte.", "%(n)s har en annan definition och räknas inte.",
        len(counted.other),
    )  # fmt: skip
    return f"{words} {sentence(many % {'n': spelled(len(counted.other))})}"


def group_finding(found: Comparison, measure: Measure) -> str:
    """`67 % i Burlövs kommun 2024, bättre än medianen 62 % i gruppen och bland den bästa fjärdedelen.`"""
    values, spread = found.counted(found.year).values, found.spread(found.year)
    ours = found.who.own
    own = values.get(ours) if ours is not None else None
    if ours is None or own is None or spread is None or len(values) < 2:
        return rank_finding(found, measure)
    moved = movement(own, spread.median, found.direction, found.bounds)
    decimals = decimals_to_show(measure.decimals, own, spread.median)
    said = {
        "value": measure.prose(own, decimals), "who": found.who.names[ours], "year": found.year,
        "median": measure.written(spread.median, decimals), "where": where_words(found),
    }  # fmt: skip
    than = {
        Movement.BETTER: _("%(value)s i %(who)s %(year)s, bättre än medianen %(median)s %(where)s"),
        Movement.WORSE: _("%(value)s i %(who)s %(year)s, sämre än medianen %(median)s %(where)s"),
        Movement.SAME: _("%(value)s i %(who)s %(year)s, i nivå med medianen %(median)s %(where)s"),
    }[moved]
    return than % said + _quarter(found, spread.lower is not None) + "."


def _quarter(found: Comparison, told: bool) -> str:
    place = found.place(found.year)
    if place is None or not told or place.shared > place.of // 4:
        return ""
    return {1: _(" och bland den bästa fjärdedelen"), 4: _(" och bland den sämsta fjärdedelen")}.get(
        quarter_of(place), ""
    )


def direction_note(found: Comparison) -> str:
    """Which end of the line is the good one."""
    return {
        Direction.HIGHER: _("Bäst överst: högre är bättre."),
        Direction.LOWER: _("Bäst överst: lägre är bättre."),
        Direction.WITHIN: _("Bäst överst: de inom gränserna, sedan de närmast dem."),
    }[found.direction]


# -- charts ----------------------------------------------------------------------------------------------------------


def compared_chart(found: Comparison, measure: Measure, missing: Mapping[str, str]) -> Chart:
    """Our own curve in ink; the group's median and middle half, the country and chosen peers in grey."""
    own = _points(found, found.who.own, measure, missing)
    drawing = Drawing(measure.unit, measure.decimals, height=260, letters=22)
    breaks = [b for a, b in pairwise(found.years) if _broken(found, a, b)]
    median = _medians(found, drawing, breaks)
    _beside(drawing, _("Median"), median, measure, GREY, breaks, width=2.2)
    rows: dict[str, Sequence[Point]] = {_("Medianen"): median}
    if found.who.country and (points := _points(found, found.who.country, measure, missing)):
        rows[_("Riket")] = points
        _beside(drawing, _("Riket"), points, measure, INK_2, breaks, dash="6px,3px")
    for symbol, peer in zip(PEER_SYMBOLS, found.who.peers, strict=False):
        points = _points(found, peer, measure, missing)
        rows[found.who.names[peer]] = points
        _beside(drawing, found.who.names[peer], points, measure, GREY, breaks, symbol=symbol)
    draw_outcomes(drawing, own, measure, breaks, found.who.names.get(found.who.own or 0, ""))
    table = series_table({found.who.names.get(found.who.own or 0, _("Kommunen")): own, **rows}, measure)
    said = words.source_words(found.sources, _("Median och kvartiler är egen beräkning."))
    return Chart(drawing.figure(), group_finding(found, measure), table, measure.unit, found.example,
                 found.indicator.name, said)  # fmt: skip


def _broken(found: Comparison, before: int, after: int) -> bool:
    first, second = found.meaning(before), found.meaning(after)
    return first is not None and second is not None and first != second


def _points(found: Comparison, who: int | None, measure: Measure, missing: Mapping[str, str]) -> list[Point]:
    readings = [(year, found.at(year).get(who)) for year in found.years] if who is not None else []
    return [
        Point(year, None if reading.value is None else rounded(reading.value, measure.decimals),
              missing.get(reading.missing or "", ""))
        for year, reading in readings if reading
    ]  # fmt: skip


def _medians(found: Comparison, drawing: Drawing, breaks: Sequence[int]) -> list[Point]:
    """The medians by year; the middle half is drawn under them, in a piece of its own for each definition."""
    spreads = {year: spread for year in found.years if (spread := found.spread(year))}
    pieces: list[list[int]] = [[]]
    for year in sorted(spreads):
        if spreads[year].lower is None or year in breaks:
            pieces.append([])
        if spreads[year].lower is not None:
            pieces[-1].append(year)
    for piece in pieces:
        if len(piece) > 1:
            drawing.between(
                [Point(year, spreads[year].lower) for year in piece],
                [Point(year, spreads[year].upper) for year in piece], name=_("Mittersta hälften"),
            )  # fmt: skip
    # With two municipalities or fewer the median is one of them.
    told = {year: spread.median for year, spread in spreads.items() if len(found.counted(year).values) > 2}
    return [Point(year, rounded(median, drawing.decimals)) for year, median in told.items()]


def _beside(
    drawing: Drawing, name: str, points: Sequence[Point], measure: Measure, colour: str, breaks: Sequence[int], *,
    width: float = 1.6, dash: str = "solid", symbol: str = "",
) -> None:  # fmt: skip
    known = [point for point in points if point.value is not None]
    drawing.line(
        points, name=name, colour=colour, width=width, dash=dash, size=6 if symbol else 0, symbol=symbol or "circle",
        breaks=breaks,
    )  # fmt: skip
    if known and (value := known[-1].value) is not None:
        drawing.label(known[-1].year, value, f"{name} {rounded_words(value, measure)}", colour=INK_2)


def rank_chart(found: Comparison, measure: Measure) -> Chart:
    """Bars from zero, the best first."""
    values = found.counted(found.year).values
    line = ranked(values, found.direction, found.bounds)
    spread = found.spread(found.year)
    shown = [Bar(found.who.names[one], values[one], rounded_words(values[one], measure), one == found.who.own)
             for one, _place in line]  # fmt: skip
    median = spread.median if spread and len(line) > 2 else None
    figure = bars(
        some_of(shown), mark=median, mark_words=_("Median %(value)s") % {"value": rounded_words(median, measure)}
        if median is not None else "",
    )  # fmt: skip
    table = Table(
        (_("Kommun"), _("Plats"), str(found.year or "")),
        tuple((found.who.names[one], _of_line(place), rounded_words(values[one], measure)) for one, place in line),
    )
    said = words.source_words(found.sources, _("Plats och median är egen beräkning."))
    return Chart(figure, rank_finding(found, measure, found.before), table, measure.unit, found.example,
                 found.indicator.name, said)  # fmt: skip


def _of_line(place: Place) -> str:
    return str(place.place) if place.shared == 1 else f"{place.place}–{place.last}"


def some_of[T: (Bar, Pair)](rows: Sequence[T]) -> list[T | None]:
    """All of them, or of a long line its ends and those around our own, with a gap where names are left out."""
    if len(rows) <= MOST:
        return list(rows)
    places = _places(len(rows), next((place for place, row in enumerate(rows) if row.own), len(rows) // 2))
    found: list[T | None] = [rows[places[0]]]
    for before, place in pairwise(places):
        found += [None, rows[place]] if place > before + 1 else [rows[place]]
    return found


def _places(count: int, own: int) -> list[int]:
    around = range(max(0, own - AROUND), min(count, own + AROUND + 1))
    return sorted({*range(ENDS), *around, *range(count - ENDS, count)})


def change_chart(found: Comparison, measure: Measure) -> Chart | None:
    """Then and now for each, in the order of now; none over a new definition or without a year to compare with."""
    if found.since is None or found.meaning(found.year) != found.meaning(found.since):
        return None
    now, then = found.counted(found.year).values, found.counted(found.since).values
    both = {one: value for one, value in now.items() if one in then}
    line = [one for one, _place in ranked(both, found.direction, found.bounds)]
    if len(line) < 2:
        return None
    shown = [
        Pair(found.who.names[one], then[one], now[one], _from_to(then[one], now[one], measure), one == found.who.own)
        for one in line
    ]
    figure = pairs(some_of(shown), then=str(found.since), now=str(found.year))
    table = Table(
        (_("Kommun"), str(found.since), str(found.year)),
        tuple(
            (found.who.names[one], rounded_words(then[one], measure), rounded_words(now[one], measure)) for one in line
        ),
    )
    return Chart(figure, change_finding(found, measure, both, then), table, measure.unit, found.example,
                 found.indicator.name, words.source_words(found.sources))  # fmt: skip


def _from_to(then: Decimal, now: Decimal, measure: Measure) -> str:
    return f"{rounded_words(then, Measure('', measure.decimals))} → {rounded_words(now, measure)}"


def change_finding(found: Comparison, measure: Measure, now: Mapping[int, Decimal], then: Mapping[int, Decimal]) -> str:
    """`14 av 26 har blivit bättre sedan 2019; Burlövs kommun har gått från 61 % till 67 %.`"""
    moved = improved(now, then, found.direction, found.bounds)
    words = _("%(n)s av %(of)s har blivit bättre sedan %(year)s") % {
        "n": moved[Movement.BETTER], "of": len(now), "year": found.since,
    }  # fmt: skip
    own = found.who.own
    if own is None or own not in now:
        return words + "."
    return words + "; " + _("%(who)s har gått från %(then)s till %(now)s.") % {
        "who": found.who.names[own], "then": rounded_words(then[own], measure), "now": rounded_words(now[own], measure),
    }  # fmt: skip
