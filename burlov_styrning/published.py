"""Pages that everybody may read are drawn once for all readers, until something changes.

What the unsigned are answered is published by definition, and the same for all of them. A page is kept under the number
of the change log's last line: whatever is written in the house, by whom and in which process, the next reader gets the
page anew. What is written past the log shows after `PUBLIC_PAGES_KEPT` seconds at the latest.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from hashlib import sha256
from typing import Any

from auditlog.models import LogEntry
from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token

from burlov_styrning.clock import today

OURS = {"pages", "goals", "indicators", "followup", "base"}
"""Only pages of these: signing in has forms of its own, each good for one person."""
LONGEST = 200
TOKEN = re.compile(rb'(name="csrfmiddlewaretoken" value=")(?:[A-Za-z0-9]{64}|@)"')
"""The switch of language is a form: its token is each reader's own, kept as @ and put in when the page is given out."""


class PublishedPages:
    """Stands innermost: what the others add to an answer is added to a kept one as well."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not settings.PUBLIC_PAGES_KEPT or not _is_for_all(request):
            return self.get_response(request)
        key = _key(request)
        body: bytes | None = cache.get(key)
        if body is None:
            response = self.get_response(request)
            if not _may_be_kept(request, response):
                return response
            body = _with_token(response.content, b"@")
            cache.set(key, body, settings.PUBLIC_PAGES_KEPT)
        return _answer(request, body)


def _is_for_all(request: HttpRequest) -> bool:
    """A plain reader's question; what is searched for is answered each time, or the store would fill with questions."""
    carried = {settings.SESSION_COOKIE_NAME, CookieStorage.cookie_name} & request.COOKIES.keys()
    asked = request.META.get("QUERY_STRING") or request.headers.get("HX-Request")
    return request.method == "GET" and not carried and not asked and len(request.path) < LONGEST


def _may_be_kept(request: HttpRequest, response: Any) -> bool:
    """A whole page of ours with nothing in its head that is this reader's or this page's alone."""
    match = request.resolver_match
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and not hasattr(response, "_csp_config")
        and set(response.headers) <= {"Content-Type", "Vary"}
        and response.headers.get("Content-Type", "").startswith("text/html")
        and match is not None
        and match.namespace in OURS
    )


def _key(request: HttpRequest) -> str:
    last = LogEntry.objects.order_by("-pk").values_list("pk", flat=True).first()
    about = f"{request.get_host()} {request.path} {request.LANGUAGE_CODE} {today()} {last}"
    return f"published:{sha256(about.encode()).hexdigest()}"


def _answer(request: HttpRequest, body: bytes) -> HttpResponse:
    return HttpResponse(_with_token(body, get_token(request).encode()) if TOKEN.search(body) else body)


def _with_token(body: bytes, token: bytes) -> bytes:
    return TOKEN.sub(lambda found: found[1] + token + b'"', body)
