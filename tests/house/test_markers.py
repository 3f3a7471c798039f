"""Marker words in working material are hunted over every page that a person can reach, and over every search."""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from zlib import crc32

import pytest
from django.test import Client

from burlov_styrning.base import drafts
from burlov_styrning.base.models import Comment, Person
from burlov_styrning.workflow import writing
from followup.models import Activity, Assessment, Ground
from goals.models import Ballot, GoalProposal, Need, Note, Path, Priority
from tests.house import rows_of_flows as rows
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.alike, pytest.mark.usefixtures("unprinted")]

DRAFTS = ("BEHOVSMARKOR", "FORSLAGSMARKOR", "STEGMARKOR", "ANALYSMARKOR", "GRUNDMARKOR", "AKTIVITETSMARKOR")
PRIVATE = "NOTISMARKOR"
PREPARED = "UTKASTMARKOR"
"""In a committee's, the board's and the council's drafts of decisions: nobody's but their secretaries'."""
PREPARING = [("school", "secretary", "forslag"), ("board", "board_secretary", "urval/styrelsens-forslag"),
             ("social", "other_secretary", "progression")]  # fmt: skip
IN_ALL = "markor"
"""A search for what stands in every one of them finds any of them."""
TYPED = {name: [PREPARED] for name in ("text", "motions", "votes", "notes", "absent_for_bias")}
INSIDE = {"unit_staff", "staff", "manager"}
LINK = re.compile(r'(?:href|action|src|hx-get|data-url)="(/[^"#]*)"')
SKIP = re.compile(r"^/(static|konto|sprak|styleguide)/|logga-ut")
MOST = 250


@pytest.fixture
def marked(world: World) -> World:
    """Working material of the school committee, each piece with a word that stands nowhere else."""
    world.phase("proposals", "selection", "breakdown", "follow_up")
    with writing():
        Need.objects.create(
            term=world.term, key="bm", unit=world.preschool, organ=world.school, text=DRAFTS[0], evidence=DRAFTS[0]
        )
        draft = rows.proposal(world)
        GoalProposal.objects.filter(pk=draft.pk).update(title=DRAFTS[1], wording=DRAFTS[1], specific=DRAFTS[1])
        path = rows.path(world, "draft")
        Path.objects.filter(pk=path.pk).update(motivation=DRAFTS[2])
        judged = rows.assessment(world, "draft")
        Assessment.objects.filter(pk=judged.pk).update(analysis=DRAFTS[3], motivation=DRAFTS[3])
        Ground.objects.create(assessment=judged, kind="figure", text=DRAFTS[4])
        Activity.objects.create(goal=rows.goal(world), organ=world.school, unit=world.preschool, text=DRAFTS[5])
        handed_in = rows.proposal(world, "submitted")
        GoalProposal.objects.filter(pk=handed_in.pk).update(exposure="record")
        councillor = Person.objects.get(key="councillor")
        Note.objects.create(person=councillor, proposal=handed_in, text=PRIVATE)
        ballot = Ballot.objects.create(term=world.term, person=councillor, party="Parti A")
        Priority.objects.create(ballot=ballot, proposal=handed_in, place=1)
        Comment.objects.create(person=world.staff.person, row=draft, text=DRAFTS[1])
        for organ, who, page in PREPARING:
            drafts.begin(getattr(world, organ), f"/2027-2030/{page}/", PREPARED, TYPED, by=world.users[who])
        # What opens the lists to residents, beside the working material.
        Need.objects.create(
            term=world.term, key="bp", unit=world.preschool, organ=world.school, text="Publicerat", exposure="published"
        )
        shown = rows.proposal(world, "adopted")
        GoalProposal.objects.filter(pk=shown.pk).update(exposure="published")
    return world


@dataclass
class Crawl:
    """All pages that somebody reaches by links from the start, with what stood on them."""

    client: Client
    backwards: bool = False
    """Begin at the last link of each page, so that people meet different ones of what there is several of."""
    seen: dict[str, str] = field(default_factory=dict)

    def run(self, *starts: str) -> Crawl:
        """Follow every link of the site, each pattern of address once."""
        queue, shapes = deque(starts), {shape_of(start) for start in starts}
        while queue and len(self.seen) < MOST:
            address = queue.popleft()
            response = self.client.get(address, follow=True)
            assert response.status_code < 500, address
            text = self._text(response)
            self.seen[address] = text
            links = [unescape(link) for link in LINK.findall(text)]
            for link in reversed(links) if self.backwards else links:
                if (shape := shape_of(link)) not in shapes and not SKIP.search(link):
                    shapes.add(shape)
                    queue.append(link)
        return self

    @staticmethod
    def _text(response: Any) -> str:
        if response.streaming:
            return b"".join(response.streaming_content).decode(errors="ignore")
        return response.content.decode(errors="ignore") if isinstance(response.content, bytes) else ""

    def holding(self, word: str) -> list[str]:
        """The addresses where the word stands."""
        return [address for address, text in self.seen.items() if word in text]


def shape_of(link: str) -> str:
    """The address without its numbers."""
    return re.sub(r"\d+", "0", link)


def searches(crawl: Crawl) -> list[str]:
    """Each list's own address, to search in."""
    return sorted({address.split("?")[0] for address, text in crawl.seen.items() if 'name="q"' in text})


@pytest.mark.parametrize(
    "who",
    ["anonymous", "employee", "other_staff", "other_manager", "other_member", "other_secretary", "councillor_b",
     "council_secretary", "board_staff", "board_member", "controller", "auditor", "administrator", "member"],
)  # fmt: skip
def test_nobody_outside_reads_working_material(who: str, marked: World) -> None:
    client = Client()
    if who != "anonymous":
        client.force_login(marked.users[who])
    lists = (f"/{marked.term.key}/behov/", f"/{marked.term.key}/forslag/")
    crawl = Crawl(client, backwards=bool(crc32(who.encode()) % 2))
    crawl.run("/", "/mitt-arbete/", "/om-styrningen/", "/mal/", "/forslag/", "/indikatorer/", *lists)
    assert len(crawl.seen) >= 6
    assert "Publicerat" in crawl.seen[lists[0]]
    for address in searches(crawl):
        crawl.seen[f"{address}?q="] = client.get(address, {"q": IN_ALL}, follow=True).content.decode()
    for word in (*DRAFTS, PRIVATE, *([] if who == "other_secretary" else [PREPARED])):
        assert crawl.holding(word) == []


def test_its_own_people_do_read_it(marked: World) -> None:
    """The hunt can find: what others must not see is there for those who wrote it."""
    client = Client()
    client.force_login(marked.users["staff"])
    crawl = Crawl(client).run(
        "/", "/mitt-arbete/", "/forslag/", f"/{marked.term.key}/behov/", f"/{marked.term.key}/forslag/"
    )
    assert crawl.holding(DRAFTS[0])
    assert crawl.holding(DRAFTS[1])
    found = client.get(f"/{marked.term.key}/behov/", {"q": IN_ALL}).content.decode()
    assert DRAFTS[0] in found and "Publicerat" not in found


@pytest.mark.parametrize("who", ["secretary", "board_secretary"])
def test_its_own_secretary_reads_a_draft(who: str, marked: World) -> None:
    client = Client()
    client.force_login(marked.users[who])
    assert Crawl(client).run("/mitt-arbete/").holding(PREPARED)


def test_a_private_note_is_its_owners(marked: World) -> None:
    for name, user in marked.users.items():
        assert Note.objects.visible_to(user).exists() is (name == "councillor")
        assert Ballot.objects.visible_to(user).exists() is (name == "councillor")
