"""What a source over the net answers to an import: its rows in parts, and what there is to know of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from burlov_styrning.clock import today
from burlov_styrning.swedish import listed
from indicators import catalogue, drift, facts, mappings
from indicators.models import Import, Indicator, KoladaItem, ScbMapping
from indicators.sources.kolada import NAME, Kolada, Wanted
from indicators.sources.row import Found, Part, Unreadable
from indicators.sources.scb import Scb

FEW = 5
LOOKED_AT = 50


def found(import_: Import) -> Found:
    """What the source answers, from after the parts that are kept already (`import_.done`)."""
    if import_.origin == Import.Origin.KOLADA:
        return _kolada(import_)
    return _scb(import_)


def _scb(import_: Import) -> Found:
    """A table is read whole, from its beginning, however far a try before came."""
    mapping = ScbMapping.objects.select_related("indicator").filter(pk=import_.request.get("mapping")).first()
    if mapping is None:
        raise Unreadable(_("Urvalet finns inte kvar."))
    import_.rows.all().delete()
    facts.forget(import_)
    service, wanted, remarks = Scb(), mappings.wanted(mapping), list[str]()

    def parts() -> Iterator[Part]:
        yield from service.parts(wanted, fetched=today().isoformat())
        if service.skipped:
            sentence = _("Regioner som inte är kommuner lästes inte: %(codes)s.")
            remarks.append(sentence % {"codes": listed(sorted(service.skipped)[:FEW])})

    return Found(parts(), len(wanted.selections()), remarks)


def _kolada(import_: Import) -> Found:
    asked = import_.request
    rows = [row for row in drift.in_use() if row.key in set(asked["indicators"])]
    service = Kolada(said=known(import_))
    kpis: dict[str, list[tuple[str, bool]]] = {}
    for row in rows:
        kpis.setdefault(row.origin_id.upper(), []).append((row.key, row.by_sex))
    remarks = _look(service, rows, kpis)
    wanted = Wanted(kpis, asked["municipalities"], asked["years"])
    first = import_.rows.count() + import_.facts.count() + 1
    parts = service.parts(wanted, done=import_.done, first=first, fetched=today().isoformat())
    return Found(_telling(parts, service, remarks), len(wanted.segments()), remarks)


def _look(service: Kolada, rows: Sequence[Indicator], kpis: dict[str, list[tuple[str, bool]]]) -> list[str]:
    """What Kolada says of the indicators now: unknown ones are named, changed ones are put down for a person."""
    said = {str(one.get("id")): one for one in Kolada().kpis(list(kpis))}
    for one in said.values():
        catalogue.keep(one)
    remarks = []
    if unknown := [code for code in kpis if code not in said]:
        remarks.append(_("Kolada känner inte till %(ids)s.") % {"ids": listed(unknown)})
        KoladaItem.objects.filter(kind=KoladaItem.Kind.KPI, code__in=unknown).delete()
        for code in unknown:
            del kpis[code]
    if changed := drift.look(rows):
        names = listed([str(one.indicator) for one in changed[:FEW]])
        sentence = _("Kolada säger något annat än förut om %(names)s. Inget är övertaget; det avgörs under Ändringar i "
                     "Kolada.")  # fmt: skip
        remarks.append(sentence % {"names": names})
    return remarks


def _telling(parts: Iterator[Part], service: Kolada, remarks: list[str]) -> Iterator[Part]:
    """The parts, and at the end what else there is to know of them."""
    yield from parts
    if service.deleted:
        n = service.deleted
        sentence = ngettext("%(n)s värde är borttaget i %(name)s. Det som finns här står kvar.",
                            "%(n)s värden är borttagna i %(name)s. Det som finns här står kvar.", n)  # fmt: skip
        remarks.append(sentence % {"n": n, "name": NAME})
    if service.untouched:
        n = service.untouched
        sentence = ngettext("%(n)s svar från %(name)s är detsamma som när det lästes in senast.",
                            "%(n)s svar från %(name)s är desamma som när de lästes in senast.", n)  # fmt: skip
        remarks.append(sentence % {"n": n, "name": NAME})


def known(import_: Import) -> dict[str, dict[str, str]]:
    """What the source said of its answers when just the same was asked for and applied as it came."""
    done = Import.objects.filter(origin=import_.origin, state=Import.State.APPLIED, skips_rejected=False)
    before = done.order_by("-applied_at").values_list("request", "answered")[:LOOKED_AT]
    return next((answered for request, answered in before if answered and request == import_.request), {})
