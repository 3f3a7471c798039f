"""One place where a refused step becomes a page."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from burlov_styrning.refusals import Reason, Refusal

STATUS = {Reason.RIGHT: 403, Reason.CONFLICT: 409}


class RefusalMiddleware:
    """Shows a refusal that no view took care of: its sentences, and the way back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Turn the refusal into a page; anything else goes on."""
        if not isinstance(exception, Refusal):
            return None
        return render(
            request,
            "refusal.html",
            {"refusal": exception, "typed": [(k, v) for k, v in request.POST.items() if k != "csrfmiddlewaretoken"]},
            status=STATUS.get(exception.reason, 422),
        )


def tell(request: HttpRequest, sentence: str, remarks: list[str] | tuple[str, ...] = ()) -> None:
    """Say that a step was taken, and what was remarked on the way."""
    messages.success(request, sentence)
    for remark in remarks:
        messages.warning(request, remark)
