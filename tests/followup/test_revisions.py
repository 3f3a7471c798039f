"""What came after an edition is marked on its page, never in its files."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import partial
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate

from burlov_styrning import pdf
from burlov_styrning.clock import at
from burlov_styrning.workflow import writing
from followup import editions, making, revisions
from followup.models import Assessment, Ground, ReportEdition
from goals.models import Goal
from indicators import outcomes
from indicators.entries import Entry
from indicators.models import Outcome
from tests.followup import reported
from tests.followup.forms import SPACE, TAG
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def quick_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    """The PDF itself is tried on Burlöv's report."""
    monkeypatch.setattr(pdf, "render", reported.pretended)


@pytest.fixture
def goal(world: World) -> Goal:
    return reported.goal(world, 1)


@pytest.fixture
def edition(world: World, goal: Goal) -> ReportEdition:
    return drawn(world)


def drawn(world: World, *, published: bool = False) -> ReportEdition:
    """The annual report of 2027."""
    found = editions.issue(reported.closed(world), "annual", by=world.controller, background=False).edition
    making.make(found.pk)
    found.refresh_from_db()
    return editions.publish(found, by=world.controller) if published else found


def page(world: World, edition: ReportEdition, who: str = "") -> str:
    client = Client()
    if who:
        client.force_login(world.users[who])
    return client.get(reverse("followup:edition", args=[edition.pk])).content.decode()


def hashes(edition: ReportEdition) -> list[str]:
    return [hashlib.sha256(file.file.open("rb").read()).hexdigest() for file in edition.files.order_by("format")]


def marks(world: World, edition: ReportEdition, who: str = "controller") -> list[str]:
    return [one.sentence for one in revisions.later(edition, _snapshot(edition), world.users[who])]


def _snapshot(edition: ReportEdition) -> Any:
    import json

    return json.loads(edition.snapshot)


def test_without_a_revision_nothing_is_said(world: World, edition: ReportEdition) -> None:
    text = page(world, edition, "controller")
    assert "Ändrat efter utgåvan" not in text and "Reviderat" not in text
    assert "<!--" not in text.partition("<article")[2]


def test_a_revision_stands_beside_the_frozen_figure_and_in_no_file(
    world: World, edition: ReportEdition, goal: Goal
) -> None:
    before = hashes(edition)
    reported.outcome(world, goal.targets.get(), 2027, "85", published="2028-06")
    text = page(world, edition, "controller")
    mark = '<span class="later">Reviderat <span class="text-nowrap">2028-06:</span> 85,00</span>'
    assert f"<b>83,46</b> {mark}</td>" in text
    assert "Mål 1, Indikator i1, 2027: 83,46 i utgåvan. Reviderat 2028-06: 85,00" in text
    assert hashes(ReportEdition.objects.get(pk=edition.pk)) == before
    assert edition.snapshot == ReportEdition.objects.get(pk=edition.pk).snapshot


def test_women_and_men_are_marked_too(world: World, edition: ReportEdition, goal: Goal) -> None:
    reported.outcome(world, goal.targets.get(), 2027, "90.1", sex="K", published="2028-06")
    assert marks(world, edition) == ["Reviderat 2028-06: 90,10"]
    assert "Mål 1, Indikator i1, kvinnor 2027" in page(world, edition, "staff")


def test_a_second_revision_tells_the_latest(world: World, edition: ReportEdition, goal: Goal) -> None:
    target = goal.targets.get()
    reported.outcome(world, target, 2027, "85", published="2028-06")
    reported.outcome(world, target, 2027, "86", published="2028-09-01")
    assert marks(world, edition) == ["Reviderat 2028-09-01: 86,00"]


def test_one_that_rounds_alike_has_a_decimal_more(world: World, edition: ReportEdition, goal: Goal) -> None:
    reported.outcome(world, goal.targets.get(), 2027, "83.54", published="2028-06")
    assert marks(world, edition) == ["Reviderat 2028-06: 83,54"]


def test_without_a_date_of_its_own_it_has_that_of_the_entry(world: World, edition: ReportEdition, goal: Goal) -> None:
    row = reported.outcome(world, goal.targets.get(), 2027, "85")
    assert marks(world, edition) == [f"Reviderat {localdate(row.entered_at).isoformat()}: 85,00"]


def test_what_was_missing_and_came_is_said_to_have_come(world: World, goal: Goal) -> None:
    target = goal.targets.get()
    Outcome.objects.filter(year=2027, sex="T").update(value=None, missing="not_published")
    edition = drawn(world)
    reported.outcome(world, target, 2027, "85", published="2028-06")
    assert marks(world, edition) == ["Tillkom 2028-06: 85,0"]
    assert "ej publicerat i utgåvan" in page(world, edition, "controller")


def test_a_year_that_stood_empty_can_get_its_outcome(world: World, goal: Goal) -> None:
    Outcome.objects.filter(year=2027, sex="T").delete()
    edition = drawn(world)
    reported.outcome(world, goal.targets.get(), 2027, "85", published="2028-06")
    assert marks(world, edition) == ["Tillkom 2028-06: 85,0"]


def test_what_a_resident_may_not_see_is_not_told(world: World, goal: Goal) -> None:
    edition = drawn(world, published=True)
    row = reported.outcome(world, goal.targets.get(), 2027, "85", published="2028-06")
    assert "Reviderat 2028-06" in page(world, edition, "controller")
    assert "Reviderat 2028-06" not in page(world, edition)
    Outcome.objects.filter(pk=row.pk).update(exposure="published")
    assert "Reviderat 2028-06: 85,00" in page(world, edition)


def test_a_text_changed_after_its_decision_says_so_in_print(world: World) -> None:
    reported.goal(world, 1)
    with writing():
        Assessment.objects.update(changed_after_decision=True)
    assert "Texten är ändrad efter beslutet." in page(world, drawn(world), "controller")


def attached(world: World, goal: Goal) -> Ground:
    row = Assessment.objects.get(goal=goal)
    return Ground.objects.create(
        assessment=row, kind="attachment", text="Enkäten", file=SimpleUploadedFile("enkat.pdf", b"%PDF-1.7")
    )


def test_an_attachment_is_named_in_print_and_linked_on_the_page(world: World, goal: Goal) -> None:
    ground = attached(world, goal)
    edition = drawn(world)
    stored = edition.files.get(format="html").file.open("rb").read().decode()
    assert "Bilaga: Enkäten, enkat" in stored and "/bilagor/" not in stored
    link = reverse("followup:ground-file", args=[ground.pk])
    for who, readable in [("controller", True), ("board_staff", True), ("auditor", True), ("other_staff", False)]:
        assert (link in page(world, edition, who)) is readable, who
        client = Client()
        client.force_login(world.users[who])
        assert client.get(link).status_code == (200 if readable else 404)


@pytest.mark.alike
def test_its_page_asks_as_little_for_many_attachments_and_revisions(world: World, goal: Goal) -> None:
    def asked() -> int:
        found = drawn(world)
        for target in (made.targets.get() for made in Goal.objects.all()):
            reported.outcome(world, target, 2027, "85", published="2028-06")
        client = Client()
        client.force_login(world.controller)
        client.get(reverse("followup:edition", args=[found.pk]))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("followup:edition", args=[found.pk]))
        Outcome.objects.filter(published="2028-06").delete()
        return len(queries)

    drawn(world)  # so that what changed since the one before is asked both times
    attached(world, goal)
    few = asked()
    for number in range(2, 6):
        attached(world, reported.goal(world, number))
    assert asked() == few <= 15


def test_preliminary_final_and_revised_all_stay_with_who_and_when_and_the_latest_counts(
    world: World, goal: Goal
) -> None:
    world.phase("follow_up")
    indicator = goal.targets.get().indicator
    steps: list[Outcome] = []
    Outcome.objects.filter(year=2027).delete()
    for status, value, who, day in SAID:
        entry = Entry(indicator, "2027", value=Decimal(value), status=status)
        with at(day):
            revise = partial(outcomes.revise, steps[-1]) if steps else outcomes.enter
            steps += revise(entry, by=world.users[who]).rows
        Outcome.objects.filter(pk=steps[-1].pk).update(entered_at=datetime.combine(day, time(12), UTC))
        steps[-1].refresh_from_db()
        if status == "preliminary":
            early = drawn(world)
            printed = stored(early)
            assert "81,5" in printed and "Preliminärt: 2027." in printed

    client = Client()
    client.force_login(world.staff)
    text = unescape(client.get(reverse("pages:indicator", args=[indicator.pk])).content.decode())
    rows = re.findall(r'<tr[^>]*>\s*<th scope="row">(?:Före revideringen, )?2027.*?</tr>', text, re.DOTALL)
    assert len(rows) == len(SHOWN) == 3
    for row, said in zip(rows, SHOWN, strict=True):
        assert all(word in SPACE.sub(" ", TAG.sub(" ", row)) for word in said), (row, said)
    of_goal = client.get(reverse("pages:goal", args=[world.term, goal.pk])).content.decode()
    assert "90,5" in of_goal and "81,5" not in of_goal and "82,5" not in of_goal  # the curve's table is there too

    late = drawn(world)
    figures = _snapshot(late)["figures"]
    assert [row["outcome"] for row in figures if (row["period"], row["sex"]) == ("2027", "T")] == ["90.5"]
    assert "Reviderat: 2027." in stored(late) and "82,5" not in stored(late)
    assert stored(early) == printed and "90,5" not in printed
    assert early.pk != late.pk and marks(world, early) == ["Reviderat 2028-06-01: 90,5"] and marks(world, late) == []


SAID = [
    ("preliminary", "81.5", "staff", date(2028, 1, 20)),
    ("final", "82.5", "manager", date(2028, 2, 10)),
    ("revised", "90.5", "controller", date(2028, 6, 1)),
]
SHOWN = [
    ("90,5", "Reviderat", "Controller", "1 juni 2028"),
    ("82,5", "Slutligt", "Manager", "10 feb 2028"),
    ("81,5", "Preliminärt", "Staff", "20 jan 2028"),
]


def stored(edition: ReportEdition) -> str:
    """The edition's page as it was stored."""
    return str(edition.files.get(format="html").file.open("rb").read().decode())
