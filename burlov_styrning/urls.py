"""Every address of the site. Closed by default: public views are marked login_not_required."""

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

urlpatterns = [
    path("konto/", include("allauth.urls")),
    path("sprak/", login_not_required(set_language), name="set_language"),
]
