"""The officer's paper (tjänsteskrivelse) for proposals and paths: plain blocks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from burlov_styrning import quantities
from burlov_styrning.base.models import Organ
from burlov_styrning.base.papers import for_meeting
from burlov_styrning.papers import Block, Grid, Heading, Paper, Points, Text, named, texts
from burlov_styrning.swedish import listed, number, partial_date, sentence
from goals import words
from goals.criteria import Examined, examine_many
from goals.models import GoalProposal, Path, Target, Term
from goals.rules.content import IndicatorContent, ProposalContent, Statements

DASH = "–"
START = gettext_lazy("Utgångsvärde")


# Proposals

S = GoalProposal.State
IN_WORK = (S.DRAFT, S.READY, S.SUPPLEMENT, S.REFERRED_BACK)
"""What a committee has still to decide about."""


def proposals_paper(organ: Organ, term: Term, rows: Sequence[GoalProposal], user: Any) -> Paper:
    """The paper with which a committee decides to hand proposals in: draft decision first, each proposal in full."""
    examined = examine_many(rows, user)
    contents = [examined[row.pk].content for row in rows]
    title = _("Målförslag till kommunfullmäktige, målperioden %(term)s") % {"term": term}
    blocks: list[Block] = [
        Heading(_("Förslag till beslut")),
        Text(_("%(organ)s beslutar") % {"organ": organ.name}),
        Points([_hand_in(content) for content in contents], numbered=True),
        Heading(_("Sammanfattning")),
        Text(_summary(contents, term)),
        Heading(_("Ärendet")),
    ]
    for row in rows:
        blocks += proposal_blocks(examined[row.pk])
    blocks += texts(_("Beslutet skickas till"), _("Kommunstyrelsen\nKommunfullmäktiges sekreterare"))
    return for_meeting(organ, title, blocks, user)


def _hand_in(content: ProposalContent) -> str:
    said = {"title": content.title, "wording": content.wording}
    if not content.wording:
        return _("att lämna målförslaget ”%(title)s” till kommunfullmäktige.") % said
    return _("att lämna målförslaget ”%(title)s” till kommunfullmäktige, med lydelsen: ”%(wording)s”") % said


def _summary(contents: Sequence[ProposalContent], term: Term) -> str:
    many = ngettext(
        "Förvaltningen föreslår att nämnden lämnar ett målförslag till kommunfullmäktige för målperioden %(term)s.",
        "Förvaltningen föreslår att nämnden lämnar %(n)s målförslag till kommunfullmäktige för målperioden %(term)s.",
        len(contents),
    ) % {"n": len(contents), "term": term}
    units = list(dict.fromkeys(need.unit for content in contents for need in content.needs))
    if not units:
        return many
    return many + " " + _("Förslagen svarar på behov som beskrivits av %(units)s.") % {"units": listed(units)}


def proposal_blocks(examined: Examined) -> list[Block]:
    """One proposal in full: wording, why, figures with the realistic check, own words, consultation, cost."""
    content = examined.content
    return [
        Heading(content.title, 3),
        *([Text(content.wording, "quote")] if content.wording else []),
        Points([f"{label}: {value}" for label, value in _facts(content)]),
        *_why(content),
        *measured(content, [s for line in content.indicators for s in _pace(examined, line)]),
        *_own_words(content.statements),
        *_consulted(content),
        *_costs(content),
    ]


def _facts(content: ProposalContent) -> Iterator[tuple[str, str]]:
    yield _("Målområde"), content.area or _("inte valt")
    if content.target_group:
        yield _("Målgrupp"), content.target_group
    yield _("Målår"), str(content.year)
    if content.function:
        yield _("Ansvarig funktion"), content.function
    if content.continues:
        yield _("Fortsätter målet"), content.continues


def _why(content: ProposalContent) -> list[Block]:
    if not content.needs:
        return []
    return [Text(_("Behov som förslaget svarar på")), Points([f"{need.unit}: {need.text}" for need in content.needs])]


def measured(content: ProposalContent, said: Sequence[str]) -> list[Block]:
    """What a proposal is measured by, with its years; `said`: what there is to say of its pace."""
    if not content.indicators:
        return []
    years = sorted({year for line in content.indicators for year, value in line.values.items() if value is not None})
    head = [_("Indikator"), str(START), *map(str, years), _("Mål %(year)s") % {"year": content.year}]
    rows = [_line(line, years) for line in content.indicators]
    grid = Grid(_("Indikatorer och föreslagna värden"), head, rows, frozenset(range(1, len(head))))
    return [grid, *([Points(said)] if said else [])]


def _line(line: IndicatorContent, years: Sequence[int]) -> list[str]:
    start = shown(line.baseline) + (f" ({line.baseline_year})" if line.baseline_year else "")
    aim = quantities.aim(line.direction, line.target, (line.low, line.high), "")
    return [named(line.name, line.unit), start, *(shown(line.values.get(year)) for year in years), aim or DASH]


def shown(value: Decimal | None) -> str:
    """A figure, or a dash."""
    return DASH if value is None else number(value)


def _pace(examined: Examined, line: IndicatorContent) -> list[str]:
    found = examined.paces.get(line.key)
    if found is None or found.demanded is None:
        return []
    verdict = sentence(words.verdict_phrase(found.verdict))
    return [f"{line.name}: {verdict}. {' '.join(words.pace_sentences(found, line.unit, line.decimals))}"]


def _own_words(said: Statements) -> list[Block]:
    points = [f"{words.criterion_name(name)}: {text}" for name, text in vars(said).items() if text.strip()]
    return [Text(_("Nämndens egna ord")), Points(points)] if points else []


def _consulted(content: ProposalContent) -> list[Block]:
    points = [
        _("%(unit)s hördes %(day)s") % {"unit": one.name, "day": partial_date(one.date)} if one.date else one.name
        for one in content.consulted
    ]
    if content.union_applies is False:
        points.append(_("Facklig samverkan behövs inte"))
    elif content.union_date:
        points.append(_("Facklig samverkan ägde rum %(day)s") % {"day": partial_date(content.union_date)})
    return [Text(_("Samråd")), Points(points)] if points else []


def _costs(content: ProposalContent) -> list[Block]:
    if not content.cost:
        return []
    rows = [[str(cost.year), shown(cost.operating), shown(cost.investment)] for cost in content.cost]
    head = [_("År"), _("Drift, tkr"), _("Investering, tkr")]
    frame = {True: _("Ryms i ramen."), False: _("Ryms inte i ramen.")}.get(content.within_frame or False)
    grid = Grid(_("Kostnad per år"), head, rows, frozenset({1, 2}))
    return [grid] if content.within_frame is None else [grid, Text(str(frame))]


# Paths


def paths_paper(organ: Organ, term: Term, rows: Sequence[Path], user: Any) -> Paper:
    """The paper with which a committee decides its progressions."""
    title = _("Progression till kommunfullmäktiges mål, målperioden %(term)s") % {"term": term}
    blocks: list[Block] = [
        Heading(_("Förslag till beslut")),
        Text(_("%(organ)s beslutar") % {"organ": organ.name}),
        Points([_lay_down(row) for row in rows], numbered=True),
        Heading(_("Ärendet")),
        Text(_("Kommunfullmäktige har satt ett målvärde för målperiodens sista år. Nämnden bryter ner det till en nivå "
               "för varje år. När nämnden har beslutat ändras progressionen bara genom ett nytt beslut.")),
        *path_blocks(rows),
        *texts(_("Beslutet skickas till"), _("Kommunstyrelsen\nControllern")),
    ]  # fmt: skip
    return for_meeting(organ, title, blocks, user)


def _lay_down(path: Path) -> str:
    said = {"goal": str(path.target.goal), "indicator": path.target.version.name}
    return _("att fastställa progressionen för %(indicator)s (målet ”%(goal)s”) enligt tabellen nedan.") % said


def path_blocks(rows: Iterable[Path]) -> Iterator[Block]:
    """Each path: its goal, a table of its years beside the target, and its motivation."""
    for path in rows:
        target, values = path.target, {row.year: row.value for row in path.values.all()}
        years = sorted(values)
        last = _("Fullmäktiges mål %(year)s") % {"year": target.goal.term.last_year}
        head = [_("Indikator"), str(START), *map(str, years), last]
        levels = [_("mäts inte") if values[year] is None else shown(values[year]) for year in years]
        row = [named(target.version.name, target.version.unit), start_of(target), *levels, aim(target)]
        yield Heading(str(target.goal), 3)
        yield Grid(_("Nivå per år"), head, [row], frozenset(range(1, len(head))))
        if path.motivation.strip():
            yield Text(_("Motivering till steg bakåt: %(text)s") % {"text": path.motivation})


def start_of(target: Target) -> str:
    """The baseline with its year."""
    return shown(target.baseline_value) + (f" ({target.baseline_year})" if target.baseline_year else "")


def aim(target: Target) -> str:
    """The target as a figure: a value, or bounds (the version's where it has none of its own)."""
    low = target.version.low if target.low is None else target.low
    high = target.version.high if target.high is None else target.high
    if target.version.direction == "within" and low is not None and high is not None:
        return f"{shown(low)}{DASH}{shown(high)}"
    return shown(target.value)
