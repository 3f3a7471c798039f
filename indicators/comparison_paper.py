"""The compare page as a paper: the same findings, figures and tables, with who was compared and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from burlov_styrning.base.examples import example_line
from burlov_styrning.base.models import Municipality
from burlov_styrning.clock import today
from burlov_styrning.papers import Block, Grid, Heading, Paper, Picture, Text, texts
from burlov_styrning.swedish import long_date
from indicators.comparing import Comparison


def paper(found: Comparison, shown: Mapping[str, Any], everybody: Grid) -> Paper:
    """`shown` is what the page shows of it."""
    own = Municipality.ours()
    facts = [(_("Datum"), long_date(today())), (_("Jämfört med"), found.group.title), (_("År"), str(found.year))]
    return Paper(
        _("Jämförelse"), found.indicator.name, own.name if own else "", facts, [*_blocks(found, shown, everybody)],
        example_line(own),
    )  # fmt: skip


def _blocks(found: Comparison, shown: Mapping[str, Any], everybody: Grid) -> Iterator[Block]:
    yield Heading(_("Vad siffrorna säger"))
    yield Text(" ".join(filter(None, (shown["finding"], shown["since_finding"], shown["coverage"]))))
    for heading, chart in (
        (_("Över åren"), shown["curve"]), (_("Var kommunen står"), shown["rank"]), (_("Två år"), shown["change"]),
    ):  # fmt: skip
        if chart:
            yield Heading(heading)
            yield Picture(chart)
    if shown["sexes"]:
        yield Heading(_("Kvinnor och män"))
        yield _by_sex(shown["sexes"])
    yield Heading(_("Alla i jämförelsen"))
    yield everybody
    if shown["signs"]:
        yield Text(" · ".join(f"{sign} {text}" for sign, text in shown["signs"]), "quiet")
    yield from _about(found, shown["note"])


def _by_sex(lines: Sequence[Any]) -> Grid:
    head = [_("Kön"), _("Kommunen"), _("Median"), _("Mittersta hälften"), _("Plats"), _("Platser mot året före")]
    rows = [[one.sex, one.value, *(text or "–" for text in (one.median, one.middle, one.place, one.change))]
            for one in lines]  # fmt: skip
    return Grid(_("Kvinnor och män"), head, rows, frozenset(range(1, len(head))))


def _about(found: Comparison, note: str) -> Iterator[Block]:
    yield Heading(_("Om jämförelsen"))
    yield Text("\n".join([
        note,
        _("Plats: ett mer än antalet kommuner som är bättre, räknat på oavrundade värden. Lika värden delar plats."),
        _("Kvartiler: som KVARTIL.INK i kalkylprogram, mellan två värden i proportion."),
    ]))  # fmt: skip
    if found.group.row:
        yield from texts(_("Varför just de"), found.group.row.reason, 3)
    if found.indicator.current:
        yield from texts(_("Definition"), found.indicator.current.definition, 3)
