"""The pages of selection with 400 proposals and 41 lists: as few questions as with a handful."""

from __future__ import annotations

import pytest
from django.urls import reverse

from burlov_styrning.base.models import Assignment, Person
from burlov_styrning.workflow import writing
from goals import ballots
from goals.catalogue import handed_in as in_selection
from goals.models import Ballot, GoalProposal, Phase, Priority, ProposalIndicator, ProposalVersion
from goals.tally import tally as counted
from goals.titles import titled
from tests.goals.test_ballots import handed_in
from tests.goals.test_pages_of_selection import queries, signed_in
from tests.world import World

pytestmark = pytest.mark.django_db
PROPOSALS, LISTS = 400, 41


def pages(world: World, rows: list[GoalProposal]) -> dict[str, str]:
    """What a councillor has before the lists close."""
    beside = reverse("goals:selection-beside", args=[world.term])
    return {
        "one": reverse("goals:selection-read", args=[world.term, rows[0].pk]),
        "by indicator": f"{reverse('goals:selection-read', args=[world.term, rows[0].pk])}?indikator=plats",
        "all": reverse("goals:selection-list", args=[world.term]),
        "receipt": reverse("goals:ballot-receipt", args=[world.term]),
        "two": f"{beside}?a={rows[0].pk}&b={rows[1].pk}",
    }


def grown(world: World, rows: list[GoalProposal]) -> None:
    """As many proposals as the issue names, each with its text, and a list by each councillor."""
    first = rows[0]
    with writing():
        more = GoalProposal.objects.bulk_create(
            GoalProposal(
                term=world.term, key=f"m{n}", organ=(world.school, world.social, world.board)[n % 3], area=world.area,
                title=f"Förslag nummer {n}", wording=first.wording, state="submitted", exposure="record",
            )
            for n in range(PROPOSALS - len(rows))
        )  # fmt: skip
    assert first.handed_in
    texts = ProposalVersion.objects.bulk_create(
        ProposalVersion(proposal=p, number=1, content={**first.handed_in.content, "key": p.key, "title": p.title},
                        state="submitted", is_handed_in=True)
        for p in more
    )  # fmt: skip
    for proposal, version in zip(more, texts, strict=True):
        proposal.handed_in = version
    GoalProposal.objects.bulk_update(more, ["handed_in"])
    ProposalIndicator.objects.bulk_create(ProposalIndicator(proposal=p, indicator=world.indicator) for p in more)
    people = Person.objects.bulk_create(Person(key=f"l{n}", name=f"Ledamot {n}") for n in range(LISTS - 1))
    Assignment.objects.bulk_create(
        Assignment(person=p, organ=world.council, role="councillor", starts="2020", party=f"Parti {n % 5}")
        for n, p in enumerate(people)
    )
    lists = Ballot.objects.bulk_create(Ballot(term=world.term, person=p) for p in people)
    Priority.objects.bulk_create(
        Priority(ballot=one, proposal=more[(n * 7 + place) % len(more)], place=place)
        for n, one in enumerate(lists)
        for place in (1, 2, 3)
    )


@pytest.mark.alike
def test_as_few_questions_at_full_size(world: World) -> None:
    rows = handed_in(world, 3)
    ballots.rank(world.term, rows, by=world.councillor)
    client, controller = signed_in(world, "councillor"), signed_in(world, "controller")
    few = {name: queries(client, page) for name, page in pages(world, rows).items()}
    grown(world, rows)
    lots = {name: queries(client, page) for name, page in pages(world, rows).items()}
    assert lots == few
    assert max(lots.values()) <= 15, lots
    Phase.objects.filter(phase="selection").update(closes="2026-10-01")
    tally = reverse("goals:selection-tally", args=[world.term])
    assert queries(controller, tally) <= 15
    who = world.controller
    result = counted(world.term, titled(in_selection(world.term, who), who), who)
    assert (len(result.lines), result.counted) == (PROPOSALS, LISTS)
    assert {spread.lists for spread in result.lines[0].row.spread} == {8}
    head, first = controller.get(reverse("goals:selection-tally-file", args=[world.term, "csv"])).content.decode(
        "utf-8-sig"
    ).splitlines()[:2]  # fmt: skip
    assert head.count("Parti ") == 10 and len(first.split(";")) == len(head.split(";")), "two columns a group"
