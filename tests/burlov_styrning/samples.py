"""A sample document with every kind of element a report has, and charts of every kind."""

from decimal import Decimal
from pathlib import Path
from typing import Any

from django.template import engines

from burlov_styrning.charts import Chart, Point, Table
from burlov_styrning.multiples import Panel, multiples
from burlov_styrning.ranked import Bar, Pair, bars, pairs
from goals.charts import Aim, progress_chart
from goals.proposed_charts import pace_chart, proposed_chart
from goals.rules.pace import Pace, PaceVerdict, Stretch
from goals.tally_charts import Tallied, tally_chart
from indicators.charts import Measure, series_chart
from indicators.rules.direction import Direction

PERCENT = Measure("%")


def points(first: int, *values: str | None, missing: str = "ej mätt") -> list[Point]:
    """One point a year from `first` on; None is not measured."""
    return [Point(first + place, None, missing) if value is None else Point(first + place, Decimal(value))
            for place, value in enumerate(values)]  # fmt: skip


def sketch() -> Chart:
    """The chart of the design sketch."""
    aim = Aim(2022, "higher", Decimal(92))
    path = points(2019, "89", "90", "91", "92")
    return progress_chart(points(2019, "87", None, "89", "90"), path, aim, PERCENT, baseline=Point(2018, Decimal(88)))


def forecast() -> Chart:
    """A term that is under way."""
    aim = Aim(2026, "higher", Decimal(91))
    outcomes = [Point(2023, Decimal("87.4")), Point(2024, Decimal("88.2"), preliminary=True)]
    return progress_chart(outcomes, points(2023, "88", "89", None, "91"), aim, Measure("%", 1),
                          baseline=Point(2022, Decimal(87)), forecast=Point(2025, Decimal("88.9")))  # fmt: skip


def within() -> Chart:
    """Bounds to keep within."""
    aim = Aim(2022, "within", bounds=(Decimal(40), Decimal(50)))
    return progress_chart(
        points(2019, "38", "44", "52", "47"), [], aim, Measure("index"), baseline=Point(2018, Decimal(36))
    )


def series() -> Chart:
    """A new definition, a gap, a preliminary value and a comparison."""
    known = points(2014, "61", "63", "62", "64") + points(2018, None, None, missing="ej publicerat")
    later = [*points(2020, "58", "59", "61"), Point(2023, Decimal(62), preliminary=True)]
    median = [Point(2014 + year, Decimal(60) + Decimal(year) / 2) for year in range(10)]
    return series_chart([*known, *later], PERCENT, comparison={"Liknande kommuner, median": median}, breaks=[2020])


def by_sex() -> Chart:
    """Women and men beside all."""
    sexes = {"K": points(2018, "61", "63", "62", "65"), "M": points(2018, "55", "57", "56", "59")}
    return series_chart(points(2018, "58", "60", "59", "62"), Measure("%", 1), by_sex=sexes)


def proposed() -> Chart:
    """The values that a proposal proposes, beside the history."""
    aim = Aim(2030, "higher", Decimal(83), name="Föreslaget mål")
    outcomes = points(2018, "58", "60", "59", "62", "63", "65", "66", "67")
    return proposed_chart(outcomes, points(2027, "72", "76", "80", "83"), aim, PERCENT,
                          baseline=Point(2025, Decimal(67)), own=Decimal("1.4"))  # fmt: skip


def realistic() -> Chart:
    """The pace that a proposal demands, the indicator's own and its peers'."""
    gains = ["-4.5", "-3", "-1", "0", "0.5", "1", "2", "2", "3.5", "4", "4", "5.5", "6", "8", "10", "17.5", "22"]
    best = Stretch(2016, 2021, Decimal("9.5"))
    pace = Pace(PaceVerdict.AMBITIOUS, Direction.HIGHER, 5, 2020, 2025, Decimal(16), Decimal("6.5"),
                {f"Kommun {n}": Decimal(gain) for n, gain in enumerate(gains)}, best)  # fmt: skip
    return pace_chart(pace, PERCENT)


def tally() -> Chart:
    """Points of the lists, a shared place among them."""
    return tally_chart([
        Tallied("1", "Fler barn får plats på önskat datum", 212, 31),
        Tallied("2–3", "Minst 9 av 10 Burlövsbor som använder hemtjänsten är nöjda med servicen", 180, 31),
        Tallied("2–3", "Trygga <b> & centrala Arlöv", 180, 31),
        Tallied("4", "Kommunens utsläpp halveras", 96, 31),
    ])  # fmt: skip


def ranked() -> Chart:
    """Bars of municipalities, the own one among them, with names left out and a value below nought."""
    rows = [Bar("Lund", Decimal(68), "68\u00a0%"), Bar("Vår kommun <b>", Decimal(34), "34\u00a0%", own=True), None,
            Bar("En kommun med ett mycket långt namn", Decimal(-9), "−9\u00a0%")]  # fmt: skip
    figure = bars(rows, mark=Decimal("50.5"), mark_words="Median 50,5 %")
    return Chart(figure, "Plats 2 av 3 i gruppen 2022.", Table(("Kommun", "2022"), (("Lund", "68"),)), "%")


def then_and_now() -> Chart:
    """Two years for each name."""
    rows = [Pair("Lund", Decimal(9), Decimal(68), "9 → 68\u00a0%"), None,
            Pair("Vår kommun", Decimal(34), Decimal(22), "34 → 22\u00a0%", own=True)]  # fmt: skip
    figure = pairs(rows, then="2017", now="2022")
    return Chart(figure, "En av två har blivit bättre sedan 2017.", Table(("Kommun", "2017"), (("Lund", "9"),)), "%")


def small() -> Chart:
    """Small multiples: one with path and aim, one with a new definition, one without any value."""
    panels = [
        Panel("Andel nöjda med hemtjänsten <b>", points(2019, "87", None, "89", "90"), points(2018, "88", "89", "92"),
              Point(2022, Decimal(92)), "90\u00a0%", "92\u00a0%"),
        Panel("Trygga i skolan", points(2018, "70", "71", "80"), last="80\u00a0%", breaks=[2020]),
        Panel("Ett mått som ingen har mätt än och som har ett mycket långt namn", points(2019, None)),
    ]  # fmt: skip
    return Chart(multiples(panels), "Två av tre ligger på sin nivå.", Table(("Indikator",), (("Trygga",),)))


CHARTS = (sketch, forecast, within, series, by_sex, proposed, realistic, tally, ranked, then_and_now, small)


def document(goals: int = len(CHARTS) - 1, rows: int = 60) -> str:
    """The sample report as HTML."""
    charts = [CHARTS[1 + place % (len(CHARTS) - 1)]() for place in range(goals)]
    text = Path(__file__).with_name("sample.html").read_text(encoding="utf-8")
    return engines["django"].from_string(text).render({
        "report": REPORT, "contents": contents(goals), "chart": sketch(), "charts": charts,
        "rows": [(f"Indikator {row}, andel (%)", str(2019 + row % 4), f"{50 + row % 40},5") for row in range(rows)],
        "paragraphs": ["Andelen nöjda har ökat. Störst är ökningen där fast omsorgskontakt infördes först. " * 3] * 3,
    })  # fmt: skip


REPORT = {
    "title": "Årsredovisning 2022",
    "subtitle": "Så gick det med kommunfullmäktiges mål 2019–2022",
    "owner": "Burlövs kommun",
    "note": "Exempel, inte Burlövs kommuns handling",
    "standing": "Kommunstyrelsens förslag till kommunfullmäktige, 3 april 2023, § 41",
    "edition": "Utgåva 1, 2023-04-03",
    "hash": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
}


def contents(goals: int) -> list[dict[str, Any]]:
    """Chapters and goals with the ids they have in the sample."""
    first = {"id": "mal-2", "title": "Minst 9 av 10 Burlövsbor som använder hemtjänsten är nöjda med servicen"}
    more = [{"id": f"mal-x{place + 1}", "title": f"Ett mål till, nummer {place + 1}"} for place in range(goals)]
    return [
        {"id": "bedoms", "title": "Så bedöms målen"},
        {"id": "attraktiva", "title": "Attraktiva Burlöv", "parts": [first, *more]},
        {"id": "bilaga", "title": "Bilaga: varje siffra och dess källa"},
    ]
