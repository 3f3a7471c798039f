"""The premises of a budget as templates draw them: built from the frozen snapshot, and from nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from burlov_styrning import quantities
from burlov_styrning.papers import named
from burlov_styrning.swedish import number, signed
from followup.content import annex as annexes
from followup.content import naming
from followup.content.layout import CHANGES
from followup.content.naming import Cover, Edition, Since
from followup.content.premises import annex, need, words
from followup.content.premises.annex import BY_KEY, chapter_id
from followup.content.premises.charts import FRAMES, ROOM, Pictures, key_of, number_of
from followup.content.premises.parts import Chapter, Grid, Row
from followup.content.premises.words import DASH, WHOLE, written
from followup.content.report import Part
from followup.content.snapshot import Plain
from indicators import account_words
from indicators.rules.keyfigures import PERCENT

FRAME_PAGES, ROWS_A_PAGE, CHARTS_A_PAGE = 7, 25, 3


@dataclass(frozen=True)
class Report(Cover):
    """All that is printed."""

    lead: Sequence[str]
    formulas: Sequence[tuple[str, str]]
    chapters: Sequence[Chapter]
    annex: Sequence[annexes.Group]
    contents: Sequence[Part]
    since: Since | None
    body: str = "reports/premises/body.html"


def build(snapshot: Plain, edition: Edition, drawn: Pictures) -> Report:
    """The whole report; `drawn` are its charts."""
    chapters = [chapter.drawn(drawn) for chapter in build_chapters(snapshot)]
    return Report(
        **vars(naming.cover(snapshot, edition)),
        lead=[*_lead(snapshot)],
        formulas=words.formulas(),
        chapters=chapters,
        annex=annex.groups(snapshot),
        contents=_contents(chapters, edition.since),
        since=edition.since,
    )


def build_chapters(snapshot: Plain) -> list[Chapter]:
    """The chapters in their order."""
    return [*_chapters(snapshot)]


def _contents(chapters: Sequence[Chapter], since: Since | None) -> list[Part]:
    parts = [Part("las", _("Så läses rapporten"))]
    parts += [Part(one.id, one.title) for one in chapters]
    parts.append(Part("bilaga", _("Bilaga: varje siffra och dess källa")))
    return [*parts, Part(CHANGES, since.title)] if since else parts


def pages_about(snapshot: Plain) -> int:
    """How many pages it will have, nearly; for the bar of progress."""
    premises = snapshot["premises"]
    rows = len(snapshot["figures"]) + len(premises["frames"]) + len(premises["key_figures"])
    drawn = number_of(snapshot) // CHARTS_A_PAGE
    return FRAME_PAGES + len(snapshot["names"]["order"]["organs"]) + rows // ROWS_A_PAGE + drawn


def _lead(snapshot: Plain) -> Iterator[str]:
    premises = snapshot["premises"]
    years = {"year": premises["years"][0], "plan": words.years_words(premises["years"][1:])}
    yield _("Här står det som budgeten %(year)s med plan %(plan)s ska utgå från: vad kommunen vill nå, vilket "
            "ekonomiskt utrymme som finns och vad nämndernas ramar består av, sida vid sida.") % years  # fmt: skip
    if premises["basis"] == "goals":
        yield _("Målen är antagna av fullmäktige. Nivån för varje år är den som den ansvariga har fastställt.")
    elif premises["basis"] == "proposals":
        yield _("Fullmäktige har inte antagit målen ännu. Därför står här nämndernas inlämnade förslag med de nivåer "
                "som de föreslår.") + f" {_priorities(premises)}"  # fmt: skip
    else:
        yield _("Fullmäktige har inte antagit några mål för året, och inget förslag är inlämnat.")


def _priorities(premises: Plain) -> str:
    if premises["lists"] is None:
        return _("Ledamöternas prioriteringslistor är inte stängda.")
    return _("De står i den ordning som %(lists)s prioriteringslistor gav dem. Listorna är rådgivande.") % premises


def _chapters(snapshot: Plain) -> Iterator[Chapter]:
    premises = snapshot["premises"]
    yield _side_by_side(snapshot)
    if premises["scenario"]:
        yield _room(snapshot)
    if premises["demography"]:
        yield need.chapter(snapshot)
    for place, (organ, name) in enumerate(naming.in_order(snapshot, "organs")):
        yield replace(_committee(snapshot, organ, name), follows=place > 0)
    if any(line["owner"] is None for goal in premises["goals"] for line in goal["lines"]):
        yield _committee(snapshot, WHOLE, _("Mål för hela kommunen"))
    if premises["staff"]:
        yield need.staff(snapshot)
    if premises["key_figures"]:
        yield _key_figures(snapshot)


# Side by side


def _side_by_side(snapshot: Plain) -> Chapter:
    """Each committee on a row: how many goals, its frame, its need, what its goals cost."""
    premises, years = snapshot["premises"], snapshot["premises"]["years"]
    what = _("Mål") if words.is_adopted(snapshot) else _("Förslag")
    rows = [_beside(snapshot, what, organ, name) for organ, name in naming.in_order(snapshot, "organs")]
    totals = {row["year"]: row["new"] for row in premises["frame_totals"]}
    stated = {row["year"]: row["demography"] for row in premises["frame_totals"]}
    first = years[0]
    cells = [(what, str(len(premises["goals"])))]
    cells += [(_("Ram %(year)s") % {"year": year}, written(totals.get(year))) for year in years]
    cells.append((_("Demografi i ramen %(year)s") % {"year": first}, written(stated.get(first))))
    cells += need.beside(snapshot, None, first)
    cost = {row["year"]: row["cost"] for row in premises["room"]}
    cells.append((_cost_words(snapshot, first), written(cost.get(first))))
    rows.append(Row(_("Alla nämnder"), cells, total=True))
    notes = [_("Ramar, demografiskt behov och kostnader i tkr. Ett mål som har flera ansvariga räknas hos var och en "
               "av dem men bara en gång bland alla; det gäller också vad det kostar.")]  # fmt: skip
    grid = Grid(_("Nämnderna sida vid sida, tkr"), _("Nämnd"), [column for column, _value in cells], rows)
    grids = [grid, *([_growth(snapshot)] if premises["frame_totals"] else [])]
    return Chapter("sida-vid-sida", _("Nämnd för nämnd"), [*_finding(snapshot)], grids, notes=notes)


def _growth(snapshot: Plain) -> Grid:
    """Last year's frame and the new one, of the budget year."""
    premises = snapshot["premises"]
    year, organs = premises["years"][0], snapshot["names"]["organs"]
    names = {"last": words.FRAMES["last"], "new": _("Ny ram"), "growth": words.GROWTH}
    rows = [row for row in (*premises["frames"], *premises["frame_totals"]) if row["year"] == year]
    lines = [
        Row(organs.get(row["organ"], _("Alla nämnder")),
            [(str(name), written(row.get(key))) for key, name in names.items()],
            total=row["organ"] is None, example=row["example"])
        for row in rows
    ]  # fmt: skip
    caption = _("Ramarna %(year)s mot förra årets, tkr") % {"year": year}
    return Grid(caption, _("Nämnd"), [*map(str, names.values())], lines, shows=[FRAMES])


def _cost_words(snapshot: Plain, year: int) -> str:
    said = _("Målens kostnad %(year)s") if words.is_adopted(snapshot) else _("Förslagens kostnad %(year)s")
    return said % {"year": year}


def _beside(snapshot: Plain, what: str, organ: str, name: str) -> Row:
    premises, years = snapshot["premises"], snapshot["premises"]["years"]
    frames = {row["year"]: row for row in premises["frames"] if row["organ"] == organ}
    mine = [goal for goal in premises["goals"] if organ in goal["owners"]]
    cells = [(what, str(len(mine)))]
    cells += [(_("Ram %(year)s") % {"year": year}, written(frames.get(year, {}).get("new"))) for year in years]
    stated = frames.get(years[0], {}).get("demography")
    cells.append((_("Demografi i ramen %(year)s") % {"year": years[0]}, written(stated)))
    cells += need.beside(snapshot, organ, years[0])
    cells.append((_cost_words(snapshot, years[0]), written(cost_of(mine, years[0]))))
    return Row(name, cells, example=any(row["example"] for row in frames.values()))


def cost_of(goals: Sequence[Plain], year: int) -> str | None:
    """What goals or proposals cost in a year, in tkr; None where none says anything."""
    found = [Decimal(row["operating"]) for goal in goals for row in goal["costs"]
             if row["year"] == year and row["operating"] is not None]  # fmt: skip
    return format(sum(found, Decimal(0)), "f") if found else None


def _finding(snapshot: Plain) -> Iterator[str]:
    """Room, frames and costs of the budget year in a sentence each."""
    premises = snapshot["premises"]
    row = premises["room"][0] if premises["room"] else None
    if row is None or row["room"] is None:
        yield _("Inget scenario säger något om %(year)s.") % {"year": premises["years"][0]}
        return
    yield _("Det ekonomiska utrymmet %(year)s är %(room)s tkr.") % {"year": row["year"], "room": written(row["room"])}
    if row["left"] is not None:
        left = Decimal(row["left"])
        said = (
            _("Nämndernas ramar lämnar %(left)s tkr.")
            if left >= 0
            else _("Nämndernas ramar är %(left)s tkr för stora.")
        )
        yield said % {"left": number(abs(left))}
    if row["cost"] is not None:
        values = {"cost": written(row["cost"]), "room": written(row["room"])}
        said = _("Målen kostar %(cost)s av %(room)s tkr") if words.is_adopted(snapshot) else _(
            "Förslagen kostar %(cost)s av %(room)s tkr")  # fmt: skip
        within = _(", varav %(within)s tkr ryms i ramarna enligt nämnderna.") % {"within": written(row["within"])}
        yield said % values + (within if row["within"] is not None else ".")


# The room


def _room(snapshot: Plain) -> Chapter:
    premises = snapshot["premises"]
    said, rows = premises["scenario"], premises["room"]
    facts = [(_("Scenario"), words.scenario_words(snapshot))]
    if said["source"]:
        facts.append((_("Källa"), snapshot["sources"].get(said["source"], {}).get("title", said["source"])))
    facts += [(_("Antaganden"), said["assumptions"])] if said["assumptions"] else []
    grids = [replace(_amounts(_("Så räknas utrymmet, tkr"), rows, words.ROOM, {"room"}), shows=[ROOM])]
    if any(row["frames"] is not None for row in rows):
        grids.append(_amounts(_("Ramarna mot utrymmet, tkr"), rows, words.AGAINST, {"left"}))
    if any(row["cost"] is not None for row in rows):
        grids.append(_costs(snapshot, rows))
    grids += [_sensitivity(snapshot)] if premises["sensitivity"] else []
    return Chapter("utrymme", _("Ekonomiskt utrymme"), [*_lacking(premises)], grids, facts=facts)


def _lacking(premises: Plain) -> Iterator[str]:
    """The years that the scenario says nothing of."""
    for row in premises["room"]:
        if row["room"] is None:
            yield _("Scenariot säger inget om %(year)s.") % {"year": row["year"]}


def _amounts(caption: str, rows: Sequence[Plain], names: object, totals: set[str]) -> Grid:
    columns = [str(row["year"]) for row in rows]
    lines = [
        Row(str(name), [(str(row["year"]), written(row[key])) for row in rows], total=key in totals,
            example=any(row["example"] for row in rows) and key in totals)
        for key, name in names.items()  # type: ignore[attr-defined]
    ]  # fmt: skip
    return Grid(caption, _("Belopp"), columns, lines)


def _costs(snapshot: Plain, rows: Sequence[Plain]) -> Grid:
    adopted = words.is_adopted(snapshot)
    names = {
        "room": _("Ekonomiskt utrymme"),
        "cost": _("− vad målen kostar, drift") if adopted else _("− vad förslagen kostar, drift"),
        "after": _("= kvar av utrymmet"),
        "within": _("varav i ramarna enligt nämnderna"),
        "investment": _("Investeringar"),
    }
    names = {key: name for key, name in names.items() if any(row[key] is not None for row in rows)}
    grid = _amounts("", rows, names, {"after"})
    caption = _("Vad målen kostar mot utrymmet, tkr") if adopted else _("Vad förslagen kostar mot utrymmet, tkr")
    return Grid(caption, grid.first, grid.columns, grid.rows)


def _sensitivity(snapshot: Plain) -> Grid:
    year, column = snapshot["premises"]["scenario"]["base_year"], _("Utrymme, tkr")
    rows = []
    for one in snapshot["premises"]["sensitivity"]:
        change, formula = account_words.change_words(one["change"], Decimal(one["base"]))
        rows.append(Row(change, [(column, signed(Decimal(one["amount"])))], note=formula))
    caption = _("Vad en liten ändring betyder, räknat på %(year)s års belopp") % {"year": year}
    return Grid(caption, _("Ändring"), [column], rows)


# A committee


def _committee(snapshot: Plain, organ: str, name: str) -> Chapter:
    premises = snapshot["premises"]
    mine = [goal for goal in premises["goals"] if organ in (goal["owners"] or [WHOLE])]
    grids = [grid for goal in mine if (grid := _goal(snapshot, goal, organ))]
    lead = [] if mine else [_no_goals(snapshot)]
    frames = [row for row in premises["frames"] if row["organ"] == organ]
    money = [_frame(frames)] if frames else []
    money += [_cost(snapshot, mine)] if any(goal["costs"] for goal in mine) else []
    if organ and not frames and premises["scenario"]:
        lead.append(_("Scenariot har ingen ram för nämnden."))
    money += [need.of_committee(snapshot, organ)] if need.has(snapshot, organ) else []
    return Chapter(chapter_id(organ), name, lead, [*money, *grids])


def _no_goals(snapshot: Plain) -> str:
    if words.is_adopted(snapshot):
        return _("Nämnden är inte ansvarig för något av fullmäktiges mål.")
    return _("Nämnden har inget förslag hos fullmäktige.")


def _goal(snapshot: Plain, goal: Plain, organ: str) -> Grid | None:
    lines = [line for line in goal["lines"] if (line["owner"] or WHOLE) == organ]
    years = snapshot["premises"]["years"]
    aim = (_("KF-mål %(year)s") if words.is_adopted(snapshot) else _("Mål %(year)s")) % {"year": goal["year"]}
    columns = [_("Utgångsvärde"), _("Senaste utfall"), *map(str, years), aim]
    rows = [_line(snapshot, goal, line, columns) for line in lines]
    heading = f"{words.label(snapshot, goal)}. {goal['title'] or goal['wording']}"
    said = [goal["wording"] if goal["title"] else "", words.standing(snapshot, goal)]
    note = ". ".join(one.rstrip(".") for one in said if one)
    shows = [key_of(goal, line) for line in lines]
    return Grid(heading, _("Indikator"), columns, rows, note=f"{note}." if note else "", shows=shows)


def _line(snapshot: Plain, goal: Plain, line: Plain, columns: Sequence[str]) -> Row:
    said = snapshot["names"]["indicators"][line["indicator"]]
    told = words.outcomes(snapshot, goal, line)
    latest = f"{written(told[-1]['outcome'])} ({told[-1]['period']})" if told else DASH
    start = written(line["baseline"]) + (f" ({line['baseline_year']})" if line["baseline"] is not None else "")
    levels = [_level(line, year) for year in snapshot["premises"]["years"]]
    low, high = (None if line[name] is None else Decimal(line[name]) for name in ("low", "high"))
    target = None if line["target"] is None else Decimal(line["target"])
    aim = quantities.aim(said["direction"], target, (low, high), "") or DASH
    cells = [*zip(columns, [start, latest, *levels, aim], strict=True)]
    return Row(named(said["name"], said["unit"]), cells, example=goal["example"])


def _level(line: Plain, year: int) -> str:
    levels = line["levels"]
    if str(year) not in levels:
        return DASH
    return written(levels[str(year)]) if levels[str(year)] is not None else _("ej mätt")


def _frame(rows: Sequence[Plain]) -> Grid:
    grid = _amounts(_("Ramen, tkr"), rows, words.FRAMES, {"new"})
    lines = [row if key != "indexation" else Row(row.name, row.cells, note=_index(rows))
             for key, row in zip(words.FRAMES, grid.rows, strict=True)]  # fmt: skip
    return Grid(grid.caption, grid.first, grid.columns, lines)


def _index(rows: Sequence[Plain]) -> str:
    said = [_("%(index)s procent %(year)s") % {"index": written(row["index"]), "year": row["year"]}
            for row in rows if row["index"] is not None]  # fmt: skip
    return ", ".join(said)


def _cost(snapshot: Plain, goals: Sequence[Plain]) -> Grid:
    years = snapshot["premises"]["years"]
    rows = []
    for goal in goals:
        by_year = {row["year"]: row["operating"] for row in goal["costs"]}
        cells = [(str(year), written(by_year.get(year))) for year in years]
        rows.append(Row(f"{words.label(snapshot, goal)}. {goal['title'] or goal['wording']}", cells,
                        example=goal["example"]))  # fmt: skip
    rows.append(Row(_("Summa"), [(str(year), written(cost_of(goals, year))) for year in years], total=True))
    caption = (
        _("Vad målen kostar i drift, tkr") if words.is_adopted(snapshot) else _("Vad förslagen kostar i drift, tkr")
    )
    return Grid(caption, _("Mål") if words.is_adopted(snapshot) else _("Förslag"), list(map(str, years)), rows)


# Key figures


def _key_figures(snapshot: Plain) -> Chapter:
    rows = snapshot["premises"]["key_figures"]
    years = sorted({row["year"] for row in rows})
    grids = [Grid(_("Kommunen"), _("Nyckeltal"), list(map(str, years)),
                  [_key_figure(rows, key, years) for key in dict.fromkeys(row["figure"] for row in rows)])]  # fmt: skip
    lead = [_("Egna beräkningar ur det som står tryckt i årsredovisningar och budgetar. Där inget annat står är det "
              "utfall.")]  # fmt: skip
    return Chapter("nyckeltal", _("Ekonomiska nyckeltal"), lead, grids)


def _key_figure(rows: Sequence[Plain], key: str, years: Sequence[int]) -> Row:
    figure = BY_KEY[key]
    by_year = {row["year"]: row for row in rows if row["figure"] == key}
    cells = [(str(year), _shown(by_year.get(year), figure.decimals, figure.unit)) for year in years]
    return Row(str(account_words.FIGURES[key]), cells, note=account_words.formula(figure),
               example=any(row["example"] for row in by_year.values()))  # fmt: skip


def _shown(row: Plain | None, decimals: int, unit: str) -> str:
    if row is None:
        return DASH
    value = number(Decimal(row["value"]), decimals, unit if unit == PERCENT else "")
    return value if row["version"] == "actual" else f"{value} ({account_words.YEAR_WORDS[row['version']]})"
