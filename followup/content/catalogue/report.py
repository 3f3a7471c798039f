"""The proposal catalogue as templates draw it: built from the frozen snapshot, and from nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from burlov_styrning import quantities
from burlov_styrning.papers import named
from burlov_styrning.swedish import number, partial_date, sentence
from followup.content import annex as annexes
from followup.content import layout, naming
from followup.content.catalogue import annex
from followup.content.catalogue.charts import Measured, Pictures, measured
from followup.content.charts import Drawn
from followup.content.lines import cited
from followup.content.naming import Cover, Edition, Since
from followup.content.report import Part
from followup.content.snapshot import Plain
from goals import words
from goals.models import GoalProposal, Term
from goals.rules.content import IndicatorContent, ProposalContent, from_json
from goals.rules.pace import PEERS_NEEDED, PaceVerdict
from indicators.models import IndicatorVersion

FRAME_PAGES, SPREAD, FIGURES_A_PAGE = 6, 2, 50
DASH = "–"
LETTERS = 95
"""Letters on a line."""
FULL = ((31, ""), (40, "full"), (52, "full-more"))
"""So many lines of words stand on a page, and how they are set then."""
HARDEST = (PaceVerdict.WITHIN, PaceVerdict.NOT_COMPARABLE, PaceVerdict.AMBITIOUS, PaceVerdict.BEYOND)


@dataclass(frozen=True)
class Checked:
    """The realistic check of one indicator."""

    name: str
    verdict: PaceVerdict | None
    sentences: Sequence[str]
    group: str
    pictures: Sequence[Drawn]


@dataclass(frozen=True)
class Line:
    """A row of the table of indicators."""

    name: str
    direction: str
    start: str
    values: Sequence[tuple[str, str]]
    aim: str


@dataclass(frozen=True)
class Costs:
    """What it costs: the years, then each kind with its value a year and its sum."""

    years: Sequence[str]
    rows: Sequence[tuple[str, Sequence[tuple[str, str]], str]]

    @property
    def totals(self) -> Sequence[str]:
        """The sum of each kind."""
        return [total for _kind, _values, total in self.rows]


@dataclass(frozen=True)
class Proposal:
    """One spread: to the left what the committee says, to the right its figures."""

    id: str
    number: int
    title: str
    organ: str
    area: str
    opens_area: str
    """The area's id where the spread is its first, and nothing was written to the chapter."""
    wording: str
    example: bool
    facts: Sequence[tuple[str, str]]
    needs: Sequence[tuple[str, str]]
    statements: Sequence[tuple[str, str]]
    years: Sequence[str]
    year: str
    lines: Sequence[Line]
    checks: Sequence[Checked]
    costs: Costs
    frame: str

    @property
    def heading(self) -> str:
        """As it stands in the contents."""
        return f"{self.number}. {self.title}"

    @property
    def verdict(self) -> str:
        """The realistic check of the indicator of which most is demanded."""
        found = [check.verdict for check in self.checks if check.verdict]
        return words.verdict_phrase(max(found, key=HARDEST.index)) if found else DASH

    @property
    def fullness(self) -> str:
        """How tightly its words are set, so that they find room on their page; "" where there is room enough."""
        paragraphs = [text for _label, text in (*self.facts, *self.needs, *self.statements)]
        lines = sum(len(text) // LETTERS + 1.3 for text in paragraphs) + len(self.wording) // 70
        return next((name for most, name in FULL if lines <= most), "full-most")


@dataclass(frozen=True)
class AreaView:
    """A goal area with its proposals."""

    id: str
    title: str
    proposals: Sequence[Proposal]


@dataclass(frozen=True)
class Chapter:
    """A chapter in its place: what draws it, what the controller wrote to it, its area where it is one's."""

    id: str
    title: str
    template: str
    comment: str
    area: AreaView | None = None


@dataclass(frozen=True)
class Counts:
    """How many proposals each committee has in each area."""

    areas: Sequence[str]
    rows: Sequence[tuple[str, Sequence[int], int]]
    total: tuple[Sequence[int], int]


@dataclass(frozen=True)
class Report(Cover):
    """All that is printed."""

    lead: str
    reading: Sequence[str]
    verdicts: Sequence[tuple[str, str]]
    counts: Counts
    areas: Sequence[AreaView]
    annex: Sequence[annexes.Group]
    contents: Sequence[Part]
    preface: str
    chapters: Sequence[Chapter]
    since: Since | None
    short: bool
    body: str = "reports/catalogue/body.html"
    opening: None = None
    """A catalogue is nobody's own."""


def build(snapshot: Plain, edition: Edition, drawn: Pictures) -> Report:
    """The whole catalogue; `drawn` are its charts."""
    areas = _areas(snapshot, drawn)
    chapters = list(_chapters(snapshot, areas))
    return Report(
        **vars(naming.cover(snapshot, edition)),
        lead=_lead(snapshot),
        reading=[*_ranking(snapshot["head"]), *_spreads(layout.is_short(snapshot))],
        verdicts=_verdicts(),
        counts=_counts(areas),
        areas=areas,
        annex=annex.groups(snapshot),
        contents=_contents(snapshot, chapters, edition.since),
        preface=layout.preface(snapshot),
        chapters=chapters,
        since=edition.since,
        short=layout.is_short(snapshot),
    )


TEMPLATES = {
    layout.READING: "catalogue/reading", layout.OVERVIEW: "catalogue/overview", layout.ANNEX: "annual/annex",
}  # fmt: skip


def _chapters(snapshot: Plain, areas: Sequence[AreaView]) -> Iterator[Chapter]:
    by_id = {area.id: area for area in areas}
    for id_ in layout.printed(snapshot):
        area, title = by_id.get(id_), naming.title_of(snapshot, id_)
        template = f"reports/{'catalogue/area' if area else TEMPLATES[id_]}.html"
        yield Chapter(id_, title, template, layout.comment(snapshot, id_), area)


def of_chapter(snapshot: Plain, chapter: Chapter | None) -> Plain:
    """The snapshot with the proposals of that chapter alone, whose charts are drawn."""
    area = chapter.area if chapter else None
    numbers = {one.number for one in area.proposals} if area else set()
    return snapshot | {"proposals": [row for row in snapshot["proposals"] if row["number"] in numbers]}


def _contents(snapshot: Plain, chapters: Sequence[Chapter], since: Since | None) -> list[Part]:
    parts = [Part(layout.PREFACE, _("Förord"))] if layout.preface(snapshot).strip() else []
    for chapter in chapters:
        proposals = chapter.area.proposals if chapter.area else ()
        parts.append(Part(chapter.id, chapter.title, [Part(one.id, one.heading) for one in proposals]))
    return [*parts, Part(layout.CHANGES, since.title)] if since else parts


def pages_about(snapshot: Plain) -> int:
    """How many pages it will have, nearly; for the bar of progress."""
    return FRAME_PAGES + SPREAD * len(snapshot["proposals"]) + len(snapshot["figures"]) // FIGURES_A_PAGE


# How it is to be read


def _lead(snapshot: Plain) -> str:
    head, count = snapshot["head"], len(snapshot["proposals"])
    of = snapshot.get("layout", {}).get("of", count)
    if of != count:
        some = _("Katalogen har %(n)s av de %(of)s förslag till mål för %(first)s–%(last)s som nämnderna har lämnat "
                 "in.") % {"n": count, "of": of, "first": head["first_year"], "last": head["last_year"]}  # fmt: skip
        return f"{some} " + _("Den är underlag för läsning och prioritering och beslutar ingenting.")
    many = ngettext(
        "Katalogen har det förslag till mål för %(first)s–%(last)s som nämnderna har lämnat in.",
        "Katalogen samlar de %(n)s förslag till mål för %(first)s–%(last)s som nämnderna har lämnat in.",
        count,
    ) % {"n": count, "first": head["first_year"], "last": head["last_year"]}
    return f"{many} " + _("Den är underlag för läsning och prioritering och beslutar ingenting.")


def _ranking(head: Plain) -> Iterator[str]:
    said = {"places": head["places"], "day": partial_date(head["lists_close"]) if head["lists_close"] else ""}
    if head["by"] == Term.By.PARTY:
        text = _("Varje partigrupp kan rangordna högst %(places)s förslag i en prioriteringslista.")
    else:
        text = _("Varje ledamot i fullmäktige kan rangordna högst %(places)s förslag i en prioriteringslista.")
    closing = _("Listan kan ändras till och med %(day)s.") % said if said["day"] else ""
    advisory = _("Listorna är rådgivande: fullmäktige beslutar vilka förslag som blir mål.")
    yield " ".join(filter(None, [text % said, closing, advisory]))


def _spreads(short: bool) -> Iterator[str]:
    if short:
        yield _("Av varje förslag står här lydelsen, indikatorerna, hur snabbt målet måste nås och vad det kostar.")
    else:
        yield _(
            "Varje förslag har ett uppslag. Till vänster står lydelsen, behoven som förslaget svarar på och nämndens "
            "egna ord. Till höger står indikatorerna, hur snabbt målet måste nås och vad förslaget kostar."
        )
    yield _("Förslagen återges så som nämnderna lämnade in dem. I bilagan står varje siffra med sin källa.")


def _verdicts() -> list[tuple[str, str]]:
    """What the realistic check says, each phrase explained."""
    explained = {
        PaceVerdict.WITHIN: _(
            "Målet kräver inte mer om året än vad indikatorn har förbättrats under lika många år före utgångsåret."
        ),
        PaceVerdict.AMBITIOUS: _(
            "Målet kräver mer än så, men inte mer än vad någon jämförbar kommun har klarat på lika många år."
        ),
        PaceVerdict.BEYOND: _("Målet kräver mer än vad någon jämförbar kommun har klarat. Nämnden motiverar det."),
        PaceVerdict.NOT_COMPARABLE: _("Färre än %(peers)s jämförbara kommuner har värden för lika många år.")
        % {"peers": number(PEERS_NEEDED)},
    }
    return [(sentence(words.verdict_phrase(verdict)), text) for verdict, text in explained.items()]


def _counts(areas: Sequence[AreaView]) -> Counts:
    organs = dict.fromkeys(one.organ for area in areas for one in area.proposals)
    rows = [(organ, [sum(one.organ == organ for one in area.proposals) for area in areas]) for organ in organs]
    totals = [len(area.proposals) for area in areas]
    return Counts(
        [area.title for area in areas],
        [(organ, cells, sum(cells)) for organ, cells in rows],
        (totals, sum(totals)),
    )


# A spread


def _areas(snapshot: Plain, drawn: Pictures) -> list[AreaView]:
    """In the order of the catalogue; the area is the one that was handed in."""
    lines: dict[str, list[Measured]] = {}
    for one in measured(snapshot):
        lines.setdefault(one.proposal["proposal"], []).append(one)
    found: dict[str, list[Proposal]] = {}
    ids: dict[str, str] = {}
    for row in snapshot["proposals"]:
        area = row["content"]["area"] or _("Utan målområde")
        chapter = layout.area_id(layout.area_of(snapshot, row))
        opens = "" if area in found or layout.comment(snapshot, chapter) else chapter
        mine = _proposal(snapshot, row, lines.get(row["proposal"], []), drawn, area, opens)
        found.setdefault(area, []).append(mine)
        ids[area] = chapter
    places = {chapter: place for place, chapter in enumerate(layout.printed(snapshot))}
    return sorted((AreaView(ids[area], area, rows) for area, rows in found.items()), key=lambda one: places[one.id])


def _proposal(
    snapshot: Plain, row: Plain, lines: Sequence[Measured], drawn: Pictures, area: str, opens: str
) -> Proposal:
    content = lines[0].content if lines else from_json(row["content"])
    years = sorted({year for one in lines for year, value in one.line.values.items() if value is not None})
    return Proposal(
        id=annex.spread_id(row),
        number=row["number"],
        title=content.title,
        organ=snapshot["names"]["organs"][row["owner"]],
        area=area,
        opens_area=opens,
        wording=content.wording,
        example=row["example"],
        facts=list(_facts(snapshot, row, content)),
        needs=[(need.unit, need.text) for need in content.needs],
        statements=[(words.criterion_name(name), text) for name, text in vars(content.statements).items() if text],
        years=[str(year) for year in years],
        year=str(content.year),
        lines=[_line(one.line, years) for one in lines],
        checks=[_checked(one, drawn) for one in lines],
        costs=_costs(content),
        frame=_frame(content.within_frame),
    )


def _facts(snapshot: Plain, row: Plain, content: ProposalContent) -> Iterator[tuple[str, str]]:
    if row["state"] != GoalProposal.State.SUBMITTED:
        yield _("Läge"), sentence(str(GoalProposal.State(row["state"]).label))
    if content.target_group:
        yield _("Målgrupp"), content.target_group
    yield _("Målår"), str(content.year)
    yield _("Ansvarig nämnd"), snapshot["names"]["organs"][row["owner"]]
    if content.function:
        yield _("Ansvarig funktion"), content.function
    if content.continues:
        yield _("Fortsätter målet"), content.continues
    if heard := list(_consulted(content)):
        yield _("Har hörts"), ", ".join(heard)
    if row["decision"]:
        yield _("Inlämnat"), cited(row["decision"], snapshot["names"]["organs"])


def _consulted(content: ProposalContent) -> Iterator[str]:
    for one in content.consulted:
        yield f"{one.name} ({partial_date(one.date) if one.date else _('dagen är inte angiven')})"
    if content.union_applies:
        day = partial_date(content.union_date) if content.union_date else _("dagen är inte angiven")
        yield _("facklig samverkan (%(day)s)") % {"day": day}


def _costs(content: ProposalContent) -> Costs:
    kinds = {
        _("Drift, tkr"): [cost.operating for cost in content.cost],
        _("Investering, tkr"): [cost.investment for cost in content.cost],
    }
    years = [str(cost.year) for cost in content.cost]
    rows = [(name, list(zip(years, map(_shown, values), strict=True)), _sum(values)) for name, values in kinds.items()]
    return Costs(years, rows)


def _line(line: IndicatorContent, years: Sequence[int]) -> Line:
    start = _shown(line.baseline) + (f" ({line.baseline_year})" if line.baseline_year else "")
    return Line(
        name=named(line.name, line.unit),
        direction=str(IndicatorVersion.Direction(line.direction).label) if line.direction else "",
        start=start,
        values=[(str(year), _shown(line.values.get(year))) for year in years],
        aim=quantities.aim(line.direction, line.target, (line.low, line.high), "") or DASH,
    )


def _checked(one: Measured, drawn: Pictures) -> Checked:
    pace, line, pictures = one.pace, one.line, drawn.get(one.key, [])
    if pace is None:
        return Checked(line.name, None, [_("Indikatorn finns inte längre, så takten går inte att räkna ut.")], "", [])
    if pace.demanded is None:
        return Checked(line.name, None, words.pace_sentences(pace, line.unit, line.decimals), "", pictures)
    said = [words.pace_headline(pace, line.unit, line.decimals), *words.pace_history(pace, line.unit, line.decimals)]
    return Checked(line.name, pace.verdict, said, one.content.comparison_group, pictures)


def _frame(within: bool | None) -> str:
    if within is None:
        return ""
    return _("Ryms i ramen.") if within else _("Ryms inte i ramen.")


def _shown(value: Decimal | None) -> str:
    return DASH if value is None else number(value)


def _sum(values: Iterable[Decimal | None]) -> str:
    known = [value for value in values if value is not None]
    return number(sum(known, Decimal(0))) if known else DASH
