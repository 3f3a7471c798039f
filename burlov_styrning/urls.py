"""Every address of the site. Closed by default: public views are marked login_not_required."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

urlpatterns = [
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
