"""Kolada's catalogue as own rows: fetched in the background, searched here, taken over from by the controller."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.tasks import task
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from burlov_styrning import rights
from burlov_styrning.base.abstract import next_key
from burlov_styrning.base.models import COUNTRY_CODE, Municipality, Source
from burlov_styrning.refusals import Reason, Refusal
from burlov_styrning.rights import Who
from burlov_styrning.workflow import acting
from indicators import drift
from indicators.models import Catalogue, ComparisonGroup, KoladaItem
from indicators.moves import GROUPS
from indicators.sources.kolada import NAME, Kolada
from indicators.sources.row import Unreadable

log = logging.getLogger(__name__)
Kind = KoladaItem.Kind
STALE_AFTER = timedelta(minutes=5)
BATCH = 500
ADDRESS = "https://www.kolada.se/"
FEWEST = 2
"""A list that has shrunk to less than a half (of so many) is a half answer, not the end of half the municipalities."""
COLUMNS = ("title", "text", "area", "by_sex", "published", "members")


def state() -> Catalogue:
    """When it was fetched and how that goes."""
    row: Catalogue = Catalogue.objects.get_or_create(source="kolada")[0]
    return row


def is_working(row: Catalogue) -> bool:
    """Whether it is being fetched now."""
    return row.touched_at is not None and timezone.now() - row.touched_at < STALE_AFTER


def refresh(*, by: Any, background: bool = True) -> None:
    """Fetch the catalogue anew, in the background; what stands is searched meanwhile."""
    if not any(rights.holds(who, rights.actor_of(by), Catalogue()) for who in (Who.CONTROLLER,)):
        raise Refusal(Reason.RIGHT, _("Det här gör controllern."))
    row = state()
    if is_working(row):
        return
    _set(row, touched_at=timezone.now(), problem="", done=0, total=len(Kind))
    if background:
        refresh_later.enqueue()


@task
def refresh_later() -> None:
    """The background task."""
    go()


def go() -> bool:
    """Fetch every list; one that cannot be read stays as it was, and the sentence is kept. Whether all went well."""
    row = state()
    _set(row, touched_at=timezone.now(), done=0, total=len(Kind), problem="")
    with translation.override(settings.LANGUAGE_CODE):
        try:
            for number, kind in enumerate(Kind, start=1):
                _fetch(row, kind)
                _set(row, done=number, touched_at=timezone.now())
            drift.look()
        except Unreadable as error:
            _set(row, problem=str(error), touched_at=None)
        except Exception:
            log.exception("The catalogue could not be fetched")
            _set(row, problem=_("Något gick fel när katalogen hämtades. Försök igen."), touched_at=None)
        else:
            _set(row, fetched_at=timezone.now(), touched_at=None)
    return not row.problem


def _set(row: Catalogue, **values: Any) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


def _fetch(row: Catalogue, kind: Kind) -> None:
    """One list, whole or not at all."""
    pages = list(Kolada(said=row.answered).pages(kind.value))
    if all(page.unchanged for page in pages):
        return
    if any(page.unchanged for page in pages):  # some pages have changed: what the others say is needed too
        pages = list(Kolada().pages(kind.value))
    found = [_item(kind, one) for page in pages for one in page.values]
    with transaction.atomic():
        _store(kind, {item.code: item for item in found})
    row.answered |= {page.address: page.said for page in pages if page.said}


def _item(kind: Kind, said: Mapping[str, Any]) -> KoladaItem:
    code, title = said.get("id"), said.get("title")
    if not isinstance(code, str) or not isinstance(title, str) or not 0 < len(code) <= 40:
        raise Unreadable(Kolada().net.odd)
    return KoladaItem(
        kind=kind, code=code, title=title[:500], text=str(said.get("description") or ""),
        area=str(said.get("operating_area") or said.get("type") or "")[:300],
        by_sex=bool(said.get("is_divided_by_gender")), published=str(said.get("publication_date") or "")[:40],
        members=_members(said.get("members")),
    )  # fmt: skip


def keep(said: Mapping[str, Any]) -> None:
    """What Kolada says of one indicator now."""
    item = _item(Kind.KPI, said)
    KoladaItem.objects.update_or_create(kind=Kind.KPI, code=item.code, defaults={n: getattr(item, n) for n in COLUMNS})


def _members(said: Any) -> list[str]:
    """Ids, which the service has named in more than one way."""
    found = [one.get("member_id", one.get("id")) if isinstance(one, dict) else one for one in said or ()]
    return [str(one) for one in found if one]


def _store(kind: Kind, found: Mapping[str, KoladaItem]) -> None:
    stands = {item.code: item for item in KoladaItem.objects.filter(kind=kind)}
    if len(stands) >= FEWEST and len(found) * 2 < len(stands):
        sentence = _("Kolada gav %(n)s av %(all)s rader i katalogen. Den är kvar som den var. Försök igen om en stund.")
        raise Unreadable(sentence % {"n": len(found), "all": len(stands)})
    changed = []
    for code, item in found.items():
        if (old := stands.get(code)) and any(getattr(old, name) != getattr(item, name) for name in COLUMNS):
            item.pk = old.pk
            changed.append(item)
    new = [item for code, item in found.items() if code not in stands]
    KoladaItem.objects.bulk_create(new, batch_size=BATCH)  # not content
    KoladaItem.objects.bulk_update(changed, COLUMNS, batch_size=BATCH)  # not content
    KoladaItem.objects.filter(kind=kind).exclude(code__in=list(found)).delete()


# What is taken over


def source() -> Source:
    """Kolada as the source of a fact."""
    known = Source.objects.filter(title__iexact=NAME).order_by("pk").first()
    key = next_key(Source.objects.all(), "kalla-")
    return known or Source.objects.create(key=key, title=NAME, url=ADDRESS)


def municipalities(codes: Iterable[str]) -> list[Municipality]:
    """The rows of these codes, made with Kolada's names where there are none."""
    wanted = list(dict.fromkeys(codes))
    known = {row.code: row for row in Municipality.objects.filter(code__in=wanted)}
    named = KoladaItem.objects.filter(kind=Kind.MUNICIPALITY, code__in=set(wanted) - set(known))
    names = {COUNTRY_CODE: _("Riket")} | {item.code: item.title for item in named}
    for code in wanted:
        if code not in known and code in names:
            known[code] = Municipality.objects.create(code=code, name=names[code])
    return [known[code] for code in wanted if code in known]


def take_group(item: KoladaItem, *, by: Any) -> ComparisonGroup:
    """One of Kolada's groups as a comparison group, or the members that it has now."""
    key = item.code.lower()
    known = ComparisonGroup.objects.filter(key=key).first()
    group: ComparisonGroup = known or ComparisonGroup(key=key, title=item.title[:200])
    with acting(GROUPS, "edit" if known else "make", group, by=by) as act:
        members = municipalities(item.members)
        if not members:
            act.rule([_("Gruppen har inga kommuner i Kolada.")])
        if not known:
            act.row.source, act.row.reason = source(), _("Koladas egen grupp.")
            act.row.save()
        act.row.members.set(members)
    return group
