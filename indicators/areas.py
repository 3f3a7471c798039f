"""Service areas as steps: which indicators show an activity's quality and which its cost; and the common indicators."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from burlov_styrning.base.abstract import key_from
from burlov_styrning.clock import today
from burlov_styrning.refusals import Conflict
from burlov_styrning.workflow import acting
from indicators.models import Indicator, IndicatorUse, ServiceArea, ServiceAreaIndicator
from indicators.moves import AREAS, USES
from indicators.rules.accounts import Kind, fits
from indicators.rules.efficiency import PRICE, Unfit, unfit

FACTS = ("name", "text", "organ")
SIDES = [side.value for side in ServiceAreaIndicator.Side]

type Facts = Mapping[str, Any]
type Pairs = Mapping[str, Sequence[Indicator]]
"""Side → its indicators; each but quality has at most one."""
type Problem = tuple[str, str]


def write(*, by: Any, facts: Facts, pairs: Pairs) -> ServiceArea:
    """A new area."""
    area = ServiceArea()
    with acting(AREAS, "write", area, by=by) as act:
        act.rule([*_taken(act.row, facts), *_wrong(pairs)])
        act.row.key = key_from(str(facts["name"]), ServiceArea.objects.all())
        _store(act.row, facts, pairs)
    return area


def edit(area: ServiceArea, *, by: Any, facts: Facts, pairs: Pairs, stamp: str = "") -> None:
    """Change what it is called and which indicators it has; refused when somebody saved since the page was shown."""
    with acting(AREAS, "edit", area, by=by) as act:
        if stamp and stamp != stamp_of(act.row):
            raise Conflict(_("Någon annan ändrade området nyss. Läs det igen innan du ändrar."))
        act.rule([*_taken(act.row, facts), *_wrong(pairs)])
        _store(act.row, facts, pairs)


def end(area: ServiceArea, *, by: Any) -> None:
    """It is no longer followed; what it showed can still be read."""
    with acting(AREAS, "end", area, by=by) as act:
        act.row.until = today().isoformat()


def resume(area: ServiceArea, *, by: Any) -> None:
    """It is followed again, with the indicators that it had."""
    with acting(AREAS, "resume", area, by=by) as act:
        act.row.until = None


def choose(chosen: Mapping[str, Indicator | None], *, by: Any) -> None:
    """Which indicators are the price indices, tax rates and the staff's figures; what is unchanged is not touched."""
    known = {row.use: row for row in IndicatorUse.objects.all()}
    changed = {use: row for use, row in chosen.items() if _chosen_before(known.get(use)) != (row.pk if row else None)}
    with transaction.atomic():
        for use in changed:  # first let go of: two may change places
            if (row := known.get(use)) and row.indicator_id:
                row.indicator = None
                row.save()
        for use, indicator in changed.items():
            with acting(USES, "choose", known.get(use) or IndicatorUse(use=use), by=by) as act:
                act.rule(_unfit_use(use, chosen))
                act.row.indicator, act.row.example = indicator, False


def stamp_of(area: ServiceArea) -> str:
    """What a form carries of the area that it shows, to notice when somebody saves in between."""
    pairs = sorted(f"{row.side}:{row.indicator_id}" for row in area.pairs.all())
    return "|".join([area.name, area.text, str(area.organ_id), *pairs])


def _chosen_before(row: IndicatorUse | None) -> int | None:
    return row.indicator_id if row else None


def _store(area: ServiceArea, facts: Facts, pairs: Pairs) -> None:
    for name in FACTS:
        setattr(area, name, facts[name])
    area.example = False  # whoever saves it stands for it
    area.save()
    kept = {(row.side, row.indicator_id): row for row in area.pairs.all()}
    wanted = [(side, row) for side in SIDES for row in pairs.get(side, ())]
    for key in kept.keys() - {(side, row.pk) for side, row in wanted}:
        kept[key].delete()
    for side, row in wanted:
        if (side, row.pk) not in kept:
            ServiceAreaIndicator.objects.create(area=area, indicator=row, side=side)


def _taken(area: ServiceArea, facts: Facts) -> Iterator[Problem]:
    if ServiceArea.objects.filter(name__iexact=str(facts["name"]).strip()).exclude(pk=area.pk).exists():
        yield "name", _("Det finns redan ett område med det namnet.")


def _wrong(pairs: Pairs) -> Iterator[Problem]:
    """Something to hold against something, in units that go together, each indicator once."""
    if not pairs.get("quality"):
        yield "quality", _("Välj minst en indikator som visar kvaliteten.")
    if not pairs.get("cost"):
        yield "cost", _("Välj den indikator som visar kostnaden.")
    seen: set[int] = set()
    for side in SIDES:
        for row in pairs.get(side, ()):
            if row.pk in seen:
                yield side, _("%(name)s står redan på en annan plats i området.") % {"name": row.name}
            elif wrong := unfit(side, row.unit):
                yield side, _said(wrong, row)
            seen.add(row.pk)


def _unfit_use(use: str, chosen: Mapping[str, Indicator | None]) -> Iterator[Problem]:
    indicator = chosen[use]
    if indicator is None:
        return
    if any(other == indicator for name, other in chosen.items() if name != use):
        yield use, _("%(name)s är vald till något annat också. Välj en indikator för varje.") % {"name": indicator.name}
    if use == IndicatorUse.Use.TAX_RATE and not fits(indicator.unit, Kind.PERCENT):
        yield use, _("%(name)s mäts i %(unit)s. En skattesats mäts i procent.") % {
            "name": indicator.name, "unit": indicator.unit
        }  # fmt: skip
    if use in IndicatorUse.PRICES and (wrong := unfit(PRICE, indicator.unit)):
        yield use, _said(wrong, indicator)


def _said(wrong: Unfit, row: Indicator) -> str:
    said = {
        Unfit.NO_MONEY: _("%(name)s mäts i %(unit)s. En kostnad mäts i kronor, till exempel kr per elev."),
        Unfit.MONEY: _("%(name)s mäts i %(unit)s och är en kostnad. Välj den som kostnad i stället."),
        Unfit.NO_PERCENT: _("%(name)s mäts i %(unit)s. Välj en indikator som mäts i procent."),
        Unfit.NO_INDEX: _("%(name)s mäts i %(unit)s. Ett prisindex mäts i index."),
    }
    return said[wrong] % {"name": row.name, "unit": row.unit}
