"""The annex of the catalogue: each printed figure with its source, indicator by indicator, then the costs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from burlov_styrning.papers import named
from followup.content.annex import Figure, Group, dated, measured_figure, plain, together
from followup.content.catalogue.charts import Measured, measured
from followup.content.lines import cited
from followup.content.snapshot import Plain
from goals.rules.content import from_json


def spread_id(proposal: Plain) -> str:
    """Where a proposal's spread stands."""
    return f"forslag-{proposal['number']}"


def groups(snapshot: Plain) -> list[Group]:
    """Every proposal's indicators and costs, in the order of the catalogue."""
    found: dict[str, list[Group]] = {row["proposal"]: [] for row in snapshot["proposals"]}
    for one in measured(snapshot):
        found[one.proposal["proposal"]].append(_indicator(snapshot, one))
    for row in snapshot["proposals"]:
        if rows := list(_costs(snapshot, row)):
            found[row["proposal"]].append(Group(spread_id(row), _label(row), _("Kostnad (tkr)"), rows))
    return [group for mine in found.values() for group in mine]


def _label(proposal: Plain) -> str:
    return _("Förslag %(number)s") % {"number": proposal["number"]}


def _indicator(snapshot: Plain, one: Measured) -> Group:
    figures = [*_proposed(snapshot, one), *_outcomes(snapshot, one), *_pace(one)]
    name = named(one.line.name, one.line.unit)
    return Group(spread_id(one.proposal), _label(one.proposal), name, together(figures))


def _source(snapshot: Plain, proposal: Plain) -> str:
    """The decision by which the committee handed in what it proposes."""
    decision = cited(proposal["decision"], snapshot["names"]["organs"])
    return decision or str(snapshot["names"]["organs"][proposal["owner"]])


def _proposed(snapshot: Plain, one: Measured) -> Iterator[Figure]:
    source, made_up, line = _source(snapshot, one.proposal), one.proposal["example"], one.line
    year = str(one.content.year)
    if line.baseline is not None:
        yield Figure(_("Utgångsvärde"), dated(line.baseline_year, plain(str(line.baseline))), source, "", "", made_up)
    for row in one.rows:
        if row["progression"] is not None:
            value = dated(row["period"], plain(row["progression"]))
            yield Figure(_("Föreslagen nivå"), value, source, "", "", made_up)
    if line.direction == "within" and line.bounds:
        bounds = f"{plain(str(line.low))}–{plain(str(line.high))}"
        yield Figure(_("Föreslaget mål"), dated(year, bounds), source, "", "", made_up)
    elif line.target is not None:
        yield Figure(_("Föreslaget mål"), dated(year, plain(str(line.target))), source, "", "", made_up)


def _outcomes(snapshot: Plain, one: Measured) -> Iterator[Figure]:
    for row in one.rows:
        if row["outcome"] is not None or row["missing"]:
            yield measured_figure(snapshot, row)


def _pace(one: Measured) -> Iterator[Figure]:
    """What the realistic check was computed from, besides the outcomes above."""
    pace = one.pace
    if pace is None or not pace.peers:
        return
    said = {"n": len(pace.peers), "fast": pace.peers_as_fast, "first": pace.first_year, "last": pace.baseline_year}
    text = ngettext(
        "%(n)s kommun med värden %(first)s och %(last)s, varav %(fast)s minst så snabb",
        "%(n)s kommuner med värden %(first)s och %(last)s, varav %(fast)s minst så snabba",
        len(pace.peers),
    )
    group = one.content.comparison_group or _("kommuner med värden här")
    yield Figure(_("Jämförelse"), text % said, _("Egen beräkning ur utfallen: %(group)s") % {"group": group}, "", "")


def _costs(snapshot: Plain, proposal: Plain) -> Iterator[Figure]:
    source, made_up = _source(snapshot, proposal), proposal["example"]
    costs = from_json(proposal["content"]).cost
    kinds: Sequence[tuple[str, list[tuple[int, Decimal | None]]]] = [
        (_("Drift"), [(cost.year, cost.operating) for cost in costs]),
        (_("Investering"), [(cost.year, cost.investment) for cost in costs]),
    ]
    for name, values in kinds:
        known = [dated(year, plain(str(value))) for year, value in values if value is not None]
        if known:
            yield Figure(name, "; ".join(known), source, "", "", made_up)
