"""The proposal catalogue as spreadsheet: proposals, proposed levels, the realistic check and costs as numbers."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from burlov_styrning.sheets import Sheet
from followup.content.catalogue.charts import Measured, measured
from followup.content.catalogue.report import Proposal, Report
from followup.content.snapshot import Plain
from followup.content.tables import Line, about, changed, exact, sources, texts, yes
from goals import words
from indicators.words import missing_sign, missing_words


def sheets(snapshot: Plain, view: Report) -> list[Sheet]:
    """All tables of the catalogue, in its order."""
    made = [
        about(view),
        texts(view),
        _proposals(view),
        _levels(snapshot),
        _checks(snapshot),
        _costs(snapshot),
        sources(_("Bilaga"), view.annex),
        changed(view),
    ]
    return [sheet for sheet in made if sheet.rows]


def _proposals(view: Report) -> Sheet:
    headings = [_("Nr"), _("Målområde"), _("Nämnd"), _("Förslag"), _("Lydelse"), _("Målets takt"), _("Om förslaget"),
                _("Behov"), _("Med nämndens ord"), _("Ryms i ramen"), _("Exempel")]  # fmt: skip
    return Sheet(_("Förslag"), headings, [_proposal(one) for area in view.areas for one in area.proposals])


def _proposal(one: Proposal) -> Line:
    return [
        one.number, one.area, one.organ, one.title, one.wording, one.verdict, _lines(one.facts), _lines(one.needs),
        _lines(one.statements), one.frame, yes(one.example),
    ]  # fmt: skip


def _lines(pairs: object) -> str:
    return "\n".join(f"{label}: {text}" for label, text in pairs)  # type: ignore[attr-defined]


def _levels(snapshot: Plain) -> Sheet:
    """A row for each indicator and year: what was, and what is proposed."""
    headings = [
        _("Nr"), _("Indikator"), _("Enhet"), _("År"), _("Utfall"), _("Tecken"), _("Utfall saknas"),
        _("Utgångsvärde"), _("Utgångsår"), _("Föreslagen nivå"), _("Föreslaget mål"), _("Målår"), _("Källa"),
        _("Hämtad"),
    ]  # fmt: skip
    rows = [row for one in measured(snapshot) for row in _level(snapshot, one)]
    return Sheet(_("Nivåer"), headings, rows)


def _level(snapshot: Plain, one: Measured) -> Iterator[Line]:
    for row in one.rows:
        yield [
            one.proposal["number"], one.line.name, one.line.unit, int(row["period"]), exact(row["outcome"]),
            missing_sign(row["missing"] or ""), missing_words(row["missing"] or ""), exact(row["baseline"]),
            row["baseline_year"], exact(row["progression"]), exact(row["target"]), one.content.year,
            snapshot["sources"].get(row["source"] or "", {}).get("title", ""), row["fetched"] or "",
        ]  # fmt: skip


def _checks(snapshot: Plain) -> Sheet:
    """The realistic check: improvements over as many years."""
    headings = [
        _("Nr"), _("Indikator"), _("Enhet"), _("Bedömd takt"), _("Antal år"), _("Målet kräver"),
        _("Indikatorns egen"), _("Kommuner med värden"), _("Varav minst så snabba"), _("Jämförelsegrupp"),
    ]  # fmt: skip
    rows = [row for one in measured(snapshot) for row in _check(one)]
    return Sheet(_("Takt"), headings, rows)


def _check(one: Measured) -> Iterator[Line]:
    if (pace := one.pace) is not None and pace.demanded is not None:
        verdict = words.verdict_phrase(pace.verdict) if pace.verdict else ""
        yield [
            one.proposal["number"], one.line.name, one.line.unit, verdict, pace.span, pace.demanded, pace.own,
            len(pace.peers), pace.peers_as_fast, one.content.comparison_group,
        ]  # fmt: skip


def _costs(snapshot: Plain) -> Sheet:
    headings = [_("Nr"), _("Förslag"), _("År"), _("Drift, tkr"), _("Investering, tkr")]
    rows = [
        [row["number"], row["content"]["title"], cost["year"], exact(cost["operating"]), exact(cost["investment"])]
        for row in snapshot["proposals"]
        for cost in row["content"]["cost"]
    ]
    return Sheet(_("Kostnad"), headings, rows)
