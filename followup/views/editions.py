"""Reports: the list, an edition with its files, issuing, publishing, approving, checking a file."""

from __future__ import annotations

import json
from typing import Any

from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRefresh

from burlov_styrning import spoken
from burlov_styrning.base.forms.decisions import DecisionForm
from burlov_styrning.base.models import Decision, Organ
from burlov_styrning.lists import Column, Listing
from burlov_styrning.middleware import tell
from burlov_styrning.parts import Button, Empty, FileLink, Filter
from burlov_styrning.rights import Role, actor_of
from burlov_styrning.views import public, saves, take, visible_or_404
from burlov_styrning.workflow import require
from followup import editions, making, opinions, preparing, revisions, verification
from followup.content import naming
from followup.content.drawing import drawing_of
from followup.forms.editions import VerifyForm
from followup.models import AuditorsOpinion, EditionFile, Report, ReportEdition
from followup.moves import EDITIONS, edition_moves
from followup.views import live
from goals.views.shared import Years, the_term

WITH = ("report__round", "report__term", "report__organ", "decision__organ", "issued_by")
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "html": "text/html; charset=utf-8",
    "json": "application/json",
}
LABELS = {"pdf": "PDF", "docx": "Word", "xlsx": "Excel", "html": "HTML", "json": "JSON"}
REFRESH = 5


@public
def reports(request: HttpRequest) -> HttpResponse:
    """All editions that this person may read, the latest first."""
    rows = ReportEdition.objects.visible_to(request.user).select_related(*WITH).defer("snapshot")
    listing = Listing(
        request,
        rows,
        search=["report__round__name", "report__organ__name", "report__round__year", "report__term__first_year"],
        columns=[Column(_("Rapport"), "report__round__year"), Column(_("Utgåva"), "number", number=True),
                 Column(_("Ställning")), Column(_("Utgiven"), "issued")],
        filters=[Filter("report__kind", _("Slag"), _kinds(request.user))],
        sort="-issued",
        empty=Empty(_("Ingen rapport är utgiven ännu. Den ges ut när en uppföljning är stängd.")
                    if _may_issue(request.user) else
                    _("Ingen rapport är publicerad ännu. Här visas årsredovisningens mål och delårsrapporterna.")),
    )  # fmt: skip
    issuing = [(_("Förbered rapport"), "report-choose"), (_("Förbered förslagskatalog"), "catalogue-issue"),
               (_("Ge ut budgetförutsättningar"), "premises-issue")]  # fmt: skip
    buttons = [Button(label, reverse(f"followup:{url}")) for label, url in issuing if _may_issue(request.user)]
    return render(request, "followup/editions/list.html", {"listing": listing, "buttons": buttons})


def _kinds(user: Any) -> list[tuple[str, Any]]:
    """The kinds that there can be for this person."""
    theirs = actor_of(user).has(Role.AUDITOR)
    return [c for c in Report.Kind.choices if c[0] in editions.ISSUED and (theirs or c[0] != Report.Kind.AUDIT)]


def _may_issue(user: Any) -> bool:
    return EDITIONS.may_create("issue", ReportEdition(), user)


@public
def catalogue(request: HttpRequest, term: Years) -> HttpResponse:
    """A term's latest catalogue; before one can be read, a sentence that says so."""
    of = the_term(request, term)
    rows = ReportEdition.objects.visible_to(request.user).filter(report__kind=Report.Kind.CATALOGUE, report__term=of)
    latest = rows.defer("snapshot").order_by("-pk").first()
    if latest:
        return redirect("followup:edition", latest.pk)
    words = _(
        "Förslagskatalogen för %(term)s är inte utgiven ännu. Controllern ger ut den till fullmäktiges sammanträde."
    )
    issuing = f"{reverse('followup:catalogue-issue')}?period={of.key}"
    button = (_("Förbered förslagskatalogen"), issuing) if _may_issue(request.user) else ("", "")
    empty = Empty(words % {"term": of}, *button)
    return render(request, "followup/editions/none.html", {"empty": empty})


def tell_issued(request: HttpRequest, issued: editions.Issued) -> None:
    """What came of issuing."""
    if issued.new:
        tell(request, _("Innehållet är fryst. Filerna framställs."))
    elif issued.edition.number:
        number = issued.edition.number
        tell(request, _("Innehållet är detsamma som i utgåva %(number)s, så den gäller.") % {"number": number})
    else:
        tell(request, _("Rapporten framställs redan."))


@public
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """An edition: the report as a web page, its files and its standing; or how far the work has come."""
    edition = visible_or_404(request, ReportEdition.objects.select_related(*WITH), pk=pk)
    request.term = edition.report.term  # type: ignore[attr-defined]
    if edition.number is None:
        return _unfinished(request, edition)
    if request.headers.get("HX-Request"):
        return HttpResponseClientRefresh()  # the page that showed the progress becomes the edition's
    snapshot = json.loads(edition.snapshot)
    files = list(edition.files.all())
    later = revisions.later(edition, snapshot, request.user)
    spoken.note(*(one.name for one in later))
    values = {
        "edition": edition,
        "title": naming.title(snapshot),
        "subtitle": naming.subtitle(snapshot),
        "note": naming.note(snapshot),
        "standing": standing(edition, snapshot),
        "body": live.body(files, revisions.places(later), request.user),
        "later": list(revisions.told(later)),
        "since": _since(edition, snapshot, request.user),
        "stable": stable(edition),
        "files": [_link(edition, file) for file in sorted(files, key=_order)],
        "drawing": editions.waits_for_approved_files(edition, files),
        "opinions": [_opinion_link(row) for row in edition.opinions.all()],
        "buttons": _buttons(edition, request.user),
    }
    return render(request, "followup/editions/show.html", values)


def _since(edition: ReportEdition, snapshot: Any, user: Any) -> naming.Since | None:
    """What changed since the edition before, with both wordings of texts: for who may read that one too."""
    if edition.number == 1:
        return None
    rows = ReportEdition.objects.visible_to(user).filter(report=edition.report_id, number__lt=edition.number)
    before = rows.order_by("-number").first()
    if before is None or before.number is None:
        return None
    return naming.Since(before.number, drawing_of(snapshot).changes(json.loads(before.snapshot), snapshot))


SLUGS = {
    "arsredovisning": "annual", "delarsrapport": "interim", "tertialrapport": "tertial",
    "budgetforutsattningar": "premises",
}  # fmt: skip
"""The kinds of which there is one for the whole municipality each year; of tertial reports the year's latest."""


def stable(edition: ReportEdition) -> str:
    """The address that always leads to the latest edition of such a report; empty where there is none."""
    report = edition.report
    slug = next((slug for slug, kind in SLUGS.items() if kind == report.kind), "")
    year = report.round.year if report.round else report.year
    return reverse("followup:report-latest", args=[slug, year]) if slug and year else ""


def _opinion_link(row: AuditorsOpinion) -> FileLink:
    label = str(row) + (_(", dnr %(number)s") % {"number": row.registry} if row.registry else "")
    return FileLink(label, reverse("followup:edition-opinion", args=[row.edition_id, row.pk]), row.size, row.sha256)


def standing(edition: ReportEdition, snapshot: Any = None) -> str:
    """Whose the edition is: what its file says, or the council's approval that came later."""
    if edition.state == ReportEdition.State.APPROVED and edition.decision:
        return naming.approval(edition.decision)
    return naming.standing(snapshot or json.loads(edition.snapshot))


def _order(file: EditionFile) -> tuple[bool, int]:
    return not file.approved, list(LABELS).index(file.format)


def _link(edition: ReportEdition, file: EditionFile) -> FileLink:
    label, address = LABELS[file.format], reverse("followup:edition-file", args=[edition.pk, file.format])
    if file.approved:
        return FileLink(_("%(form)s, godkänd") % {"form": label}, f"{address}?godkand", file.size, file.sha256)
    if edition.state == ReportEdition.State.APPROVED and file.format in making.STANDING_IN:
        label = _("%(form)s, som den föreslogs") % {"form": label}
    return FileLink(label, address, file.size, file.sha256)


def _unfinished(request: HttpRequest, edition: ReportEdition) -> HttpResponse:
    stopped = edition.state in editions.RETRIES or editions.is_stale(edition)
    if stopped and request.headers.get("HX-Request"):
        return HttpResponseClientRefresh()
    snapshot = json.loads(edition.snapshot) if edition.snapshot else None
    values = {
        "edition": edition,
        "title": naming.full_title(snapshot) if snapshot else str(edition.report),
        "stopped": stopped,
        "stage": making.stage(edition) if snapshot else "",
        "prepare": _preparing(edition, request.user) if stopped else "",
        "here": reverse("followup:edition", args=[edition.pk]),
        "refresh": 0 if stopped else REFRESH,
        "buttons": _buttons(edition, request.user),
    }
    return render(request, "followup/editions/making.html", values)


def _preparing(edition: ReportEdition, user: Any) -> str:
    """Where what stopped can be changed before it is made again, for who prepares it."""
    prepared = Report.objects.visible_to(user).filter(pk=edition.report_id, kind__in=preparing.PREPARED)
    return reverse("followup:report-prepare", args=[edition.report_id]) if prepared.exists() else ""


def _buttons(edition: ReportEdition, user: Any) -> list[Button]:
    """What this person can do with it now."""
    offered = {move.name: move.label for move in edition_moves(edition.report.kind).offered(edition, user)}
    if edition.exposure == "published":
        offered.pop("publish", None)
    if not editions.is_stale(edition):
        offered.pop("restart", None)
    if not editions.is_approved(edition):
        offered.pop("approve", None)
    if edition.report.kind not in opinions.JUDGED:
        offered.pop("attach", None)
    pages = {"publish": "edition-publish", "approve": "edition-approve", "attach": "edition-attach"}
    again = {"retry": "edition-retry", "again": "edition-retry", "restart": "edition-retry", "cancel": "edition-cancel"}
    found = [Button(offered[name], reverse(f"followup:{url}", args=[edition.pk]))
             for name, url in pages.items() if name in offered]  # fmt: skip
    return found + [Button(offered[name], reverse(f"followup:{url}", args=[edition.pk]), post=True)
                    for name, url in again.items() if name in offered]  # fmt: skip


@public
def file(request: HttpRequest, pk: int, form: str) -> HttpResponseBase:
    """A form of the edition, byte for byte as it was stored: as it was proposed, or as it was approved."""
    edition = visible_or_404(request, ReportEdition.objects.defer("snapshot"), pk=pk)
    row = edition.files.filter(format=form, approved="godkand" in request.GET).first()
    if row is None or form not in TYPES:
        raise Http404
    tag = f'"{row.sha256}"'
    if request.headers.get("If-None-Match") == tag:
        return HttpResponse(status=304, headers={"ETag": tag})
    name = row.file.name.rsplit("/", 1)[-1]
    # The page carries its own styles, which the site's policy stops: it is given to be kept.
    answer = FileResponse(
        row.file.open("rb"), as_attachment=form == "html" or "hamta" in request.GET, filename=name,
        content_type=TYPES[form],
    )  # fmt: skip
    answer["ETag"] = tag
    answer["Cache-Control"] = "private, no-cache"
    return answer


def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks first: what is published stays published."""
    edition = visible_or_404(request, ReportEdition.objects.select_related(*WITH), pk=pk)
    require(EDITIONS, "publish", edition, request.user)
    if request.method == "POST":
        done = _("Utgåvan är publicerad och kan läsas av alla.")
        return take(request, lambda: editions.publish(edition, by=request.user), done, "followup:edition", pk)
    snapshot = json.loads(edition.snapshot)
    shown = _("de siffror, bedömningar och aktiviteter")
    if edition.report.kind == Report.Kind.CATALOGUE:
        shown = _("de inlämnade förslag och siffror")
    elif edition.report.kind == Report.Kind.PREMISES:
        shown = _("de utfall och fastställda progressioner")
    values = {
        "title": _("Ska utgåva %(number)s publiceras?") % {"number": edition.number},
        "lead": _("Alla kan sedan läsa rapporten, och %(shown)s som den visar. Det går inte att ta tillbaka.")
        % {"shown": shown},
        "facts": [(_("Rapport"), naming.full_title(snapshot)), (_("Ställning"), standing(edition, snapshot))],
        "submit": _("Publicera utgåvan"), "back": "../",
    }  # fmt: skip
    return render(request, "confirm.html", values)


def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """The council secretary's record of the council's decision."""
    edition = visible_or_404(request, ReportEdition.objects.select_related(*WITH), pk=pk)
    require(EDITIONS, "approve", edition, request.user)
    council = Organ.objects.filter(kind=Organ.Kind.COUNCIL).first()
    if council is None:
        raise Http404
    form = DecisionForm(request.POST or None, organ=council, kind=Decision.Kind.ROUND)
    if saves(form, lambda: _approve(edition, form, request.user)):
        tell(request, _("Godkännandet är antecknat. Filerna framställs nu också med beslutet på omslaget."))
        return redirect("followup:edition", pk)
    values = {
        "form": form, "title": _("Hur godkände fullmäktige rapporten?"), "submit": _("Anteckna beslutet"),
        "lead": naming.full_title(json.loads(edition.snapshot)), "back": "../",
    }  # fmt: skip
    return render(request, "confirm.html", values)


@transaction.atomic
def _approve(edition: ReportEdition, form: DecisionForm, user: Any) -> None:
    editions.approve(edition, form.record(by=user), by=user)


@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop what is being made."""
    edition = visible_or_404(request, ReportEdition.objects.select_related(*WITH), pk=pk)
    done = _("Framställningen är avbruten. Ingen utgåva är gjord.")
    return take(request, lambda: editions.cancel(edition, by=request.user), done, "followup:edition", pk)


@require_POST
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Draw again what failed or stopped."""
    edition = visible_or_404(request, ReportEdition.objects.select_related(*WITH), pk=pk)
    issued = editions.retry(edition, by=request.user)
    tell_issued(request, issued)
    return redirect("followup:edition", issued.edition.pk)


@public
def verify(request: HttpRequest) -> HttpResponse:
    """Drop a file and hear whether it is an edition, unchanged."""
    form = VerifyForm(request.POST or None, request.FILES or None)
    verdict = None
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        checked = values["file"]
        verdict = (
            verification.check_file(checked, request.user)
            if checked
            else verification.check_hash(values["sha256"], request.user)
        )
    context = {"form": form, "verdict": verdict, "standing": ""}
    if verdict and verdict.edition:
        context["standing"] = standing(verdict.edition)
    return render(request, "followup/editions/verify.html", context)
