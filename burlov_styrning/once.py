"""What was sent once is done once: the same form sent again leads to what it made, with a sentence that says so.

Each form of the house carries a key (`{% form_top %}`), so no view has to think of it: Back and *Spara* once more, a
double click, a tab sent again. Where something new was made and the text has been changed since, nothing is made and
nothing is lost: the page shows the text, what was made, and a button that makes one more. The same page asks about the
same text under another key, for some browsers fetch the form anew on the way back. Forms that make nothing new, changed
since, are new sendings.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from burlov_styrning.base.models import Sent
from burlov_styrning.carried import LABELS, ONCE, ONE_MORE, new_key, typed_in
from burlov_styrning.workflow import Act, on_move

KEY = re.compile(r"[0-9a-f]{32}")
KEPT = timedelta(days=30)
"""So long a page can lie open and its form still be known again."""
LATELY = timedelta(hours=1)
"""So long the same text in the same form is taken for the same thing."""


_new: ContextVar[list[str] | None] = ContextVar("new", default=None)


@contextmanager
def _noticing_new() -> Iterator[list[str]]:
    """The moves by which something new is made meanwhile."""
    found: list[str] = []
    token = _new.set(found)
    try:
        yield found
    finally:
        _new.reset(token)


def _notice(act: Act) -> None:
    if act.move.creates and (found := _new.get()) is not None:
        found.append(act.move.name)


on_move.append(_notice)


class OnceMiddleware:
    """Lets each key through once; stands innermost, so that what a view wrote and its key are stored together."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = request.POST.get(ONCE, "") if request.method == "POST" else ""
        # What a page asks for while somebody writes (htmx) is no sending.
        if not KEY.fullmatch(key) or not request.user.is_authenticated or request.headers.get("HX-Request"):
            return self.get_response(request)
        return self._sent_with(key, request)

    def _sent_with(self, key: str, request: HttpRequest) -> HttpResponse:
        account: Any = request.user
        with transaction.atomic():
            # A second sending at the same moment waits here until the first is stored.
            sent, first = Sent.objects.get_or_create(user=account, key=key)
            if first and (twin := _twin(request, sent)):
                sent.delete()
                return _ask(request, twin)
            if first:
                return self._first(request, sent)
        return self._again(request, sent)

    def _again(self, request: HttpRequest, sent: Sent) -> HttpResponse:
        if sent.content == _content(request):
            messages.info(request, _("Det här var redan sparat, och sparades inte en gång till."))
            return redirect(sent.place)
        return _ask(request, sent) if sent.made_new else self.get_response(request)

    def _first(self, request: HttpRequest, sent: Sent) -> HttpResponse:
        """What was made is where the view leads on to; a form that comes back with its faults has made nothing."""
        with _noticing_new() as new:
            response = self.get_response(request)
        if response.status_code == 302:
            sent.content, sent.place, sent.made_new = _content(request), response["Location"], bool(new)
            sent.save()
            Sent.objects.filter(user=sent.user, at__lt=timezone.now() - KEPT).delete()
        else:
            transaction.set_rollback(True)
        return response


def _twin(request: HttpRequest, sent: Sent) -> Sent | None:
    """The same text that was sent under another key and made something new, unless one more was asked for."""
    if ONE_MORE in request.POST:
        return None
    lately = Sent.objects.filter(user=sent.user, made_new=True, at__gte=timezone.now() - LATELY)
    twin: Sent | None = lately.filter(content=_content(request)).first()
    return twin


def _ask(request: HttpRequest, sent: Sent) -> HttpResponse:
    """What was made; the text that was not saved, if it is another; and a button that saves it as one more."""
    same = sent.content == _content(request)
    context = {
        "sent": sent, "same": same, "typed": [] if same else typed_in(request),
        "rest": [] if request.FILES else _fields(request), "key": new_key(),
    }  # fmt: skip
    return render(request, "sent.html", context, status=409)


def _content(request: HttpRequest) -> str:
    """The fingerprint of what was typed and chosen in this form."""
    files = [(name, file.name or "", file.size) for name, some in request.FILES.lists() for file in some]
    return salted_hmac(
        ONCE, json.dumps([request.path, sorted(_fields(request)), sorted(files)]), algorithm="sha256"
    ).hexdigest()


def _fields(request: HttpRequest) -> list[tuple[str, str]]:
    names = (name for name in request.POST if name not in ("csrfmiddlewaretoken", ONCE, ONE_MORE, LABELS))
    return [(name, text) for name in names for text in request.POST.getlist(name)]
