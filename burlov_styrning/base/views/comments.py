"""A comment is marked as dealt with, or opened again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from burlov_styrning.base import comments
from burlov_styrning.base.models import Comment
from burlov_styrning.middleware import tell
from burlov_styrning.views import back


@require_POST
def comment_resolve(request: HttpRequest, pk: int) -> HttpResponse:
    """It has been dealt with."""
    return _marked(request, pk, comments.resolve, _("Kommentaren är markerad som avklarad."))


@require_POST
def comment_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """It has not, after all."""
    return _marked(request, pk, comments.reopen, _("Kommentaren är öppen igen."))


def _marked(request: HttpRequest, pk: int, step: Callable[..., Any], done: str) -> HttpResponse:
    comment = get_object_or_404(Comment, pk=pk)
    if not comments.reads(comment, request.user):
        raise Http404
    step(comment, by=request.user)
    tell(request, done)
    return back(request, "/")
