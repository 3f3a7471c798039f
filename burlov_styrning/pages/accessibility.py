"""The accessibility statement that the law on digital public service demands (2018:1937, 13 §)."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from burlov_styrning.base.models import Municipality
from burlov_styrning.pages.context import Shell
from burlov_styrning.views import public

REVIEWED = date(2026, 11, 24)
"""When the product was last gone through against the standard; to be changed with the page's shortcomings."""
COMPLAINTS = "https://www.digg.se/tdosanmalan"


@public
def accessibility(request: HttpRequest) -> HttpResponse:
    """How far the service meets the law, what is lacking, and whom to tell."""
    own = Municipality.ours()
    made_up = bool(Shell(request).example) and not settings.CONTACT_EMAIL
    values = {
        "municipality": own.name if own else "",
        "email": settings.CONTACT_EMAIL or ("kommunen@example.se" if made_up else ""),
        "phone": settings.CONTACT_PHONE or ("040-000 00 00" if made_up else ""),
        "made_up": made_up,
        "reviewed": REVIEWED,
        "complaints": COMPLAINTS,
    }
    return render(request, "pages/accessibility.html", values)
