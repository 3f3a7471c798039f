"""Every address of the site. Closed by default: public views are marked login_not_required."""

from typing import NoReturn

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest
from django.urls import include, path, re_path
from django.views.i18n import set_language


def closed(request: HttpRequest, rest: str = "") -> NoReturn:
    """A page of allauth's that is not used here: addresses are the administrator's."""
    raise Http404


urlpatterns = [
    path("konto/email/", closed, name="account_closed"),
    re_path(r"^konto/confirm-email/", login_not_required(closed), name="account_closed"),
    path("konto/", include("allauth.urls")),
    path("", include("indicators.urls")),
    path("", include("goals.urls")),
    path("", include("followup.urls")),
    path("sprak/", login_not_required(set_language), name="set_language"),
    path("", include("burlov_styrning.pages.urls")),
    path("", include("burlov_styrning.base.urls")),
]

handler400 = "burlov_styrning.pages.errors.bad_request"
handler403 = "burlov_styrning.pages.errors.forbidden"
handler404 = "burlov_styrning.pages.errors.not_found"
handler500 = "burlov_styrning.pages.errors.broken"

if settings.DEBUG:
    from burlov_styrning.pages.styleguide import styleguide

    urlpatterns += [path("styleguide/", styleguide, name="styleguide")]
