"""One indicator of a goal as a report prints it: its numbers, years, statuses, notes. From the snapshot alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from burlov_styrning.quantities import digits
from burlov_styrning.swedish import NBSP, listed, number, partial_date, sentence
from followup.content.snapshot import Plain
from followup.rules.figures import Reason, Status
from followup.words import reason_word, sign, status_word, target_status_word, trend_word
from indicators.models import Sex
from indicators.rules.direction import Movement, Trend, decimals_to_show
from indicators.words import missing_sign, missing_words

MOST_YEARS = 5
SHORT_NUMBER = 5
CLASSES = {"met": "met", "on_course": "course", "not_met": "missed"}


@dataclass(frozen=True)
class Shown:
    """A status or judgement: its sign, its word, and the class that colours both."""

    code: str
    word: str

    @property
    def sign(self) -> str:
        """● ▲ ■ ○."""
        return sign(self.code)

    @property
    def tone(self) -> str:
        """The class."""
        return CLASSES.get(self.code, "unknown")


@dataclass(frozen=True)
class Cell:
    """A value, or why there is none."""

    text: str
    label: str = ""
    missing: bool = False
    now: bool = False
    place: str = ""
    """Where the page of the edition says what came later: `goal/owner/indicator/year/sex`."""
    read: str = ""
    """Another year, whose outcome this year is judged by; of a target its years, where it is for several."""


@dataclass(frozen=True)
class Line:
    """A row of a goal's table of indicators."""

    key: str
    name: str
    unit: str
    baseline: Cell
    years: Sequence[Cell]
    level: Cell
    target: Cell
    statuses: Sequence[tuple[str, Shown]]
    trend: str
    sexes: Sequence[tuple[str, Sequence[Cell]]]
    remarks: Sequence[str]
    footnote: str
    example: bool


@dataclass(frozen=True)
class Table:
    """The indicators of a goal as one owner reads them."""

    owner: str
    columns: Sequence[str]
    level_year: str
    target_year: str
    baseline_year: str
    lines: Sequence[Line]
    charts: Sequence[object] = ()

    @property
    def remarks(self) -> list[str]:
        """What the reader must know of the numbers, each once."""
        return list(dict.fromkeys(remark for line in self.lines for remark in line.remarks))

    @property
    def wide(self) -> bool:
        """Whether some number needs more room than most."""
        return any(len(cell.text) > SHORT_NUMBER for line in self.lines for cell in line.years)


@dataclass
class Material:
    """The rows of one line, and how its numbers are written."""

    snapshot: Plain
    line: Plain
    rows: Sequence[Plain]
    decimals: int = field(init=False)

    def __post_init__(self) -> None:
        self.decimals = decimals(self.now, self.line["measure"]["decimals"])

    @property
    def now(self) -> Plain:
        """The row of the round's year."""
        return self.of(Sex.TOTAL)[-1]

    def of(self, sex: str) -> list[Plain]:
        """The rows by year."""
        return [row for row in self.rows if row["sex"] == sex]

    def written(self, value: str | None) -> str:
        """The number as it stands in a table."""
        return "" if value is None else number(Decimal(value), self.decimals)

    def quantity(self, value: str | None) -> str:
        """The number with its unit, as it stands in a sentence."""
        return "" if value is None else number(Decimal(value), self.decimals, self.line["measure"]["unit"])


def decimals(row: Plain, wanted: int) -> int:
    """As many decimals as the indicator has; as many as what was decided has, so that no level is printed as another;
    one more where rounding would hide that the outcome differs from what it is held against."""
    names = ("outcome", "baseline", "progression", "target")
    values = [Decimal(row[name]) for name in names if row[name] is not None]
    decided = [Decimal(row[name]) for name in names[1:] if row[name] is not None]
    wanted = max([wanted, *(digits(value, wanted) for value in decided)])
    return decimals_to_show(wanted, *values) if row["outcome"] is not None else wanted


def table(snapshot: Plain, goal: str, owner: str | None) -> Table:
    """The table of a goal's indicators for one owner."""
    lines = [line for line in snapshot["lines"] if (line["goal"], line["owner"]) == (goal, owner)]
    found = [Material(snapshot, line, _rows(snapshot, line)) for line in lines]
    years = shown_years(snapshot)
    baselines = {row.now["baseline_year"] for row in found if row.now["baseline"] is not None}
    common = str(baselines.pop() or "") if len(baselines) == 1 else ""
    return Table(
        owner=snapshot["names"]["organs"].get(owner, ""),
        columns=[str(year) for year in years],
        level_year=str(snapshot["head"]["year"]),
        target_year=str(target_year(snapshot)),
        baseline_year=common,
        lines=[_line(one, years, bool(common)) for one in found],
    )


def _rows(snapshot: Plain, line: Plain) -> list[Plain]:
    names = ("goal", "owner", "indicator")
    return [row for row in snapshot["figures"] if all(row[name] == line[name] for name in names)]


def shown_years(snapshot: Plain) -> list[int]:
    """The term's years so far; of a long programme the latest ones (the annex has all)."""
    head = snapshot["head"]
    return list(range(head["first_year"], head["year"] + 1))[-MOST_YEARS:]


def target_year(snapshot: Plain) -> int:
    """The year that the council's targets are for: the term's last; in an added year that year."""
    head = snapshot["head"]
    return int(max(head["last_year"], head["year"]))


def _line(one: Material, years: Sequence[int], common_baseline: bool) -> Line:
    now, measure = one.now, one.line["measure"]
    unit = measure["unit"]
    return Line(
        key=one.line["indicator"],
        name=measure["name"],
        unit="" if not unit or unit in measure["name"] else unit,
        baseline=_baseline(one, common_baseline),
        years=_cells(one, Sex.TOTAL, years),
        level=Cell(one.written(now["progression"]) or _("–"), missing=now["progression"] is None),
        target=_target(one),
        statuses=list(_statuses(one)),
        trend=_trend(now),
        sexes=[(sentence(str(Sex(sex).label)), _cells(one, sex, years)) for sex in ("K", "M") if one.of(sex)],
        remarks=list(_remarks(one)),
        footnote=_footnote(one, years),
        example=now["example"],
    )


def _baseline(one: Material, common: bool) -> Cell:
    now = one.now
    if now["baseline"] is None:
        return Cell(_("–"), missing=True)
    text = one.written(now["baseline"])
    return Cell(text if common or not now["baseline_year"] else f"{text} ({now['baseline_year']})")


def _target(one: Material) -> Cell:
    line, now = one.line, one.now
    if line["measure"]["direction"] == "within" and line["low"] is not None:
        return Cell(f"{one.written(line['low'])}–{one.written(line['high'])}")
    window = "–".join(map(str, now["window"] or ()))
    return Cell(one.written(now["target"]), read=window) if now["target"] is not None else Cell(_("–"), missing=True)


def _cells(one: Material, sex: str, years: Sequence[int]) -> list[Cell]:
    by_year = {int(row["period"]): row for row in one.of(sex)}
    return [_cell(one, by_year.get(year), year) for year in years]


def _cell(one: Material, row: Plain | None, year: int) -> Cell:
    now = year == one.snapshot["head"]["year"]
    if row is None or (row["outcome"] is None and not row["missing"]):
        return Cell(_("–"), str(year), missing=True, now=now, place=place_of(row) if row else "")
    if row["outcome"] is None:
        return Cell(missing_sign(row["missing"]), str(year), missing=True, now=now, place=place_of(row))
    read = row["read"] if row["read"] and row["read"] != row["period"] else ""
    return Cell(one.written(row["outcome"]), str(year), now=now, read=read, place=place_of(row))


def place_of(row: Plain) -> str:
    """A figure's place in the report, by the keys of what it is about."""
    return "/".join(row[name] or "" for name in ("goal", "owner", "indicator", "period", "sex"))


def _statuses(one: Material) -> Iterable[tuple[str, Shown]]:
    """Against the year's level, against the council's target, and by the forecast where the year is not over."""
    now, head = one.now, one.snapshot["head"]
    if now["status"]:
        yield _("Målnivå"), _status(now, status_word(Status(now["status"])))
    if now["target_status"] and (now["target"] is not None or one.line["measure"]["direction"] == "within"):
        word = target_status_word(Status(now["target_status"]), last_year=head["year"] >= head["last_year"])
        yield _("KF-mål"), Shown(now["target_status"], word)
    if head["part_year"] and now["forecast_status"]:
        word = f"{status_word(Status(now['forecast_status']))} ({one.quantity(now['forecast'])})"
        yield _("Prognos för helåret"), Shown(now["forecast_status"], word)


def _status(now: Plain, word: str) -> Shown:
    why = reason_word(Reason(now["reason"])) if now["status"] == "unknown" and now["reason"] else ""
    return Shown(now["status"], f"{word}: {why}" if why else word)


def _trend(now: Plain) -> str:
    if not now["trend"]:
        return ""
    return sentence(trend_word(Trend(Movement(now["trend"]), now["trend_since"], now["trend_inside_margin"])))


def _remarks(one: Material) -> Iterable[str]:
    """What the reader must know of the numbers before believing them."""
    now, name = one.now, one.line["measure"]["name"]
    if now["read"] and now["read"] != now["period"]:
        yield _("%(name)s: %(year)s bedöms efter utfallet %(read)s, det senaste som är publicerat.") % {
            "name": name, "year": now["period"], "read": now["read"],
        }  # fmt: skip
    if now["part_year"]:
        yield _("%(name)s: utfallet avser en del av året.") % {"name": name}
    if now["last_known"]:
        year, value = now["last_known"]
        yield _("%(name)s: senast kända utfall är %(value)s (%(year)s).") % {
            "name": name, "value": one.quantity(value), "year": year,
        }  # fmt: skip
    if now["path_stale"]:
        yield _("%(name)s: ny progression behövs, målvärdet har ändrats sedan nämnden beslutade.") % {"name": name}
    yield from _revised_baseline(one)


def _revised_baseline(one: Material) -> Iterable[str]:
    now = one.now
    then = next((row for row in one.of(Sex.TOTAL) if row["period"] == str(now["baseline_year"])), None)
    if then is None or now["baseline"] is None or then["outcome"] in (None, now["baseline"]):
        return
    if then.get("new_definition"):
        return  # measured in another way since: no revision of what was decided
    if Decimal(then["outcome"]) != Decimal(now["baseline"]):
        yield _("%(name)s: utgångsvärdet som beslutades är %(decided)s; utfallet %(year)s är nu %(revised)s.") % {
            "name": one.line["measure"]["name"], "decided": one.quantity(now["baseline"]),
            "year": now["baseline_year"], "revised": one.quantity(then["outcome"]),
        }  # fmt: skip


def _footnote(one: Material, years: Sequence[int]) -> str:
    """Sources, and what the short words in the cells mean."""
    shown = [row for row in one.rows if int(row["period"]) in years]
    parts = [
        *_sources(one, shown),
        *_calculations(one, shown),
        *_abbreviations(shown),
        *_marks(one.of(Sex.TOTAL), years),
    ]
    return " ".join(parts)


def _sources(one: Material, shown: Sequence[Plain]) -> Iterable[str]:
    known = one.snapshot["sources"]
    named = dict.fromkeys((row["source"], row["fetched"]) for row in shown if row["source"] in known)
    if not named:
        return
    texts = [known[key]["title"] + (_(", hämtad %(day)s") % {"day": day} if day else "") for key, day in named]
    yield _("Källa: %(sources)s.") % {"sources": "; ".join(texts)}


def _calculations(one: Material, shown: Sequence[Plain]) -> Iterable[str]:
    """An own calculation says so, by which formula and from whose figures; it never bears their name as its source."""
    known, found = one.snapshot["sources"], [row["calculation"] for row in shown if "calculation" in row]
    for formula in dict.fromkeys(row["formula"] for row in found):
        yield _("Egen beräkning: %(formula)s.") % {"formula": formula}
    keys = dict.fromkeys(key for row in found for key in row["sources"])
    if titles := [known[key]["title"] for key in keys if key in known]:
        yield _("Uppgifterna som den bygger på kommer från %(sources)s.") % {"sources": listed(titles)}


def _abbreviations(shown: Sequence[Plain]) -> Iterable[str]:
    """What the signs in the cells mean; of secrecy also by which section."""
    for code, section in dict.fromkeys((row["missing"], row.get("section", "")) for row in shown if row["missing"]):
        yield f"{missing_sign(code)}{NBSP}={NBSP}{missing_words(code, section)}."


def _marks(rows: Sequence[Plain], years: Sequence[int]) -> Iterable[str]:
    for name, words in (("preliminary", _("Preliminärt: %(years)s.")), ("revised", _("Reviderat: %(years)s."))):
        marked = [row["period"] for row in rows if row[name] and int(row["period"]) in years]
        if marked:
            yield words % {"years": listed(marked)}


def cited(decision: Plain | None, organs: Plain) -> str:
    """`Kommunfullmäktige, 18 juni 2018, § 112, dnr KS/2018:245`."""
    if decision is None:
        return ""
    parts = [
        organs.get(decision["organ"], ""),
        partial_date(decision["date"]) if decision["date"] else "",
        f"§{NBSP}{decision['paragraph']}" if decision["paragraph"] else "",
        _("dnr %(number)s") % {"number": decision["registry"]} if decision["registry"] else "",
    ]
    return ", ".join(part for part in parts if part)
