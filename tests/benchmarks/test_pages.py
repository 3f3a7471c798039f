"""Each main page against the same template drawn from constants, and against ten times the data.

The constant page is drawn by a signed-in person through the same middleware, from the page's own context with every
query already answered: what is left is what any page costs.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

import pytest
from django.db import connections
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import Template
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext, instrumented_test_render  # type: ignore[attr-defined]
from django.urls import include, path, reverse

from burlov_styrning.workflow import writing
from goals.models import Phase
from tests.benchmarks.measure import Ratio, in_turn, ratio, side_by_side
from tests.benchmarks.municipality import Made, Size, make

pytestmark = [pytest.mark.benchmark, pytest.mark.django_db(databases=["default", "large"])]

kept: dict[str, tuple[str, dict[str, Any]]] = {}
ONLY = os.environ.get("PAGE", "")
"""Parts of pages' names with | between, to measure these alone."""
MOST, MOST_TEN, QUERIES = 3.0, 1.25, 15
"""How much more than its constants a page may take, how much more at ten times the data, and how many queries."""
KNOWN: dict[str, float] = {}
"""Pages that take more than their constants ought to: they may not take more than this (docs/speed.md says why)."""
KNOWN_TEN: dict[str, float] = {"indikatorer": 1.35, "en uppföljning, controllern": 1.35}
"""The same of ten times the data: a list that puts all names in Swedish order; a page that counts all judgements."""
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


def pages(made: Made) -> dict[str, tuple[str, str]]:
    """The main pages: who reads each, and where it is."""
    return {
        "mitt arbete": ("staff", reverse("pages:work")),
        "mitt arbete, controllern": ("controller", reverse("pages:work")),
        "startsidan": ("staff", reverse("pages:start")),
        "mål": ("controller", reverse("pages:goal-list", args=[made.term])),
        "ett mål": ("controller", reverse("pages:goal", args=[made.term, made.goal.pk])),
        "förslag": ("controller", reverse("goals:proposal-list", args=[made.coming])),
        "ett förslag": ("controller", reverse("goals:proposal-show", args=[made.coming, made.proposal.pk])),
        "behov": ("controller", reverse("goals:needs", args=[made.coming])),
        "progression": ("staff", reverse("goals:paths", args=[made.term])),
        "progression, controllern": ("controller", reverse("goals:paths", args=[made.term])),
        "en målperiod": ("controller", reverse("goals:term", args=[made.term])),
        "indikatorer": ("controller", reverse("indicators:indicators")),
        "en indikator": ("staff", reverse("pages:indicator", args=[made.indicator.pk])),
        "jämförelse": ("staff", reverse("indicators:compare", args=[made.indicator.pk])),
        "jämförelse, alla": ("staff", reverse("indicators:compare", args=[made.indicator.pk]) + "?grupp=alla"),
        "ett område": ("controller", reverse("pages:service-area", args=[made.service_area.pk])),
        "kvalitet per krona, alla": ("controller", reverse("indicators:efficiency")),
        "ekonomi": ("controller", reverse("indicators:economy")),
        "nyckeltal": ("controller", reverse("indicators:key-figures")),
        "ett nyckeltal": ("controller", reverse("indicators:key-figure", args=["nettokostnadsandel"])),
        "redovisning och budget": ("controller", reverse("indicators:account-table")),
        "balanskrav": ("controller", reverse("indicators:balance")),
        "skattesats": ("controller", reverse("indicators:tax-rate") + "?grupp=alla"),
        "demografiskt behov": ("controller", reverse("indicators:demography")),
        "ekonomiskt utrymme": ("controller", reverse("indicators:scenarios")),
        "ett scenario": ("controller", reverse("indicators:scenario-show", args=[made.scenario.pk])),
        "scenarier bredvid varandra": ("controller", reverse("indicators:scenario-compare")),
        "ramar": ("controller", reverse("indicators:frames", args=[made.scenario.pk, 2027])),
        "medarbetarna": ("controller", reverse("indicators:staff")),
        "ett målområde": ("controller", reverse("pages:goal-area", args=[made.term, made.goal.area_id])),
        "lämna utfall": ("staff", reverse("indicators:outcome-due")),
        "uppföljningar": ("controller", reverse("followup:round-list", args=[made.term])),
        "en uppföljning": ("staff", reverse("followup:round-show", args=[made.round.pk])),
        "en uppföljning, controllern": ("controller", reverse("followup:round-show", args=[made.round.pk])),
        "en bedömning": ("staff", reverse("followup:assessment-show", args=[made.assessment.pk])),
        "skriva en bedömning": ("staff", reverse("followup:assessment-edit", args=[made.assessment.pk])),
        "en rapport": ("controller", reverse("followup:edition", args=[made.edition.pk])),
        "rapporter": ("controller", reverse("followup:reports")),
        "sammanträden": ("secretary", reverse("base:meetings")),
        "beslut": ("secretary", reverse("base:decisions")),
        "prioritering": ("councillor", reverse("goals:selection-read", args=[made.coming, made.proposal.pk])),
        "prioritering, alla": ("councillor", reverse("goals:selection-list", args=[made.coming])),
    }


def at_selection(made: Made) -> dict[str, tuple[str, str]]:
    """What councillors have before them while their lists are open, and the controller's list of proposals."""
    return {
        "läsa ett förslag": ("councillor", reverse("goals:selection-read", args=[made.coming, made.proposal.pk])),
        "alla förslag": ("councillor", reverse("goals:selection-list", args=[made.coming])),
        "min lista": ("councillor", reverse("goals:ballot-receipt", args=[made.coming])),
        "förslagslistan": ("controller", reverse("goals:proposal-list", args=[made.coming])),
    }


def after_selection(made: Made) -> dict[str, tuple[str, str]]:
    """What they have when the lists have closed."""
    return {"sammanräkning": ("controller", reverse("goals:selection-tally", args=[made.coming]))}


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


def signed_in(made: Made, alias: str) -> dict[str, Client]:
    """A client for each person."""
    token = where.set(alias)
    clients = {role: Client() for role in made.people}
    for role, client in clients.items():
        client.force_login(made.people[role])
    where.reset(token)
    return clients


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


def keep(name: str, page: Callable[[], Any]) -> None:
    """Remember the page's template and context, answered; other tests are drawn without a note of them."""
    with patch.object(Template, "_render", instrumented_test_render):
        response = page()
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


@dataclass(frozen=True)
class Figures:
    """A page's two ratios and its queries, once and at ten times the data."""

    name: str
    to_constants: Ratio
    to_large: Ratio
    queries: tuple[int, int]

    def __str__(self) -> str:
        return f"{self.to_constants}; {self.to_large}; frågor {self.queries[0]} och {self.queries[1]}"


def measured(name: str, page: Callable[[], Any], drawn: Callable[[], Any], ten: Callable[[], Any]) -> Figures:
    """The page, its constant and its large twin, in turn."""
    one, constant, large = in_turn(page, drawn, ten)
    return Figures(
        name,
        ratio(f"{name} mot konstanter", one, constant),
        ratio(f"{name} vid tio gånger data", large, one),
        (queries(page, "default"), queries(ten, "large")),
    )


def test_pages_against_constants_and_ten_times_the_data(worlds: dict[str, Made], capsys: Any) -> None:
    small, large = (signed_in(worlds[alias], alias) for alias in ("default", "large"))
    figures: list[Figures] = []
    big = pages(worlds["large"])
    for name, (role, address) in pages(worlds["default"]).items():
        if not any(part in name for part in ONLY.split("|")):
            continue
        page = getter(small[role], address, "default")
        keep(name, page)
        drawn = getter(small[role], f"/konstant/{name}/", "default")
        figures.append(measured(name, page, drawn, getter(large[role], big[name][1], "large")))
        with capsys.disabled():
            print(f"\n{figures[-1]}", end="", flush=True)
    assert [str(f) for f in figures if f.queries[0] != f.queries[1] or f.queries[0] > QUERIES] == []
    assert [str(f.to_constants) for f in figures if f.to_constants.ratio > KNOWN.get(f.name, MOST)] == []
    assert [str(f.to_large) for f in figures if f.to_large.ratio > KNOWN_TEN.get(f.name, MOST_TEN)] == []


def test_selection_of_400_proposals_by_41_lists(capsys: Any) -> None:
    """The pages of selection at the size that its issue names, against their constants."""
    with override_settings(ROOT_URLCONF=__name__):
        made = make(Size(proposals=400, ballots=41))
        clients = signed_in(made, "default")
        figures = [*_against_constants(clients, at_selection(made), capsys)]
        with writing():
            Phase.objects.filter(term=made.coming, phase=Phase.Name.SELECTION).update(state=Phase.State.CLOSED)
        figures += _against_constants(clients, after_selection(made), capsys)
    assert [str(one) for one, asked in figures if one.ratio > KNOWN.get(one.name, MOST) or asked > QUERIES] == []


def _against_constants(
    clients: dict[str, Client], pages_: dict[str, tuple[str, str]], capsys: Any
) -> Iterator[tuple[Ratio, int]]:
    """Each page's ratio, and how often it asks."""
    for name, (role, address) in pages_.items():
        if not any(part in name for part in ONLY.split("|")):
            continue
        page = getter(clients[role], address, "default")
        keep(name, page)
        found = side_by_side(name, page, getter(clients[role], f"/konstant/{name}/", "default"))
        asked = queries(page, "default")
        with capsys.disabled():
            print(f"\n400 förslag, 41 listor: {found}; frågor {asked}", end="", flush=True)
        yield found, asked
