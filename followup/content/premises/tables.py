"""The premises as spreadsheet: levels, frames, room and key figures as numbers, from the snapshot alone."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from burlov_styrning.sheets import Sheet
from burlov_styrning.swedish import sentence
from followup.content.premises import words
from followup.content.premises.annex import shortened
from followup.content.premises.report import Report
from followup.content.snapshot import Plain
from followup.content.tables import Line, about, changed, exact, sources, yes
from indicators import account_words
from indicators.demography import class_words
from indicators.rules.keyfigures import KEY_FIGURES

MORE = 4
"""So many decimals more than are printed stand of what is divided; nothing is computed from them."""


def sheets(snapshot: Plain, view: Report) -> list[Sheet]:
    """All tables, in the order of the report."""
    made = [
        about(view),
        _room(snapshot),
        _frames(snapshot),
        _need(snapshot),
        _goals(snapshot),
        _levels(snapshot),
        _costs(snapshot),
        _staff(snapshot),
        _key_figures(snapshot),
        sources(_("Bilaga"), view.annex),
        changed(view),
    ]
    return [sheet for sheet in made if sheet.rows]


def _room(snapshot: Plain) -> Sheet:
    """A row for each year, all in tkr."""
    names = {key: _bare(str(name)) for key, name in (*words.ROOM.items(), *words.AGAINST.items())}
    names |= {"cost": _("Kostnad, drift"), "within": _("Därav i ramarna"), "investment": _("Kostnad, investering"),
              "after": _("Kvar av utrymmet")}  # fmt: skip
    rows = [[row["year"], *(exact(row[key]) for key in names), yes(row["example"])]
            for row in snapshot["premises"]["room"]]  # fmt: skip
    return Sheet(_("Utrymme, tkr"), [_("År"), *names.values(), _("Exempel")], rows)


def _bare(name: str) -> str:
    return sentence(name.lstrip("=+− "))


def _frames(snapshot: Plain) -> Sheet:
    names = {key: _bare(str(name)) for key, name in (*words.FRAMES.items(), ("growth", words.GROWTH))}
    premises, organs = snapshot["premises"], snapshot["names"]["organs"]
    rows = [
        [organs.get(row["organ"], _("Alla nämnder")), row["year"], exact(row["index"]),
         *(exact(row.get(key)) for key in names), yes(row["example"])]
        for row in [*premises["frames"], *premises["frame_totals"]]
    ]  # fmt: skip
    headings = [_("Nämnd"), _("År"), _("Uppräkning, procent"), *names.values(), _("Exempel")]
    return Sheet(_("Ramar, tkr"), headings, rows)


def _need(snapshot: Plain) -> Sheet:
    """A row for each committee, class and year."""
    said, organs = snapshot["premises"]["demography"], snapshot["names"]["organs"]
    headings = [_("Nämnd"), _("Åldersklass"), _("År"), _("Fler invånare än basåret"), _("Kostnad per invånare"),
                _("Behov"), _("Basår"), _("Prisnivå"), _("Exempel")]  # fmt: skip
    rows: list[Line] = [
        [organs[row["organ"]], class_words(row["age_class"]), row["year"], exact(row["change"]), exact(row["cost"]),
         exact(row["need"]), said["base"], said["price_year"], yes(said["example"])]
        for row in (said["parts"] if said else ())
    ]  # fmt: skip
    return Sheet(_("Demografi, tkr"), headings, rows)


def _staff(snapshot: Plain) -> Sheet:
    said = snapshot["premises"]["staff"] or {"measures": [], "money": []}
    rows: list[Line] = [[sentence(one["name"]), one["unit"], cell["year"], exact(cell["value"])]
                        for one in said["measures"] for cell in one["cells"]]  # fmt: skip
    for key, name, unit in (("net_cost", _("Nettokostnad"), "mnkr"), ("result", _("Årets resultat"), "mnkr"),
                            ("per_employee", _("Nettokostnad per årsarbetare"), "tkr")):  # fmt: skip
        rows += [[name, unit, row["year"], exact(shortened(row[key]))] for row in said["money"] if row[key] is not None]
    return Sheet(_("Medarbetare"), [_("Mått"), _("Enhet"), _("År"), _("Värde")], rows)


def _goals(snapshot: Plain) -> Sheet:
    headings = [_("Nr"), _("Ansvariga"), _("Målområde"), _("Titel"), _("Lydelse"), _("Läge"), _("Plats"), _("Poäng"),
                _("Exempel")]  # fmt: skip
    organs = snapshot["names"]["organs"]
    rows = [
        [goal["number"], ", ".join(organs[key] for key in goal["owners"]), goal["area"], goal["title"],
         goal["wording"], words.standing(snapshot, goal), goal["rank"], goal["points"], yes(goal["example"])]
        for goal in snapshot["premises"]["goals"]
    ]  # fmt: skip
    return Sheet(_("Mål") if words.is_adopted(snapshot) else _("Förslag"), headings, rows)


def _levels(snapshot: Plain) -> Sheet:
    """A row for each goal, owner, indicator and year, as the JSON has them."""
    headings = [_("Nr"), _("Ansvarig"), _("Indikator"), _("Enhet"), _("År"), _("Utfall"), _("Utgångsvärde"),
                _("Utgångsår"), _("Nivå"), _("Mål"), _("Exempel"), _("Källa"), _("Hämtad")]  # fmt: skip
    numbers = {goal["goal"]: goal["number"] for goal in snapshot["premises"]["goals"]}
    return Sheet(_("Nivåer"), headings, [*_rows(snapshot, numbers)])


def _rows(snapshot: Plain, numbers: Plain) -> Iterator[Line]:
    names = snapshot["names"]
    for row in snapshot["figures"]:
        said = names["indicators"][row["indicator"]]
        yield [
            numbers[row["goal"]], names["organs"].get(row["owner"], ""), said["name"], said["unit"],
            int(row["period"]), exact(row["outcome"]), exact(row["baseline"]),
            row["baseline_year"] if row["baseline"] is not None else None, exact(row["progression"]),
            exact(row["target"]), yes(row["example"]),
            snapshot["sources"].get(row["source"] or "", {}).get("title", ""), row["fetched"] or "",
        ]  # fmt: skip


def _costs(snapshot: Plain) -> Sheet:
    rows = [
        [goal["number"], goal["title"] or goal["wording"], cost["year"], exact(cost["operating"]),
         exact(cost["investment"])]
        for goal in snapshot["premises"]["goals"]
        for cost in goal["costs"]
    ]  # fmt: skip
    return Sheet(_("Kostnad, tkr"), [_("Nr"), _("Titel"), _("År"), _("Drift"), _("Investering")], rows)


def _key_figures(snapshot: Plain) -> Sheet:
    headings = [_("Nyckeltal"), _("Formel"), _("Enhet"), _("År"), _("Version"), _("Värde"), _("Källor")]
    known = {figure.key: figure for figure in KEY_FIGURES}
    rows: list[Line] = []
    for row in snapshot["premises"]["key_figures"]:
        figure, value = known[row["figure"]], exact(row["value"])
        reports = ", ".join(dict.fromkeys(part["report"] for part in row["parts"]))
        rows.append([
            str(account_words.FIGURES[figure.key]), account_words.formula(figure), figure.unit, row["year"],
            str(account_words.YEAR_WORDS[row["version"]]),
            None if value is None else round(value, figure.decimals + MORE), reports,
        ])  # fmt: skip
    return Sheet(_("Nyckeltal"), headings, rows)
