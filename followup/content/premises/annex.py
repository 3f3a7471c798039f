"""The annex of the premises: each printed figure with its formula and its source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from burlov_styrning.papers import named
from burlov_styrning.swedish import listed, number, sentence
from followup.content.annex import MORE_DECIMALS, Figure, Group, dated, measured_figure, plain, together
from followup.content.lines import cited
from followup.content.premises import words
from followup.content.premises.wanted import text
from followup.content.premises.words import AGAINST, FRAMES, ROOM, WHOLE
from followup.content.snapshot import Plain
from indicators import account_words
from indicators.demography import class_words
from indicators.rules.direction import rounded
from indicators.rules.keyfigures import KEY_FIGURES
from indicators.words import missing_words

BY_KEY = {figure.key: figure for figure in KEY_FIGURES}
LONG = 20
FORMULAS = {"room": words.room_formula, "new": words.frame_formula, "growth": words.growth_formula,
            "left": words.left_formula}  # fmt: skip


def chapter_id(organ: str | None) -> str:
    """Where a committee's chapter stands."""
    return f"namnd-{organ}" if organ else "hela-kommunen"


def groups(snapshot: Plain) -> list[Group]:
    """The room, then committee by committee its frame and goals, then the key figures."""
    premises = snapshot["premises"]
    found = [*_room(snapshot)]
    for organ in [*snapshot["names"]["order"]["organs"], WHOLE]:
        found += [*_frames(snapshot, organ), *_need(snapshot, organ), *_goals(snapshot, organ)]
    found += [*_all_frames(snapshot), *_all_need(snapshot), *_staff(snapshot)]
    found += [_key_figure(snapshot, key) for key in dict.fromkeys(row["figure"] for row in premises["key_figures"])]
    return [group for group in found if group.rows]


def _series(rows: Sequence[Plain], names: Iterable[tuple[str, str]], source: str, url: str = "") -> Iterator[Figure]:
    """Each line over the years, with its formula where it is computed."""
    for key, name in names:
        for row in rows:
            if row.get(key) is not None:
                yield Figure(_named(key, name), dated(row["year"], plain(row[key])), _from(key, source), url, "",
                             row["example"])  # fmt: skip


def _named(key: str, name: str) -> str:
    formula = FORMULAS.get(key)
    bare = sentence(name.removeprefix("= ").removeprefix("+ ").removeprefix("− "))
    return f"{bare} = {formula()}" if formula else bare


def _from(key: str, source: str) -> str:
    return _("Egen beräkning. %(source)s") % {"source": source} if key in (*FORMULAS, "indexation", "limit") else source


def _room(snapshot: Plain) -> Iterator[Group]:
    premises = snapshot["premises"]
    if not premises["scenario"]:
        return
    source, url = words.source_of(snapshot), _url(snapshot)
    names = [(key, str(name)) for key, name in ROOM.items()]
    yield Group("utrymme", _("Hela kommunen"), _("Ekonomiskt utrymme (tkr)"),
                together([*_series(premises["room"], names, source, url)]))  # fmt: skip
    against = [(key, str(name)) for key, name in AGAINST.items() if key != "frames"]
    against += [("cost", _("Vad målen eller förslagen kostar, drift")), ("within", _("därav i nämndernas ramar")),
                ("investment", _("Vad målen eller förslagen kostar, investering")),
                ("after", _("Kvar av utrymmet när kostnaden är dragen"))]  # fmt: skip
    yield Group("utrymme", _("Hela kommunen"), _("Utrymmet och vad som tas av det (tkr)"),
                together([*_series(premises["room"], against, source, url)]))  # fmt: skip


def _url(snapshot: Plain) -> str:
    key = snapshot["premises"]["scenario"]["source"]
    return str(snapshot["sources"].get(key or "", {}).get("url", ""))


def _frames(snapshot: Plain, organ: str) -> Iterator[Group]:
    rows = [row for row in snapshot["premises"]["frames"] if row["organ"] == organ]
    if rows:
        names = [*_names_of_frames()]
        source = words.source_of(snapshot)
        figures = [*_series(rows, [*names, ("index", _("Uppräkning, procent av förra årets ram"))], source)]
        yield Group(chapter_id(organ), snapshot["names"]["organs"][organ], _("Ram (tkr)"), together(figures))


def _names_of_frames() -> Iterator[tuple[str, str]]:
    return ((key, str(name)) for key, name in {**FRAMES, "growth": words.GROWTH}.items())


def _all_frames(snapshot: Plain) -> Iterator[Group]:
    rows = snapshot["premises"]["frame_totals"]
    if rows:
        figures = _series(rows, _names_of_frames(), words.source_of(snapshot))
        yield Group("sida-vid-sida", _("Alla nämnder"), _("Ramar (tkr)"), together([*figures]))


def _need(snapshot: Plain, organ: str) -> Iterator[Group]:
    """Class by class, what changes, what it costs, and what that comes to."""
    said = snapshot["premises"]["demography"] or {"parts": [], "needs": []}
    rows = [row for row in said["parts"] if row["organ"] == organ]
    if not rows:
        return
    figures = []
    for row in rows:
        values = {"ages": class_words(row["age_class"]), "cost": plain(row["cost"]), "year": said["price_year"]}
        source = _of_need(snapshot, row["source"])
        changed = _("%(ages)s, fler invånare än basåret") % values
        formula = _("%(ages)s: fler invånare × %(cost)s tkr i %(year)s års priser") % values
        for name, key in ((changed, "change"), (formula, "need")):
            figures.append(Figure(name, dated(row["year"], plain(row[key])), source, "", "", said["example"]))
    sums = [row for row in said["needs"] if row["organ"] == organ]
    figures += [Figure(_("Demografiskt behov = summan av klasserna"), dated(row["year"], plain(row["need"])),
                       _of_need(snapshot, None), "", "", said["example"]) for row in sums]  # fmt: skip
    yield Group(chapter_id(organ), snapshot["names"]["organs"][organ], _("Demografiskt behov (tkr)"), together(figures))


def _of_need(snapshot: Plain, cost: str | None) -> str:
    said, sources = snapshot["premises"]["demography"], snapshot["sources"]
    titles = [said["population"], *(sources[key]["title"] for key in (said["source"], cost) if key in sources)]
    return _("Egen beräkning ur %(reports)s") % {"reports": listed(dict.fromkeys(titles))}


def _all_need(snapshot: Plain) -> Iterator[Group]:
    if said := snapshot["premises"]["demography"]:
        rows = [(class_words(row["age_class"]), row) for row in said["by_class"]]
        rows += [(_("Demografiskt behov = summan av nämnderna"), row) for row in said["totals"]]
        figures = [Figure(name, dated(row["year"], plain(row["need"])), _of_need(snapshot, None), "", "",
                          said["example"]) for name, row in rows]  # fmt: skip
        yield Group("demografi", _("Alla nämnder"), _("Demografiskt behov (tkr)"), together(figures))


def _staff(snapshot: Plain) -> Iterator[Group]:
    said = snapshot["premises"]["staff"]
    if not said:
        return
    figures = []
    for one in said["measures"]:
        for cell in one["cells"]:
            title = snapshot["sources"].get(cell["source"] or "", {}).get("title", "") or _("inlagt utan källa")
            value = plain(cell["value"]) if cell["value"] is not None else missing_words(cell["missing"] or "")
            figures.append(Figure(sentence(named(one["name"], one["unit"])), dated(cell["year"], value), title, "", "",
                                  one["example"]))  # fmt: skip
    reports = _("Redovisningen")
    names = {
        "net_cost": (_("Nettokostnad, mnkr"), reports),
        "result": (_("Årets resultat, mnkr"), reports),
        "per_employee": (_("Nettokostnad per årsarbetare, tkr = nettokostnad / årsarbetare"), _("Egen beräkning")),
    }
    for key, (name, source) in names.items():
        figures += [Figure(name, dated(row["year"], plain(shortened(row[key]))), source, "", "")
                    for row in said["money"] if row[key] is not None]  # fmt: skip
    yield Group("medarbetare", _("Hela kommunen"), _("Medarbetarna och ekonomin"), together(figures))


def shortened(value: str) -> str:
    """A quotient has digits without end: a few are printed."""
    return text(rounded(Decimal(value), MORE_DECIMALS)) if len(value) > LONG else value  # type: ignore[return-value]


def _goals(snapshot: Plain, organ: str) -> Iterator[Group]:
    for goal in snapshot["premises"]["goals"]:
        for line in goal["lines"]:
            if (line["owner"] or WHOLE) == organ:
                yield _measure(snapshot, goal, line)
        if goal["costs"] and (goal["owners"] or [WHOLE])[0] == organ:
            yield _cost(snapshot, goal)


def _measure(snapshot: Plain, goal: Plain, line: Plain) -> Group:
    said = snapshot["names"]["indicators"][line["indicator"]]
    figures = [*_decided(snapshot, goal, line), *_outcomes(snapshot, goal, line)]
    name = named(said["name"], said["unit"])
    return Group(chapter_id(line["owner"]), words.label(snapshot, goal), name, together(figures))


def _decided(snapshot: Plain, goal: Plain, line: Plain) -> Iterator[Figure]:
    """By the council for a goal, by the owner for the way there; of a proposal by those who proposed it."""
    organs, adopted = snapshot["names"]["organs"], words.is_adopted(snapshot)
    council = cited(goal["decision"], organs) or _("beslutet är inte angivet")
    laid = cited(line["decision"], organs) or council
    example = goal["example"]
    if line["baseline"] is not None:
        yield Figure(_("Utgångsvärde"), dated(line["baseline_year"], plain(line["baseline"])), council, "", "", example)
    for year, value in line["levels"].items():
        shown = plain(value) if value is not None else _("ej mätt")
        yield Figure(_("Målnivå") if adopted else _("Föreslagen nivå"), dated(year, shown), laid, "", "", example)
    aim = _("KF-mål") if adopted else _("Föreslaget mål")
    period = words.years_words(line["window"]) if line["window"] else str(goal["year"])
    if said_within(snapshot, line):
        yield Figure(aim, dated(period, f"{plain(line['low'])}–{plain(line['high'])}"), council, "", "", example)
    elif line["target"] is not None:
        yield Figure(aim, dated(period, plain(line["target"])), council, "", "", example)


def said_within(snapshot: Plain, line: Plain) -> bool:
    """Whether the aim is to stay between two bounds."""
    return snapshot["names"]["indicators"][line["indicator"]]["direction"] == "within" and line["low"] is not None


def _outcomes(snapshot: Plain, goal: Plain, line: Plain) -> Iterator[Figure]:
    for row in snapshot["figures"]:
        mine = (row["goal"], row["owner"], row["indicator"]) == (goal["goal"], line["owner"], line["indicator"])
        if mine and row["outcome"] is not None:
            yield measured_figure(snapshot, row)


def _cost(snapshot: Plain, goal: Plain) -> Group:
    source = cited(goal["decision"], snapshot["names"]["organs"]) or _("nämndens förslag")
    kinds = {"operating": _("Drift"), "investment": _("Investering")}
    figures = [Figure(name, dated(row["year"], plain(row[key])), source, "", "", goal["example"])
               for key, name in kinds.items() for row in goal["costs"] if row[key] is not None]  # fmt: skip
    place = chapter_id(goal["owners"][0] if goal["owners"] else None)
    return Group(place, words.label(snapshot, goal), _("Kostnad (tkr)"), together(figures))


def _key_figure(snapshot: Plain, key: str) -> Group:
    figure = BY_KEY[key]
    rows = [row for row in snapshot["premises"]["key_figures"] if row["figure"] == key]
    found = []
    for row in rows:
        reports = listed(dict.fromkeys(part["report"] for part in row["parts"]))
        value = dated(row["year"], number(rounded(Decimal(row["value"]), figure.decimals + MORE_DECIMALS)))
        version = account_words.YEAR_WORDS[row["version"]]
        name = sentence(f"{version}, {account_words.formula(figure).lower()}")
        found.append(Figure(name, value, _("Egen beräkning ur %(reports)s") % {"reports": reports}, "", "",
                            row["example"]))  # fmt: skip
    return Group("nyckeltal", _("Hela kommunen"), str(account_words.FIGURES[key]), together(found))
