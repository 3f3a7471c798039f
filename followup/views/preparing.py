"""Preparing a report: chosen, laid out and written, looked at as it would be now, issued."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from burlov_styrning import rights
from burlov_styrning.base.models import Event
from burlov_styrning.middleware import tell
from burlov_styrning.parts import Clash
from burlov_styrning.refusals import Conflict, Reason, Refusal
from burlov_styrning.rights import Who
from burlov_styrning.swedish import sentence
from burlov_styrning.views import carried_number, only, saves, visible_or_404
from followup import editions, preparing
from followup.content import layout as layouts
from followup.content.layout import Layout
from followup.forms.editions import CatalogueForm, IssueForm
from followup.forms.preparing import LayoutForm
from followup.models import FollowUpRound, Report
from followup.offering import offering_of, order_of
from goals.models import Term

WITH = ("round", "term__vision", "organ")
ITSELF, SAVE, ISSUE, SHOW, UP, DOWN = "sparar", "spara", "ge-ut", "granska", "upp", "ner"


def choose(request: HttpRequest) -> HttpResponse:
    """Which report is to be issued; it is prepared first."""
    only(request, Who.CONTROLLER)
    form = IssueForm(request.POST or None)
    begun: list[Report] = []
    if saves(form, lambda: begun.append(_begin(form, request.user))):
        return redirect("followup:report-prepare", begun[0].pk)
    values = {
        "form": form, "title": _("Vilken rapport ska ges ut?"), "submit": _("Fortsätt"),
        "back": reverse("followup:reports"),
        "lead": _("Du lägger upp rapporten, ser den som den skulle bli nu, kontrollerar den och ger ut den."),
    }  # fmt: skip
    return render(request, "confirm.html", values)


def choose_catalogue(request: HttpRequest) -> HttpResponse:
    """Of which term the proposal catalogue is issued; `?period=2027-2030` names it."""
    only(request, Who.CONTROLLER)
    asked = next((term for term in Term.objects.all() if term.key == request.GET.get("period")), None)
    form = CatalogueForm(request.POST or None, initial={"term": asked} if asked else {})
    begun: list[Report] = []
    if saves(form, lambda: begun.append(preparing.begin_catalogue(form.cleaned_data["term"], by=request.user))):
        return redirect("followup:report-prepare", begun[0].pk)
    values = {
        "form": form, "title": _("Vilken periods förslagskatalog ska ges ut?"), "submit": _("Fortsätt"),
        "back": reverse("followup:reports"),
        "lead": _("Du lägger upp katalogen, ser den som den skulle bli nu, kontrollerar den och ger ut den. Innan den "
                  "publiceras läses den av fullmäktige, kommunstyrelsen, revisorerna och controllern."),
    }  # fmt: skip
    return render(request, "confirm.html", values)


def _begin(form: IssueForm, user: Any) -> Report:
    said = form.cleaned_data
    return preparing.begin(said["round"], said["kind"], said["organ"], by=user)


def the_report(request: HttpRequest, pk: int) -> Report:
    """A report on a round, or a catalogue, that this person prepares."""
    prepared = Report.objects.filter(kind__in=preparing.PREPARED)
    report: Report = visible_or_404(request, prepared.select_related(*WITH).prefetch_related("chapters"), pk=pk)
    request.term = report.term  # type: ignore[attr-defined]
    if report.round:
        report.round.term = report.term
    return report


def of_round(report: Report) -> FollowUpRound:
    """The round that the report is about."""
    assert report.round is not None
    return report.round


def is_ready(report: Report) -> bool:
    """Whether it can be issued."""
    return not editions.problems_of(report)


def name_of(report: Report) -> str:
    """`Årsredovisningens målkapitel 2026`; a committee's by the committee."""
    if report.organ:
        return f"{report.organ}, {report.round}"
    if report.kind == Report.Kind.CATALOGUE:
        return _("Förslagskatalogen %(term)s") % {"term": report.term}
    return sentence(str(report))


def standing_of(report: Report) -> str:
    """Whether it can be issued already, or why not, in a sentence."""
    if report.kind == Report.Kind.CATALOGUE:
        return _("Det som är inlämnat när du ger ut katalogen fryses.")
    if is_ready(report):
        return _("%(round)s är stängd: bedömningar och siffror ligger fast.") % {"round": sentence(str(report.round))}
    return _("%(round)s är inte stängd. Du kan förbereda och se rapporten, men ge ut den först när uppföljningen är "
             "stängd.") % {"round": sentence(str(report.round))}  # fmt: skip


def prepare(request: HttpRequest, pk: int) -> HttpResponse:
    """The page where a report is laid out and written; it saves itself."""
    page = Page(request, the_report(request, pk))
    if request.method != "POST":
        return page.show()
    if request.GET.get("spara") == ITSELF:
        return page.save_itself()
    return page.save()


class Page:
    """The page with its form."""

    def __init__(self, request: HttpRequest, report: Report) -> None:
        self.request, self.report = request, report
        self.stored = preparing.layout_of(report)
        self.offering = offering_of(report, self.stored, request.user)
        self.form = self._form(report, self.stored, request.POST if request.method == "POST" else None)

    def _form(self, report: Report, stored: Layout, data: Any) -> LayoutForm:
        return LayoutForm(data, report=report, layout=stored, offered=self.offering.chapters(),
                          goals=self.offering.choices(), groups=self.offering.groups())  # fmt: skip

    @property
    def revision(self) -> int:
        """The revision that the page was shown with."""
        return carried_number(self.request.POST.get("revision", ""))

    def show(self, status: int | None = None, **more: Any) -> HttpResponse:
        """The whole page."""
        bad = self.form.is_bound and not self.form.is_valid()
        context = {
            "report": self.report, "form": self.form, "name": name_of(self.report),
            "round": self.report.round, "by_law": self.report.kind in layouts.BY_LAW,
            "opening": self.offering.opening(),
            "standing": standing_of(self.report), "of_proposals": self.report.kind == Report.Kind.CATALOGUE,
            "revision": self.report.revision if not self.form.is_bound else self.revision,
            **more,
        }  # fmt: skip
        return render(self.request, "followup/reports/prepare.html", context, status=status or (422 if bad else 200))

    def save(self) -> HttpResponse:
        """Save, and go on to where the button leads."""
        does, _colon, chapter = self.request.POST.get("gor", "").partition(":")
        if not self.form.is_valid():
            return self.show()
        try:
            self._store(does, chapter)
        except Conflict as conflict:
            return self._both(conflict)
        except Refusal as refusal:
            if refusal.reason is not Reason.RULE:
                raise
            for field, why in refusal.fields:
                self.form.add_error(field if field in self.form.fields else None, why)
            return self.show()
        here = reverse("followup:report-prepare", args=[self.report.pk])
        if does == SHOW:
            return redirect(f"{reverse('followup:report-preview', args=[self.report.pk])}?kapitel={chapter}")
        if does == ISSUE:
            return redirect("followup:report-issue", self.report.pk)
        if does in (UP, DOWN):
            return redirect(f"{here}#kapitel-{chapter}")
        tell(self.request, _("Rapporten är sparad. Ingen utgåva är gjord än."))
        return redirect(here)

    def _store(self, does: str = "", chapter: str = "") -> Report:
        order = order_of(self.form.offered, self.form.cleaned_data["order"])
        if does in (UP, DOWN) and chapter in order:
            order = layouts.moved(order, chapter, does == UP)
        typed = self.form.layout(order)
        return preparing.arrange(self.report, typed, by=self.request.user, revision=self.revision)

    def save_itself(self) -> HttpResponse:
        """The line under the form: saved, or why it stops."""
        line: dict[str, Any] = {"revision": self.revision}
        status = 200
        try:
            if self.form.is_valid():
                line = {"revision": self._store().revision, "saved": localtime()}
            else:
                line["sentences"] = [str(one) for errors in self.form.errors.values() for one in errors]
                status = 422
        except Conflict:
            line |= {"theirs": last_saved(self.report, self.request.user), "stops": True}
            status = 409
        except Refusal as refusal:
            if refusal.reason is Reason.RIGHT:
                raise
            line |= {"sentences": refusal.sentences, "stops": refusal.reason is not Reason.RULE}
            status = 422
        return render(self.request, "followup/reports/saved.html", line, status=status)

    def _both(self, conflict: Conflict) -> HttpResponse:
        """Both texts side by side; the form goes on with mine from the revision that stands."""
        self.report = the_report(self.request, self.report.pk)
        stands, mine = preparing.layout_of(self.report), conflict.mine
        assert isinstance(mine, Layout)
        data = self.request.POST.copy()
        data["revision"] = str(self.report.revision)
        names = {one.id: one.title for one in self.form.offered}
        pairs = [(self.form["preface"].label, mine.preface, stands.preface)]
        pairs += [(title, mine.comment(one), stands.comment(one)) for one, title in names.items()]
        names |= dict(self.offering.groups())
        pairs += [(_("Upplägg"), _as_text(mine, names), _as_text(stands, names))]
        rows = [clash for pair in pairs if (clash := Clash(*pair)).differs]
        self.form = self._form(self.report, stands, data)
        return self.show(409, rows=rows, revision=self.report.revision, **last_saved(self.report, self.request.user))


def _as_text(layout: Layout, names: dict[str, str]) -> str:
    """The choices in words, to be compared."""
    out = layout.left_out()
    lines = [f"{names.get(one.id, one.id)}{' – ' + _('utelämnat') if one.id in out else ''}" for one in layout.chapters]
    against = names.get(layout.compared, layout.compared)
    said = [layout.goals, str(Report.Depth(layout.depth).label), str(Report.By(layout.by).label), against]
    return "\n".join([*said, *lines])


def last_saved(report: Report, user: Any) -> dict[str, Any]:
    """Who saved in between, and when; nobody is named where it was oneself, in another window."""
    last = Event.of(report).select_related("person").order_by("-at", "-pk").first()
    mine = last is not None and last.person_id == rights.actor_of(user).person
    return {"who": last.person if last and not mine else "", "mine": mine, "when": last.at if last else None}
