"""The addresses of an installation, with a view that answers from memory beside its pages."""

import os
from pathlib import Path

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from tests.benchmarks.readers import CONSTANT, KEPT

kept: list[bytes] = []


@login_not_required
def constant(request: HttpRequest) -> HttpResponse:
    """The page's bytes, read once a process."""
    if not kept:
        kept.append(Path(os.environ[KEPT]).read_bytes())
    return HttpResponse(kept[0])


urlpatterns = [path(CONSTANT[1:], constant), path("", include("burlov_styrning.urls"))]
