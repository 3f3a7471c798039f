"""Each main page against the same template drawn from constants, and against ten times the data.

The constant page is drawn by a signed-in person through the same middleware, from the page's own context with every
query already answered: what is left is what any page costs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextvars import ContextVar
from typing import Any

import pytest
from django.db import connections
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import include, path, reverse

from tests.benchmarks.measure import Ratio, side_by_side
from tests.benchmarks.municipality import Made, Size, make

pytestmark = [pytest.mark.benchmark, pytest.mark.django_db(databases=["default", "large"])]

kept: dict[str, tuple[str, dict[str, Any]]] = {}
where: ContextVar[str] = ContextVar("where", default="default")


class Router:
    """Sends every query to the database that the benchmark is measuring."""

    def db_for_read(self, model: object, **hints: object) -> str:
        return where.get()

    def db_for_write(self, model: object, **hints: object) -> str:
        return where.get()

    def allow_relation(self, one: object, other: object, **hints: object) -> bool:
        return True


def constant(request: HttpRequest, name: str) -> HttpResponse:
    """The page of that name from constants."""
    template, context = kept[name]
    return render(request, template, context)


urlpatterns = [path("konstant/<str:name>/", constant), path("", include("burlov_styrning.urls"))]


def pages(made: Made) -> dict[str, str]:
    """The main pages of a signed-in person."""
    return {
        "mitt arbete": "/mitt-arbete/",
        "mål": reverse("pages:goal-list", args=[made.term]),
        "ett mål": reverse("pages:goal", args=[made.term, made.goal.pk]),
        "förslag": reverse("goals:proposal-list", args=[made.term]),
        "behov": reverse("goals:needs", args=[made.term]),
        "indikatorer": "/indikatorer/",
        "rapporter": "/rapporter/",
    }


@pytest.fixture
def worlds() -> Iterator[dict[str, Made]]:
    """The municipality once, and with ten times the data in a database of its own."""
    with override_settings(ROOT_URLCONF=__name__, DATABASE_ROUTERS=[f"{__name__}.Router"]):
        made = {}
        for alias, size in (("default", Size()), ("large", Size().times(10))):
            token = where.set(alias)
            made[alias] = make(size)
            where.reset(token)
        yield made


def signed_in(made: Made, alias: str) -> Client:
    token = where.set(alias)
    client = Client()
    client.force_login(made.user)
    where.reset(token)
    return client


def getter(client: Client, address: str, alias: str) -> Callable[[], Any]:
    def get() -> Any:
        token = where.set(alias)
        try:
            response = client.get(address)
            assert response.status_code == 200, address
            return response
        finally:
            where.reset(token)

    return get


def keep(name: str, response: Any) -> None:
    """Remember the page's template and context, answered."""
    context: dict[str, Any] = {}
    for layer in reversed(response.context[0].dicts if isinstance(response.context, list) else response.context.dicts):
        context = {**layer, **context}
    for shared in ("request", "user", "perms", "messages", "shell", "csrf_token", "block"):
        context.pop(shared, None)
    kept[name] = (response.templates[0].name, context)


def queries(get: Callable[[], object], alias: str) -> int:
    with CaptureQueriesContext(connections[alias]) as captured:
        get()
    return len(captured)


def test_pages_against_constants_and_ten_times_the_data(worlds: dict[str, Made], capsys: Any) -> None:
    small, large = (signed_in(worlds[alias], alias) for alias in ("default", "large"))
    figures: list[tuple[Ratio, Ratio, int, int]] = []
    big = pages(worlds["large"])
    for name, address in pages(worlds["default"]).items():
        page = getter(small, address, "default")
        keep(name, page())
        drawn = getter(small, f"/konstant/{name}/", "default")
        ten = getter(large, big[name], "large")
        figures.append(
            (
                side_by_side(f"{name} mot konstanter", page, drawn),
                side_by_side(f"{name} vid tio gånger data", ten, page),
                queries(page, "default"),
                queries(ten, "large"),
            )
        )
    with capsys.disabled():
        for to_constants, to_large, one, many in figures:
            print(f"\n{to_constants}; {to_large}; frågor {one} och {many}", end="")
    assert [one for _a, _b, one, many in figures if one != many or one > 15] == []
    assert [str(r) for r, _b, _one, _many in figures if r.ratio > 3] == []
    assert [str(r) for _a, r, _one, _many in figures if r.ratio > 1.25] == []
