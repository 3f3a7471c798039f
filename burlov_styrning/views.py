"""What the short views of every floor share: fetch what one may see, take a step and go on."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme

from burlov_styrning import rights
from burlov_styrning.middleware import tell
from burlov_styrning.refusals import Reason, Refusal
from burlov_styrning.rights import Who

public = login_not_required
"""Marks a view that the unsigned may open; all others are closed."""


def visible_or_404(request: HttpRequest, rows: Any, **lookup: Any) -> Any:
    """The row if this person may see it; else it does not exist for them. `rows`: a model or a queryset."""
    queryset = rows.objects.all() if hasattr(rows, "objects") else rows
    return get_object_or_404(queryset.visible_to(request.user), **lookup)


def only(request: HttpRequest, *whos: Who) -> None:
    """Let on who has one of the relations in any organ; for all others the page does not exist."""
    if rights.any_of(whos, rights.actor_of(request.user), rights.ANY_ROW) is False:
        raise Http404


def opened_when_published(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Marks a view whose row the unsigned may read once it is published; before that they are asked to sign in."""

    @login_not_required
    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Http404:
            if request.user.is_authenticated:
                raise
            return redirect_to_login(request.get_full_path())

    return opened


def something_published(request: HttpRequest, rows: QuerySet[Any]) -> None:
    """A list opens to the unsigned when some of its rows are published; before that they are asked to sign in."""
    if not request.user.is_authenticated and not rows.exists():
        raise Http404


def take(request: HttpRequest, step: Callable[[], Any], done: str, to: Any, *args: Any, **kwargs: Any) -> HttpResponse:
    """Take a step, say that it was taken, go on. A refusal is shown by the middleware."""
    result = step()
    tell(request, done, getattr(result, "remarks", ()))
    return redirect(to, *args, **kwargs)


def back(request: HttpRequest, default: str) -> HttpResponseRedirect:
    """To the page of this site that the form named in `next`, else the default address."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    fine = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return HttpResponseRedirect(target if fine else default)


def carried_number(text: str) -> int:
    """A number that the page itself carried in a hidden field (revision, id, count); 0 where somebody changed it."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def saves(form: BaseForm, step: Callable[[], Any]) -> bool:
    """Take the step if the form is filled in rightly; what a rule refuses is said beside its field."""
    if not form.is_valid():
        return False
    try:
        step()
    except Refusal as refusal:
        if refusal.reason is not Reason.RULE or not refusal.fields:
            raise
        for field, sentence in refusal.fields:
            form.add_error(field if field in form.fields else None, sentence)
        return False
    return True
