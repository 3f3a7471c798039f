"""Every page asks the database a few times, and not once more when there is ten times as much in it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import batched
from typing import Any

import pytest
from django.core.exceptions import MultipleObjectsReturned
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from burlov_styrning.base.models import Comment
from burlov_styrning.refusals import Refusal
from burlov_styrning.workflow import writing
from goals.models import GoalOwner, Path
from tests.goals.making import made, made_earlier_goal, made_need
from tests.house import many
from tests.house.rows import Row
from tests.house.test_bad_input import client_of, opened, somebody
from tests.photograph import Photograph
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.alike]

MOST = 15
TOGETHER = 8
"""So many pages share one municipality, as far as their objects can."""
OPEN = (200, 302)
MORE: dict[str, str] = dict.fromkeys(
    ("followup:audit-goal", "followup:audit-goal-paper"), "all there is about a goal stands on one page"
) | dict.fromkeys(("followup:report-preview", "followup:report-issue"), "the whole report is collected to be looked at")
"""Pages that ask more often, each with its reason."""
GROWING: dict[str, str] = {}
"""Pages that ask more often the more there is, each with its reason."""


def asked(client: Client, address: str, again: bool = False) -> list[str]:
    """What a page asks for, once what is kept for the session is there, as it is when the page is asked again."""
    if not again:
        client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code in OPEN
    return [query["sql"] for query in queries]


def together() -> list[tuple[Row, ...]]:
    """The pages, those of one object beside each other: to make ten times as much takes longer than to ask a page."""
    pages: dict[Any, list[Row]] = {}
    for row in opened():
        pages.setdefault(row.kwargs, []).append(row)
    return list(batched((row for rows in pages.values() for row in rows), TOGETHER))


@pytest.mark.usefixtures("unprinted")
@pytest.mark.parametrize("rows", together(), ids=lambda rows: rows[0].name)
def test_the_number_of_queries(rows: Sequence[Row], photograph: Photograph) -> None:
    left = list(rows)
    while left:
        with transaction.atomic():
            left = counted(left, photograph.lay())
            transaction.set_rollback(True)


def counted(rows: Sequence[Row], world: World) -> list[Row]:
    """Count the questions of pages in one municipality; left are those whose objects found no room beside the first."""
    objects: dict[Any, dict[str, Any]] = {}
    pages, left = [], []
    for row in rows:
        try:
            with transaction.atomic():
                if row.kwargs not in objects:
                    objects[row.kwargs] = row.kwargs(world)
            pages.append((row, somebody(row, world), reverse(row.name, kwargs=objects[row.kwargs])))
        except (IntegrityError, Refusal, MultipleObjectsReturned):
            if not pages:
                raise
            left.append(row)
    left += [row for row, client, address in pages[1:] if client.get(address).status_code not in OPEN]
    pages = [page for page in pages if page[0] not in left]
    many.grow(world, 1)
    few = {row.name: asked(client, address) for row, client, address in pages}
    many.grow(world, 10)
    lots = {row.name: asked(client, address, again=True) for row, client, address in pages}
    assert [f"{name}: {asks}" for name, asks in few.items() if name not in MORE and len(asks) > MOST] == []
    # Fewer is possible: a paged list's first page may then be of fewer kinds of things.
    more = {
        name: sorted({*lots[name]} - {*few[name]}) or lots[name] for name in few if len(lots[name]) > len(few[name])
    }
    assert {name: asks for name, asks in more.items() if name not in GROWING} == {}
    return left


@pytest.mark.parametrize("who", ["staff", "manager", "board_staff", "secretary"])
def test_a_goals_page_while_its_judgement_is_written(who: str, world: World) -> None:
    """The page offers the judgement of the open round to those who write it."""
    row = next(row for row in opened() if row.name == "pages:goal")
    address = reverse(row.name, kwargs=row.kwargs(world))
    world.phase("breakdown", "follow_up")
    many.grow(world, 1)
    client = client_of(world, who)
    few = asked(client, address)
    many.grow(world, 10)
    assert len(few) <= MOST, "\n".join(few)
    assert len(asked(client, address, again=True)) == len(few)
    if who in ("staff", "manager"):
        assert "Skriv på bedömningen" in client.get(address).content.decode()


@pytest.mark.parametrize("who", ["staff", "board_staff"])
def test_mitt_arbete_with_a_path_in_draft_while_a_round_is_open(who: str, world: World) -> None:
    """What a draft lacks is told from its values; the round asks for judgements and outcomes, of the board of areas."""
    world.phase("breakdown", "follow_up")
    many.grow(world, 3)
    organ = world.school if who == "staff" else world.board
    with writing():
        for model, to in ((GoalOwner, {}), (Path, {"state": "draft", "exposure": "working", "replaced": False})):
            model.objects.filter(organ=world.school).update(organ=organ, **to)
    client = client_of(world, who)
    few = asked(client, reverse("pages:work"))
    assert len(few) <= MOST, "\n".join(few)
    many.grow(world, 10)
    assert len(asked(client, reverse("pages:work"))) == len(few)
    text = client.get(reverse("pages:work")).content.decode()
    assert "Lägg progressionen" in text or "Granska och klarmarkera progressionen" in text


@pytest.mark.parametrize("who", ["controller", "staff", "secretary"])
def test_a_proposal_that_became_a_goal(who: str, world: World) -> None:
    """With all that it can have: a need, a cost, an earlier goal, a comment, a goal that came of it."""
    row = made(world, "adopted", made_need(world), continues=made_earlier_goal(world))
    with writing():
        Comment.objects.create(person=world.staff.person, row=row, text="Bra")
    many.grow(world, 1)
    client, address = client_of(world, who), reverse("goals:proposal-show", args=[world.term, row.pk])
    few = asked(client, address)
    many.grow(world, 10)
    assert len(few) <= MOST, "\n".join(few)
    assert len(asked(client, address, again=True)) == len(few)
