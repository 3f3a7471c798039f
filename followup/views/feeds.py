"""Where a report is found for good: the latest of its kind and year, each edition, and a feed of the published."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any

from django.contrib.syndication.views import Feed
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from burlov_styrning.base.models import Municipality
from burlov_styrning.exposure import Exposure
from burlov_styrning.swedish import sentence
from burlov_styrning.views import public
from followup.editions import is_approved
from followup.models import Report, ReportEdition
from followup.views import editions

MOST = 30


@public
def latest(request: HttpRequest, kind: str, year: int, number: int | None = None) -> HttpResponse:
    """The latest edition of a kind and year that this person may read, or the one of that number."""
    rows = ReportEdition.objects.visible_to(request.user).filter(
        Q(report__round__year=year) | Q(report__year=year), report__kind=editions.SLUGS.get(kind, ""),
        report__organ=None, number__isnull=False,
    )  # fmt: skip
    rows = rows.filter(number=number) if number else rows
    found = rows.order_by("-report__round__period_end", "-number").values_list("pk", flat=True).first()
    if found is None:
        raise Http404
    return editions.show(request, found)


@public
def feed(request: HttpRequest) -> HttpResponse:
    """What is published, whoever asks."""
    return PublishedEditions()(request)  # type: ignore[no-any-return]


class PublishedEditions(Feed):  # type: ignore[type-arg]
    """Published editions, the latest first, as Atom."""

    feed_type = Atom1Feed
    language = "sv"

    def title(self) -> str:
        """Whose reports."""
        own = Municipality.ours()
        return _("Rapporter från %(municipality)s") % {"municipality": own.name} if own else _("Rapporter")

    def subtitle(self) -> str:
        """What comes in it."""
        return _("Publicerade utgåvor av årsredovisningens mål, delårsrapporter och andra rapporter.")

    def author_name(self) -> str:
        """An Atom feed has an author."""
        own = Municipality.ours()
        return own.name if own else ""

    def link(self) -> str:
        """The page with the same list."""
        return reverse("followup:reports")

    def items(self) -> Any:
        """Only what everybody may read."""
        rows = ReportEdition.objects.filter(exposure=Exposure.PUBLISHED, number__isnull=False).defer("snapshot")
        rows = rows.select_related("report__round__term", "report__term", "report__organ", "decision__organ")
        return rows.order_by("-published_at", "-pk")[:MOST]

    def item_title(self, item: ReportEdition) -> str:
        """`Årsredovisningens målkapitel 2022, utgåva 1`."""
        whose = f"{item.report.organ}: " if item.report.organ else ""
        return sentence(f"{whose}{item}")

    def item_description(self, item: ReportEdition) -> str:
        """Its standing."""
        if not is_approved(item):
            return _("Rådgivande underlag, inget beslut.")
        if item.report.kind == Report.Kind.COMMITTEE:
            return _("Nämndens rapport.")
        return sentence(f"{item.get_state_display()}.")

    def item_link(self, item: ReportEdition) -> str:
        """The edition's own page, which stays."""
        return reverse("followup:edition", args=[item.pk])

    def item_pubdate(self, item: ReportEdition) -> datetime:
        """When it was published; what came in as published, when it was issued."""
        return item.published_at or datetime.combine(item.issued, time(12), UTC)

    def item_updateddate(self, item: ReportEdition) -> datetime:
        """The same: an edition never changes."""
        return self.item_pubdate(item)
