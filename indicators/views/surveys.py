"""Surveys: the list, one with what its file means, and a year's file to read."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from burlov_styrning.clock import today
from burlov_styrning.middleware import tell
from burlov_styrning.refusals import Conflict
from burlov_styrning.rights import Who
from burlov_styrning.views import only, saves, visible_or_404
from burlov_styrning.workflow import require
from indicators import imports, surveys
from indicators.forms.surveys import SurveyForm, WriteForm, YearForm
from indicators.models import Survey
from indicators.moves import SURVEYS

TO_EDIT = "indicators:survey-edit"


def survey_list(request: HttpRequest) -> HttpResponse:
    """The surveys that have been told what they mean, ready for the next year's file."""
    only(request, Who.STAFF, Who.CONTROLLER)
    rows = Survey.objects.visible_to(request.user).select_related("organ")
    found = list(rows.annotate(times=Count("imports"), latest=Max("imports__period")))
    lines = [(row, sum(1 for key in row.questions.values() if key), SURVEYS.offers("edit", row, request.user))
             for row in found]  # fmt: skip
    return render(request, "indicators/survey/list.html", {"lines": lines})


def survey_write(request: HttpRequest) -> HttpResponse:
    """A new survey begins with one of its files."""
    only(request, Who.STAFF, Who.CONTROLLER)
    form = WriteForm(request.POST or None, request.FILES or None)
    made: list[Survey] = []
    if saves(form, lambda: made.append(surveys.write(**form.cleaned_data, by=request.user))):
        tell(request, _("Filen är läst. Säg nu vad den betyder."))
        return redirect(TO_EDIT, made[0].pk)
    context = {
        "form": form, "title": _("Vilken undersökning?"), "submit": _("Läs rubrikerna"),
        "lead": _("Du visar en fil en gång och säger vad den betyder. Nästa år läses den nya filen likadant."),
    }  # fmt: skip
    return render(request, "indicators/survey/form.html", context)


def survey_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """What the columns, questions and groups are."""
    survey = visible_or_404(request, Survey, pk=pk)
    require(SURVEYS, "edit", survey, request.user)
    form = SurveyForm(request.POST or None, request.FILES or None, survey=survey)
    if saves(form, lambda: _edit(request, survey, form)):
        return _told(request, survey)
    context = {
        "form": form, "survey": survey, "title": survey.name, "submit": _("Spara"),
        "lead": _("Säg vad filen betyder. Det du lämnar tomt läses inte."),
        "choices": form.indicators if form.questions else None,
    }  # fmt: skip
    return render(request, "indicators/survey/form.html", context)


def _edit(request: HttpRequest, survey: Survey, form: SurveyForm) -> None:
    try:
        surveys.edit(survey, by=request.user, **form.written())
    except Conflict as conflict:
        form.add_error(None, str(conflict))
        typed: Any = form.data.copy()  # type: ignore[attr-defined]
        typed["stamp"] = surveys.stamp_of(Survey.objects.get(pk=survey.pk))
        form.data = typed


def _told(request: HttpRequest, survey: Survey) -> HttpResponse:
    """Questions that were not there before, of another column or file, are asked about at once."""
    saved = Survey.objects.get(pk=survey.pk)
    if set(surveys.questions_of(saved)) - set(saved.questions) or set(surveys.groups_of(saved)) - set(saved.groups):
        tell(request, _("Sparat. Här finns frågor eller grupper som är nya: säg vad de är."))
        return redirect(TO_EDIT, survey.pk)
    tell(request, _("Undersökningen är sparad. Nu kan en fil läsas in."))
    return redirect("indicators:survey-read", survey.pk)


def survey_read(request: HttpRequest, pk: int) -> HttpResponse:
    """A year's file: what it would change is shown before anything does."""
    only(request, Who.STAFF, Who.CONTROLLER)
    survey = visible_or_404(request, Survey, pk=pk)
    form = YearForm(request.POST or None, request.FILES or None, survey=survey, initial={"period": today().year - 1})
    made: list[Any] = []
    if saves(form, lambda: made.append(imports.start(**form.cleaned_data, survey=survey, by=request.user))):
        return redirect("indicators:import-show", made[0].pk)
    context = {
        "form": form, "survey": survey, "title": survey.name, "submit": _("Visa vad filen skulle ändra"),
        "lead": _("Inget ändras förrän du har sett vad filen skulle göra."),
        "edit": reverse(TO_EDIT, args=[pk]) if SURVEYS.offers("edit", survey, request.user) else "",
    }  # fmt: skip
    return render(request, "indicators/survey/form.html", context)
