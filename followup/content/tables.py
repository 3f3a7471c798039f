"""A report on a follow-up round as spreadsheet: one sheet a table, numbers as numbers, from the snapshot alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from burlov_styrning import rich
from burlov_styrning.sheets import Sheet, Value
from burlov_styrning.swedish import sentence
from followup.content import among, annex
from followup.content.goals import GoalView, GroundView
from followup.content.lines import Shown
from followup.content.report import AreaView, Report
from followup.content.snapshot import Plain
from followup.content.summary import Row
from followup.rules.figures import Reason, Status
from followup.words import reason_word, status_word, target_status_word, trend_word
from indicators.models import Sex
from indicators.rules.direction import Movement, Trend
from indicators.words import missing_sign, missing_words

type Line = list[Value]


def sheets(snapshot: Plain, view: Report) -> list[Sheet]:
    """All tables of the report, in its order."""
    made = [
        about(view),
        texts(view),
        *(_counts(view) if view.summarized else []),
        _goals(snapshot, view),
        _judgements(view),
        _balance(snapshot, view),
        _figures(snapshot, view),
        _among(snapshot),
        _activities(view),
        _onward(view),
        sources(_("Bilaga"), view.annex),
        changed(view),
    ]
    return [sheet for sheet in made if sheet.rows]


def about(view: Any) -> Sheet:
    """What the report says of itself."""
    said = [
        (_("Rapport"), view.title), (_("Innehåll"), view.subtitle), (_("Kommun"), view.owner),
        (_("Utgåva"), view.edition), (_("Ställning"), view.standing), (_("Obs"), view.note),
        (_("Ögonblicksbildens SHA-256"), view.hash),
    ]  # fmt: skip
    return Sheet(_("Om rapporten"), [_("Uppgift"), _("Värde")], [pair for pair in said if pair[1]])


def sources(title: str, groups: Iterable[annex.Group]) -> Sheet:
    """The annex: each printed figure with its source."""
    headings = [_("Mål eller förslag"), _("Indikator"), _("Siffra"), _("År och värde"), _("Exempel"), _("Källa"),
                _("Adress"), _("Hämtad")]  # fmt: skip
    rows = [
        [group.goal, group.name, row.name, row.values, yes(row.example), row.source, row.url, row.fetched]
        for group in groups
        for row in group.rows
    ]
    return Sheet(title, headings, rows)


def yes(flag: bool) -> str:
    """A mark where it is so; an empty cell where not."""
    return _("ja") if flag else ""


def exact(text: str | None) -> Decimal | None:
    """A frozen decimal, with all its digits."""
    return None if text is None else Decimal(text)


# The report's own texts


def texts(view: Any) -> Sheet:
    """What the controller wrote to the report, and what committees wrote to open their chapters."""
    return Sheet(_("Texter"), [_("Kapitel"), _("Text")], list(_written(view)))


def _written(view: Any) -> Iterator[Line]:
    if view.preface.strip():
        yield [_("Förord"), rich.as_text(view.preface)]
    if opening := view.opening:
        yield [_("Inledning"), rich.as_text(opening.text)]
    for chapter in view.chapters:
        if opening := getattr(getattr(chapter, "organ", None), "opening", None):
            yield [_("%(chapter)s, inledning") % {"chapter": chapter.title}, rich.as_text(opening.text)]
        if chapter.comment:
            yield [chapter.title, rich.as_text(chapter.comment)]


def changed(view: Any) -> Sheet:
    """What changed since the edition before."""
    rows = [[row.about, row.what, row.before, row.after] for row in (view.since.rows if view.since else ())]
    return Sheet(_("Ändringar"), [_("Gäller"), _("Vad"), _("Förut"), _("Nu")], rows)


# The summary


def _counts(view: Report) -> list[Sheet]:
    return [
        Sheet(_("Efter målområde"), _count_headings(view, _("Målområde"), judged=True), _areas(view)),
        Sheet(_("Efter ansvarig"), _count_headings(view, _("Ansvarig")), [_counted(row) for row in _committees(view)]),
    ]


def _count_headings(view: Report, first: str, *, judged: bool = False) -> list[str]:
    words = [sentence(shown.word) for shown in view.summary.headings]
    return [first, *([_("Områdets bedömning")] if judged else []), *words, _("Mål")]


def _areas(view: Report) -> list[Line]:
    rows = [*view.summary.areas, view.summary.total]
    return [[row.name, _shown(row.judged), *row.counts, row.total] for row in rows]


def _committees(view: Report) -> Sequence[Row]:
    return [*view.summary.committees, view.summary.total]


def _counted(row: Row) -> Line:
    return [row.name, *row.counts, row.total]


def _shown(shown: Shown | None) -> str:
    return f"{shown.sign} {shown.word}" if shown else ""


# Goals and words


def _goals(snapshot: Plain, view: Report) -> Sheet:
    headings = [
        _("Nr"), _("Målområde"), _("Mål"), _("Lydelse"), _("Ansvarig"), _("Bedömning"), _("Vems bedömning"),
        _("Indikatorerna ensamma"), _("Mätta indikatorer"), _("Indikatorer"), _("Avviker"), _("Beslut om målet"),
        _("Exempel"),
    ]  # fmt: skip
    rows = {row["goal"]: row for row in snapshot["goals"]}
    return Sheet(_("Mål"), headings, [_goal(goal, rows[goal.key], area) for area in view.areas for goal in area.goals])


def _goal(goal: GoalView, row: Plain, area: AreaView) -> Line:
    measured, of = row["measured"]
    return [
        goal.number, area.title, row["title"] or goal.heading, row["wording"], goal.owners, _shown(goal.judged),
        goal.whose, _shown(goal.suggested), measured, of, yes(goal.departs), goal.decision, yes(goal.example),
    ]  # fmt: skip


def _judgements(view: Report) -> Sheet:
    headings = [
        _("Gäller"), _("Bedömning av"), _("Bedömning"), _("Indikatorerna ensamma"), _("Analys"),
        _("Skäl till avvikelse"), _("Underlag"), _("Beslut"), _("Ändrad efter beslutet"), _("Källa"), _("Exempel"),
    ]  # fmt: skip
    return Sheet(_("Bedömningar"), headings, [*_whole(view), *_area_words(view), *_goal_words(view)])


def _whole(view: Report) -> Iterator[Line]:
    if whole := view.whole:
        said = "\n".join([rich.as_text(whole.analysis), *whole.balance_text, *whole.group_text])
        yield [_("God ekonomisk hushållning"), whole.by, _shown(whole.judged), "", said, "", _rests(whole.grounds),
               whole.decision, "", "", yes(whole.example)]  # fmt: skip


def _balance(snapshot: Plain, view: Report) -> Sheet:
    """From result to balance result, as printed and exact."""
    said = (snapshot["whole"] or {}).get("balance_steps", {}) if view.whole else {}
    both = zip(said.get("rows", ()), said.get("steps", ()), strict=False)  # an older one has no exact steps
    rows: list[Line] = [[word, exact(step["amount"])] for (word, _printed), step in both]
    return Sheet(_("Balanskravsresultat, mnkr"), [_("Post"), _("Belopp")], rows)


def _area_words(view: Report) -> Iterator[Line]:
    for area in view.areas:
        if area.judged and view.council:
            yield [area.title, area.by, _shown(area.judged), "", rich.as_text(area.analysis), "", _rests(area.grounds),
                   "", "", "", ""]  # fmt: skip


def _goal_words(view: Report) -> Iterator[Line]:
    for area in view.areas:
        for goal in area.goals:
            for said in goal.words:
                yield [
                    f"{goal.number}. {goal.heading}", said.by, _shown(said.judged), _shown(said.suggested),
                    rich.as_text(said.analysis), said.motivation, _rests(said.grounds), said.decision,
                    yes(said.changed_after_decision), said.source, yes(said.example),
                ]  # fmt: skip


def _rests(grounds: Iterable[GroundView]) -> str:
    return "\n".join(ground.text for ground in grounds)


def _among(snapshot: Plain) -> Sheet:
    """A row for each goal and indicator that is compared."""
    headings = [
        _("Nr"), _("Indikator"), _("Enhet"), _("Grupp"), _("År"), _("Kommunen"), _("Median"), _("Undre kvartil"),
        _("Övre kvartil"), _("Plats"), _("Delas av"), _("Av"), _("Exempel"), _("Källa"),
    ]  # fmt: skip
    names = snapshot["names"]["indicators"]
    rows: list[Line] = [
        [goal["number"], names[row["indicator"]]["name"], names[row["indicator"]]["unit"], among.group_words(snapshot),
         row["year"], exact(row["value"]), exact(row["median"]), exact(row["lower"]), exact(row["upper"]),
         row["place"], row["shared"], row["of"], yes(row["example"]), among.source_words(snapshot, row)]
        for goal in snapshot["goals"]
        for row in among.rows_of(snapshot, goal["goal"])
    ]  # fmt: skip
    return Sheet(_("Jämförelse"), headings, rows)


def _activities(view: Report) -> Sheet:
    headings = [_("Mål"), _("Aktivitet"), _("Effekt"), _("Ansvarig"), _("Klar"), _("Läge"), _("Exempel")]
    rows: list[Line] = [
        [f"{goal.number}. {goal.heading}", row.text, row.effect, row.responsible, row.due, row.state, yes(row.example)]
        for area in view.areas
        for goal in area.goals
        for row in goal.activities
    ]
    return Sheet(_("Aktiviteter"), headings, rows)


def _onward(view: Report) -> Sheet:
    """What goes on into the next term; empty, and left out, in all but the last annual report."""
    headings = [_("Mål"), _("Slutlig bedömning"), _("Nästa period"), _("Varför"), _("Indikatorer som följs vidare"),
                _("Aktiviteter som går vidare"), _("Exempel")]  # fmt: skip
    rows: list[Line] = [
        [f"{row.goal.number}. {row.goal.heading}", _shown(row.goal.judged), row.course, row.reason, row.indicators,
         "\n".join(row.activities), yes(row.example)]
        for row in (view.onward.rows if view.onward else ())
    ]  # fmt: skip
    return Sheet(_("Går vidare"), headings, rows)


# Figures


def _figures(snapshot: Plain, view: Report) -> Sheet:
    """A row for each goal, owner, indicator, sex and year, as the JSON has them; years and values as numbers."""
    columns = _columns(snapshot)
    return Sheet(_("Siffror"), list(columns), [[read(row) for read in columns.values()] for row in snapshot["figures"]])


def _columns(snapshot: Plain) -> dict[str, Callable[[Plain], Value]]:
    names, goals = snapshot["names"], {row["goal"]: row for row in snapshot["goals"]}
    last = snapshot["head"]["year"] >= snapshot["head"]["last_year"]

    def status(name: str) -> Callable[[Plain], Value]:
        return lambda row: status_word(Status(row[name])) if row[name] else ""

    return {
        _("Mål nr"): lambda row: goals[row["goal"]]["number"],
        _("Mål"): lambda row: goals[row["goal"]]["title"] or goals[row["goal"]]["wording"],
        _("Ansvarig"): lambda row: names["organs"].get(row["owner"], ""),
        _("Indikator"): lambda row: names["indicators"][row["indicator"]]["name"],
        _("Enhet"): lambda row: names["indicators"][row["indicator"]]["unit"],
        _("Kön"): lambda row: str(Sex(row["sex"]).label),
        _("År"): lambda row: int(row["period"]),
        _("Läser år"): lambda row: int(row["read"]) if row["read"] else None,
        _("Utgångsvärde"): lambda row: exact(row["baseline"]),
        _("Utgångsår"): lambda row: row["baseline_year"] if row["baseline"] is not None else None,
        _("Utfall"): lambda row: exact(row["outcome"]),
        _("Tecken"): lambda row: missing_sign(row["missing"] or ""),
        _("Utfall saknas"): lambda row: missing_words(row["missing"] or "", row.get("section", "")),
        _("Preliminärt"): lambda row: yes(row["preliminary"]),
        _("Reviderat"): lambda row: yes(row["revised"]),
        _("Målnivå"): lambda row: exact(row["progression"]),
        _("Status mot målnivån"): status("status"),
        _("Varför okänt"): lambda row: reason_word(Reason(row["reason"])) if row["reason"] else "",
        _("Prognos"): lambda row: exact(row["forecast"]),
        _("Status efter prognosen"): status("forecast_status"),
        _("KF-mål"): lambda row: exact(row["target"]),
        _("Status mot KF-målet"): lambda row: (
            target_status_word(Status(row["target_status"]), last_year=last) if row["target_status"] else ""
        ),
        _("Utveckling"): _trend,
        _("Exempel"): lambda row: yes(row["example"]),
        _("Källa"): lambda row: snapshot["sources"].get(row["source"] or "", {}).get("title", ""),
        _("Hämtad"): lambda row: row["fetched"] or "",
    }


def _trend(row: Plain) -> str:
    if not row["trend"]:
        return ""
    return trend_word(Trend(Movement(row["trend"]), row["trend_since"], row["trend_inside_margin"]))
