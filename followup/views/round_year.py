"""A year's rounds in one go: proposed from the legal calendar and the meetings, changed, planned."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from burlov_styrning.clock import today
from burlov_styrning.forms import remark
from burlov_styrning.middleware import tell
from burlov_styrning.views import saves
from burlov_styrning.workflow import require
from followup import planning, rounds
from followup.forms.rounds import remark_days
from followup.forms.years import ProposedForm, YearForm
from followup.models import FollowUpRound
from followup.moves import ROUNDS
from followup.rules.year import Dates, Meetings, rounds_of
from goals.models import Term
from goals.views.shared import Years, the_term

K = FollowUpRound.Kind


def round_year(request: HttpRequest, term: Years) -> HttpResponse:
    """The year's rounds with their days; those that are planned already are named."""
    of = the_term(request, term)
    require(ROUNDS, "plan", FollowUpRound(term=of), request.user)
    known = list(FollowUpRound.objects.filter(term=of))
    asked = {**_default(of, known), **{name: request.GET[name] for name in YearForm.base_fields if name in request.GET}}
    choice = YearForm(asked, term=of)
    forms: list[ProposedForm] = []
    there: list[FollowUpRound] = []
    if choice.is_valid():
        organs = planning.owners_in(of)
        ends = rounds_of(choice.cleaned_data["ar"], choice.cleaned_data["delar"], choice.tertial_months())
        meetings = planning.meetings_after(min(end for _kind, end in ends), organs)
        proposed = [planning.propose(kind, end.year, end, organs, meetings) for kind, end in ends]
        there = [row for one in proposed if (row := _planned(known, one))]
        new = [one for one in proposed if not _planned(known, one)]
        forms = [ProposedForm(request.POST or None, proposed=one, term=of, organs=organs) for one in new]
        if request.method == "POST" and request.POST.get("gor") != "kontrollera" and _save(request, forms):
            return redirect("followup:round-list", of)
        _remark(forms, meetings)
    wrong = any(form.errors for form in forms)
    context = {"term": of, "choice": choice, "forms": forms, "there": there}
    return render(request, "followup/rounds/year.html", context, status=422 if wrong else 200)


def _default(term: Term, known: Sequence[FollowUpRound]) -> dict[str, object]:
    """The first year to come without an annual report, and an interim period as long as the last one."""
    done = {row.year for row in known if row.kind == K.ANNUAL}
    left = [year for year in term.years if year not in done and year >= today().year]
    interim = next((row.ends_on.month for row in reversed(known) if row.kind == K.INTERIM), 8)
    return {"ar": (left or [term.end_year])[0], "delar": interim, "tertial": ""}


def _planned(known: Sequence[FollowUpRound], one: Dates) -> FollowUpRound | None:
    """The round of that kind and year that there is already; tertials of a year differ by their period."""
    same = (row for row in known if row.kind == one.kind and row.year == one.year)
    return next((row for row in same if row.kind != K.TERTIAL or row.ends_on == one.period_end), None)


def _save(request: HttpRequest, forms: Sequence[ProposedForm]) -> bool:
    """Plan all that were taken, or none."""
    if not all([form.is_valid() for form in forms]):
        return False
    taken = [form for form in forms if form.cleaned_data["take"]]
    if not taken:
        for form in forms:
            form.add_error("take", _("Välj minst en uppföljning att planera."))
        return False
    with transaction.atomic():
        fine = all([saves(form, partial(_plan, request, form)) for form in taken])
        transaction.set_rollback(not fine)
    if fine:
        text = ngettext("%(n)s uppföljning är planerad.", "%(n)s uppföljningar är planerade.", len(taken))
        tell(request, text % {"n": len(taken)})
    return fine


def _plan(request: HttpRequest, form: ProposedForm) -> None:
    one = form.proposed
    rounds.plan(form.term, one.year, one.kind, one.period_end, by=request.user, deadlines=form.deadlines(),
                **form.words())  # fmt: skip


def _remark(forms: Sequence[ProposedForm], meetings: Meetings) -> None:
    for form in forms:
        if not any(one.day > form.proposed.period_end for one in meetings.board):
            remark(
                form, "hand_over", [_("Styrelsens sammanträden efter perioden är inte inlagda än: dagen är lagens.")]
            )
        if not form.is_bound or form.is_valid():
            remark_days(form, planning.sentences(form.dates(), meetings))
