"""One assessment as one may read it; its attachments; words about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from burlov_styrning import rights
from burlov_styrning.base import comments
from burlov_styrning.base.models import Event
from burlov_styrning.base.papers import prepares
from burlov_styrning.base.talk import talk_about
from burlov_styrning.forms import Form
from burlov_styrning.parts import Button
from burlov_styrning.views import opened_when_published, take
from followup import figures, forecasts
from followup.assessments import departs, title
from followup.figures import GoalFigures, Occasion
from followup.forms.assessments import verdict_word
from followup.models import Assessment, Ground
from followup.moves import ASSESSMENTS
from followup.noted import Note, of_goal
from followup.reading import file_name, reads_file, reads_row, text_for
from followup.views.lines import lines_of, shown
from followup.views.shared import assessment_or_404
from followup.views.weighing import suggestion_words, weighing
from goals.forms.needs import box
from goals.views.shared import buttons
from indicators.models import Forecast

PAGES = {
    "edit": "followup:assessment-edit",
    "mark_ready": "followup:assessment-ready",
    "back_to_draft": "followup:assessment-back",
    "reopen": "followup:assessment-reopen",
    "invite": "followup:assessment-invite",
    "ask_access": "followup:assessment-ask",
}


@opened_when_published
def assessment_show(request: HttpRequest, pk: int) -> HttpResponse:
    """One judgement: the word first, then analysis and grounds, then the figures beside."""
    row = assessment_or_404(request, pk)
    text = text_for(row, request.user)
    inside = text.working and comments.talks(row, request.user)
    found = figures_of(row, request.user)
    suggestion = figures.suggestion_in(found, row) if found else None
    context = {
        "row": row,
        "round": row.round,
        "term": row.round.term,
        "title": title(row),
        "text": text,
        "word": (text.status or "unknown", verdict_word(row, text.status)),
        "suggestion": suggestion_words(row, suggestion) if suggestion else None,
        "departs": bool(suggestion and text.working and departs(row, suggestion)),
        "lines": [shown(line) for line in lines_of(row, found)] if found else [],
        "weighing": weighing(row, request.user, found),
        "forecasts": _forecasts(row, request.user) if text.working else [],
        "moves": [*moves_of(row, request.user), *_decision_move(row, request.user)],
        "paper": row.state != Assessment.State.APPROVED and row.organ_id and prepares(request.user, row.organ_id),
        "events": events_for(row, request.user),
        "notes": notes_on(row, found, request.user),
        "comments": talk_about(row, request.user, f"{request.path}#samtal") if inside else None,
        "comment_form": CommentForm() if inside else None,
    }
    return render(request, "followup/assessments/show.html", context)


def figures_of(row: Assessment, user: Any, **options: Any) -> GoalFigures | None:
    """The figures of the goal that is judged, as this person may see them; none for an area or the whole."""
    if row.goal is None:
        return None
    return figures.load([row.goal], Occasion.of(row.round), user=user, **options)[row.goal.pk]


def notes_on(row: Assessment, found: GoalFigures | None, user: Any) -> list[Note]:
    """What was noted of the goal and its outcomes until now, as far as this person may read it."""
    return of_goal(row.goal, [line.target for line in found.lines], user) if row.goal and found else []


def _forecasts(row: Assessment, user: Any) -> list[Forecast]:
    visible = Forecast.objects.visible_to(user).filter(pk__in=forecasts.of(row).values("pk"))
    return list(visible.select_related("indicator__current"))


def moves_of(row: Assessment, user: Any) -> list[Button]:
    """The moves that are offered; nobody asks for what can be read already."""
    found = buttons(ASSESSMENTS, row, user, PAGES, row.pk)
    if reads_row(row, user):
        found = [button for button in found if button.url != reverse(PAGES["ask_access"], args=[row.pk])]
    return found


def _decision_move(row: Assessment, user: Any) -> list[Button]:
    """The page where its organ's decision is recorded, with this matter ticked."""
    if not ASSESSMENTS.offers("approve", row, user):
        return []
    address = reverse("followup:assessment-decision", args=[row.round_id, row.organ_id])
    return [Button(ASSESSMENTS.move("approve").label, f"{address}?arende={row.pk}")]


def events_for(row: Assessment, user: Any) -> Sequence[Event]:
    """What happened to it: all of it inside its organ, what was decided and opened again to those outside."""
    rows: QuerySet[Event] = Event.of(row)
    actor = rights.actor_of(user)
    if any(rights.holds(who, actor, row) for who in (rights.Who.STAFF, rights.Who.SECRETARY)):
        return list(rows.exclude(move="edit"))
    if comments.talks(row, user):
        return list(rows.filter(Q(decision__isnull=False) | Q(move__in=["mark_ready", "reopen"])))
    return list(rows.filter(decision__isnull=False))


# Attachments


@opened_when_published
def ground_file(request: HttpRequest, pk: int) -> HttpResponse:
    """An attachment, to those who read the assessment."""
    rows = Assessment.objects.visible_to(request.user)
    ground = get_object_or_404(Ground.objects.select_related("assessment"), pk=pk, assessment__in=rows)
    if not ground.file or not reads_file(ground, request.user):
        raise Http404
    answer: Any = FileResponse(ground.file.open("rb"), as_attachment=True, filename=file_name(ground))
    return answer  # type: ignore[no-any-return]


# Words about it


class CommentForm(Form):
    """A comment."""

    text = forms.CharField(
        label=gettext_lazy("Kommentera"),
        help_text=gettext_lazy("Läses av organets ledamöter, sekreterare och handläggare."),
        widget=box(3),
        max_length=5000,
    )


def assessment_comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Say something about an assessment that one reads from inside."""
    row = assessment_or_404(request, pk)
    if not (reads_row(row, request.user) and comments.talks(row, request.user)):
        raise Http404
    form = CommentForm(request.POST or None)
    if form.is_valid():
        text = form.cleaned_data["text"]
        return take(
            request, lambda: comments.write(row, by=request.user, text=text), _("Kommentaren är sparad."),
            "followup:assessment-show", pk,
        )  # fmt: skip
    context = {"title": _("Kommentera bedömningen av %(what)s") % {"what": title(row)}, "form": form}
    back = reverse("followup:assessment-show", args=[pk])
    status = 422 if form.errors else 200
    return render(request, "confirm.html", context | {"submit": _("Kommentera"), "back": back}, status=status)
