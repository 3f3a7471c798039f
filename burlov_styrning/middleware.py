"""One place where what was refused becomes a page: a step, a sign-in that has ended, an address without a page."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from burlov_styrning.carried import typed_in
from burlov_styrning.refusals import Reason, Refusal, saved_twice

logger = logging.getLogger(__name__)

LINE_ENDS = re.compile(r"[\x0b\x0c]")
"""How other programs end a line inside a paragraph."""
UNPRINTABLE = re.compile(r"[\x01-\x08\x0e-\x1f\x7f\ufffe\uffff]")
PASTED = re.compile(f"{LINE_ENDS.pattern}|{UNPRINTABLE.pattern}")

STATUS = {Reason.RIGHT: 403, Reason.CONFLICT: 409}


class RefusalMiddleware:
    """Shows a refusal that no view took care of: its sentences, and the way back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and request.method == "GET":
            page = render(request, "405.html", status=response.status_code)
            page["Allow"] = response["Allow"]
            return page
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Turn the refusal into a page; anything else goes on."""
        refusal = exception if isinstance(exception, Refusal) else saved_twice(exception)
        if refusal is None:
            return None
        if refusal is not exception:
            logger.warning("%s: saved twice at the same moment", request.path, exc_info=exception)
        return render(
            request,
            "refusal.html",
            {"refusal": refusal, "typed": typed_in(request)},
            status=STATUS.get(refusal.reason, 422),
        )


class PastedTextMiddleware:
    """Takes out of what is sent what other programs leave in pasted text, and neither reader nor XML can do with.

    A null stays: no program pastes one, and its field refuses it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method == "POST" and any(
            PASTED.search(text) for _name, texts in request.POST.lists() for text in texts
        ):
            request.POST = plain(request.POST)  # type: ignore[assignment]
        return self.get_response(request)


def plain(sent: QueryDict) -> QueryDict:
    """The same with line ends for line ends, and nothing for what is no letter."""
    clean = sent.copy()
    for name, texts in sent.lists():
        clean.setlist(name, [UNPRINTABLE.sub("", LINE_ENDS.sub("\n", text)) for text in texts])
    return clean


class SignInMiddleware(LoginRequiredMiddleware):
    """Asks the unsigned to sign in. What somebody sent after the sign-in had ended is shown, not thrown away."""

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> Any:
        """To the sign-in, and from there to a page: a button's own address has none."""
        if request.method in {"GET", "HEAD"}:
            return super().handle_no_permission(request, view_func)
        to_sign_in = redirect_to_login(came_from(request))
        if typed := typed_in(request):
            return render(request, "signed_out.html", {"typed": typed, "sign_in": to_sign_in.url}, status=403)
        return to_sign_in


def came_from(request: HttpRequest) -> str:
    """The page of this site that the form stood on, else the start."""
    referer = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(referer, {request.get_host()}, request.is_secure()):
        return "/"
    parts = urlsplit(referer)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def tell(request: HttpRequest, sentence: str, remarks: list[str] | tuple[str, ...] = ()) -> None:
    """Say that a step was taken, and what was remarked on the way."""
    messages.success(request, sentence)
    for remark in remarks:
        messages.warning(request, remark)
