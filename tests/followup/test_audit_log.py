"""The change log in words: searched by who, goal and day, and silent of what its reader could not have read."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from auditlog.context import set_actor
from auditlog.registry import auditlog
from django.apps import apps
from django.test import Client
from django.urls import reverse

from burlov_styrning.base.models import Person
from burlov_styrning.workflow import writing
from followup import assessments
from followup.audit.logged import ALL, by_label
from followup.models import AuditSearch
from goals.models import Goal, GoalOwner
from tests.followup.making import approval, made_assessment, made_goal, made_round
from tests.house import rows_of_flows as rows
from tests.house.test_markers import (
    DRAFTS,
    PREPARED,
    PRIVATE,
    marked,  # noqa: F401
)
from tests.world import World

pytestmark = pytest.mark.django_db


def page(world: World, who: str, **asked: Any) -> str:
    client = Client()
    client.force_login(world.users[who])
    answer = client.get(reverse("followup:audit-log"), asked)
    assert answer.status_code == 200
    return " ".join(re.sub(r"<[^>]*>", " ", unescape(answer.content.decode().split("<main")[1])).split())


def test_every_kind_that_is_logged_is_known() -> None:
    ours = {model._meta.label for model in auditlog.get_models() if model in apps.get_models()}
    assert ours == set(by_label())
    for kind in ALL:
        for path in filter(None, (kind.owner, kind.goal)):
            assert kind.model._base_manager.filter(**{path: 1}).query  # the path exists
        if kind.owner:
            assert kind.rights_model.rights_kind  # type: ignore[attr-defined]


def test_what_an_auditor_searches_is_kept_for_auditors_alone(world: World) -> None:
    goal = made_goal(world)
    page(world, "auditor")
    page(world, "controller", vem="Staff")
    assert not AuditSearch.objects.exists(), "all of it is no search, and others' are not kept"
    for _time in range(2):
        page(world, "auditor", vem="Staff", mal=goal.pk, sort="timestamp")
    page(world, "auditor", vem="Staff", mal=goal.pk, page=2)
    kept = AuditSearch.objects.get()
    assert kept.query == f"vem=Staff&mal={goal.pk}" and kept.words.startswith("Vem: Staff; Mål: 2027–2030 ")
    client = Client()
    client.force_login(world.auditor)
    address = reverse("followup:audit-searches")
    text = client.get(address).content.decode()
    assert f"/granskning/logg/?vem=Staff&amp;mal={goal.pk}" in text and "Vem: Staff" in text
    other = Person.objects.create(name="Annan")
    others = AuditSearch.objects.create(person=other, query="vem=X", words="Vem: X", hits=0, at=kept.at)
    assert client.post(reverse("followup:audit-search-forget", args=[others.pk])).status_code == 404
    client.post(reverse("followup:audit-search-forget", args=[kept.pk]))
    assert list(AuditSearch.objects.all()) == [others], "one's own is taken away, no other's"
    client.post(reverse("followup:audit-searches-forget"))
    assert "Vem: X" in client.get(address).content.decode()


def test_a_draft_keeps_its_lines_to_itself_and_what_was_handed_over_does_not(world: World) -> None:
    goal, round_ = made_goal(world), made_round(world)
    with set_actor(world.staff):
        row = made_assessment(world, "draft", round_, goal, analysis="UTKASTETS TEXT")
    with set_actor(world.manager):
        assessments.mark_ready(row, by=world.manager)
    of_it = {"slag": "followup.Assessment", "mal": goal.pk}
    text = page(world, "controller", **of_it)
    assert "Läge: utkast → blev klar för beslut" in text and "Manager" in text
    assert "UTKASTETS TEXT" not in text and "Vad som stod där visas inte här." in text
    assessments.approve(row, approval(world), by=world.secretary)
    text = page(world, "auditor", **of_it)
    assert "→ blev godkänd" in text and "Utbildningsnämnden, 2026-12-02, § 12" in text
    assert "UTKASTETS TEXT" not in text
    with writing():
        row.refresh_from_db()
        row.motivation = "EN RÄTTELSE"
        row.save()  # while it stands approved
    assert "EN RÄTTELSE" in page(world, "auditor", **of_it)
    assessments.reopen(row, by=world.controller, comment="Siffran är rättad.")
    with writing():
        row.refresh_from_db()
        row.motivation = "ETT NYTT UTKAST"
        row.save()
    assert "ETT NYTT UTKAST" not in page(world, "auditor", **of_it)
    assessments.ask_access(row, by=world.auditor, comment="Granskning 4")
    text = page(world, "auditor", **of_it)
    assert "UTKASTETS TEXT" in text and "ETT NYTT UTKAST" in text
    assert "UTKASTETS TEXT" not in page(world, "controller", **of_it)
    # The request itself is the auditors'.
    assert "Granskning 4" in page(world, "auditor") and "Granskning 4" not in page(world, "controller")


def test_it_is_searched_by_who_kind_goal_and_day(world: World) -> None:
    goal = made_goal(world)
    made_goal(world, key="m2", outcome=None, title="Ett annat mål")
    with set_actor(world.council_secretary):
        goal.title = "Plats i tid"
        goal.save()
        owner = GoalOwner.objects.create(goal=goal, organ=world.social)
        owner.delete()
    assert "Kort titel: Plats i tid" in page(world, "auditor", vem="council sec")
    assert "0 träffar" in page(world, "auditor", vem="nobody") or "Inget passar urvalet" in page(
        world, "auditor", vem="nobody"
    )
    text = page(world, "auditor", mal=goal.pk)
    assert "Målets ansvariga, borttaget" in text and "Organ: Socialnämnden togs bort" in text
    assert "Progressionens årsvärde, tillagt" in text and "Nivå: 85" in text
    assert "Ett annat mål" not in text.split("Ändringen")[1]
    assert "Inget passar urvalet" in page(world, "auditor", till="2020-01-01")
    assert "Plats i tid" in page(world, "auditor", fran="2020-01-01", slag="goals.Goal", handelse="1")
    assert "Plats i tid" in page(world, "auditor", fran="0000-99-99", sort="timestamp", slag="goals.Goal")


def test_nothing_of_working_material_stands_in_it(marked: World) -> None:  # noqa: F811
    for who in ("auditor", "controller"):
        for number in (1, 3, 5):
            text = page(marked, who, page=number)
            assert not [word for word in (*DRAFTS, PRIVATE, PREPARED) if word in text]


def test_the_paths_and_proposals_of_a_goal_are_found(world: World) -> None:
    with writing():
        proposal = rows.proposal(world, "adopted")
    goal = rows.goal(world)
    Goal.objects.get(pk=goal.pk).proposals.add(proposal)
    assert "Målförslag, tillagt" in page(world, "controller", mal=goal.pk)
