"""The chapters of the premises about people: the demographic need, and the staff beside the economy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from django.utils.translation import gettext as _

from burlov_styrning.papers import named
from burlov_styrning.swedish import listed, number, sentence
from followup.content.premises.charts import NEED
from followup.content.premises.parts import Chapter, Grid, Row
from followup.content.premises.words import DASH, written
from followup.content.snapshot import Plain
from indicators.demography import class_words
from indicators.words import missing_sign

type Cells = list[tuple[str, str]]


def has(snapshot: Plain, organ: str) -> bool:
    """Whether a need is computed for the committee."""
    said = snapshot["premises"]["demography"]
    return bool(said) and any(row["organ"] == organ for row in said["needs"])


def beside(snapshot: Plain, organ: str | None, year: int) -> Cells:
    """The computed need of a year, of a committee or of all, where there is any."""
    said = snapshot["premises"]["demography"]
    if not said:
        return []
    rows = said["totals"] if organ is None else [row for row in said["needs"] if row["organ"] == organ]
    found = next((row["need"] for row in rows if row["year"] == year), None)
    return [(_("Beräknat behov %(year)s") % {"year": year}, written(found))]


def of_committee(snapshot: Plain, organ: str) -> Grid:
    """What each age class asks of the committee."""
    said = snapshot["premises"]["demography"]
    parts = [row for row in said["parts"] if row["organ"] == organ]
    rows = []
    for code in dict.fromkeys(row["age_class"] for row in parts):
        mine = {row["year"]: row for row in parts if row["age_class"] == code}
        cost = _("%(cost)s tkr per invånare") % {"cost": written(next(iter(mine.values()))["cost"])}
        rows.append(Row(class_words(code), _cells(said["years"], mine), note=cost))
    sums = {row["year"]: row for row in said["needs"] if row["organ"] == organ}
    rows.append(Row(_("Summa"), _cells(said["years"], sums), total=True, example=said["example"]))
    return _grid(said, rows)


def _cells(years: Sequence[int], rows: Mapping[int, Plain]) -> Cells:
    return [(str(year), written(rows[year]["need"] if year in rows else None)) for year in years]


def _grid(said: Plain, rows: Sequence[Row]) -> Grid:
    caption = _("Demografiskt behov mot %(base)s, tkr") % {"base": said["base"]}
    return Grid(caption, _("Åldersklass"), list(map(str, said["years"])), rows)


def chapter(snapshot: Plain) -> Chapter:
    """All committees together, class by class."""
    said = snapshot["premises"]["demography"]
    rows = []
    for code in dict.fromkeys(row["age_class"] for row in said["by_class"]):
        mine = {row["year"]: row for row in said["by_class"] if row["age_class"] == code}
        rows.append(Row(class_words(code), _cells(said["years"], mine)))
    sums = {row["year"]: row for row in said["totals"]}
    rows.append(Row(_("Alla"), _cells(said["years"], sums), total=True, example=said["example"]))
    grid = replace(_grid(said, rows), shows=[NEED])
    return Chapter("demografi", _("Demografiskt behov"), [_finding(said)], [grid], notes=[*_notes(said)])


def _finding(said: Plain) -> str:
    last = said["totals"][-1]
    value = Decimal(last["need"])
    words = (_("Befolkningen kräver %(amount)s tkr mer %(year)s än %(base)s.") if value >= 0 else
             _("Befolkningen kräver %(amount)s tkr mindre %(year)s än %(base)s."))  # fmt: skip
    return words % {"amount": number(abs(value)), "year": last["year"], "base": said["base"]}


def _notes(said: Plain) -> Iterator[str]:
    yield _("Befolkning: %(population)s, räknad till och med %(year)s och därefter prognos. Kostnader i %(prices)s års "
            "priser. Egen beräkning.") % {"population": said["population"], "year": said["counted_to"],
                                          "prices": said["price_year"]}  # fmt: skip
    if said["without_cost"]:
        classes = listed(map(class_words, said["without_cost"]))
        yield _("Kostnad saknas för %(classes)s, som inte är med i summan.") % {"classes": classes}
    yield _("Den som inte har fyllt ett år hör inte till någon klass.")


def staff(snapshot: Plain) -> Chapter:
    """The staff's figures, and net cost and result of the same years."""
    said = snapshot["premises"]["staff"]
    rows = [Row(sentence(named(one["name"], one["unit"])), _outcomes(said["years"], one), example=one["example"])
            for one in said["measures"]]  # fmt: skip
    money = {row["year"]: row for row in said["money"]}
    for key, name, decimals in (
        ("net_cost", _("Nettokostnad, mnkr"), 1), ("result", _("Årets resultat, mnkr"), 1),
        ("per_employee", _("Nettokostnad per årsarbetare, tkr"), 0),
    ):  # fmt: skip
        cells = [(str(year), _rounded(money[year][key], decimals)) for year in said["years"]]
        rows.append(Row(name, cells))
    years = list(map(str, said["years"]))
    notes = [_("Källor: %(sources)s. Nettokostnaden per årsarbetare är egen beräkning.")
             % {"sources": listed(said["sources"])}] if said["sources"] else []  # fmt: skip
    if said["lacking"]:
        notes.append(_("Indikator saknas för %(what)s.") % {"what": listed(said["lacking"])})
    grid = Grid(_("Kommunens medarbetare och ekonomi"), _("Mått"), years, rows)
    return Chapter("medarbetare", _("Medarbetarna och ekonomin"), [], [grid], notes=notes)


def _outcomes(years: Sequence[int], one: Plain) -> Cells:
    cells = {cell["year"]: cell for cell in one["cells"]}
    return [(str(year), _outcome(cells.get(year), one["decimals"])) for year in years]


def _outcome(cell: Plain | None, decimals: int) -> str:
    if cell is None:
        return DASH
    return _rounded(cell["value"], decimals) if cell["value"] is not None else missing_sign(cell["missing"] or "")


def _rounded(value: str | None, decimals: int) -> str:
    return DASH if value is None else number(Decimal(value), decimals)
