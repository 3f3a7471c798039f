"""What changed since the edition before: told on its page and printed in every form, and nothing hidden is told."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from burlov_styrning import pdf
from followup import editions, making, preparing
from followup.content import changes
from followup.content.layout import Chapter, Layout
from followup.content.snapshot import Plain, canonical, collect
from followup.models import Assessment, ReportEdition
from indicators.models import Outcome
from tests.followup import reported
from tests.followup.forms import sheet, text_of
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def snapshot(world: World) -> Plain:
    reported.goal(world, 1)
    found: Plain = json.loads(canonical(collect(reported.closed(world), kind="annual")))
    return found


def told(old: Plain, new: Plain) -> list[tuple[str, str, str, str]]:
    return [(row.kind, row.what, row.before, row.after) for row in changes.changes(old, new)]


def year(snapshot: Plain, sex: str = "T") -> Plain:
    return next(row for row in snapshot["figures"] if row["period"] == "2027" and row["sex"] == sex)  # type: ignore[no-any-return]


def test_nothing_differs_from_itself_and_names_alone_are_nothing_to_a_reader(snapshot: Plain) -> None:
    other = copy.deepcopy(snapshot)
    other["sources"]["kolada"]["title"] = "Kolada, RKA"
    assert told(snapshot, snapshot) == told(snapshot, other) == []


def test_each_sort_of_change_is_told_in_words(snapshot: Plain) -> None:
    new = copy.deepcopy(snapshot)
    year(new)["outcome"], year(new, "K")["missing"], year(new, "K")["outcome"] = "83.50", "lapse", None
    new["goals"][0]["assessment"] = new["goals"][0]["by_owner"][0]["assessment"] = "met"
    new["goals"][0]["by_owner"][0]["analysis"] = "Ny analys."
    new["activities"][0]["state"] = "done"
    new["layout"] = {
        "preface": "Hej.",
        "chapters": ["bilaga"],
        "comments": {},
        "goals": "all",
        "depth": "full",
        "of": 1,
    }
    assert told(snapshot, new)[1:] == [
        ("judgement", "Bedömningen", "på väg att uppfyllas", "uppfyllt"),
        ("figure", "Utfall 2027", "83,46", "83,50"),
        ("figure", "Utfall 2027, kvinnor", "84,2", "bortfall"),
        ("text", "Förordet", "–", "tillagd"),
        ("text", "Analysen", "–", "ny lydelse"),
        ("activity", "Aktivitet: Fler platser", "planerad", "klar"),
    ]
    assert told(snapshot, new)[0][:2] == ("scope", "Kapitlen")
    assert {row.place for row in changes.changes(snapshot, new)} == {"", "mal-g1", "forord"}
    new["goals"] = new["figures"] = new["lines"] = []
    assert ("scope", "Målet", "med i rapporten", "–") in told(snapshot, new)


@pytest.mark.parametrize("code", ["suppressed", "secret"])
def test_a_value_that_is_hidden_in_one_of_them_is_told_of_neither(snapshot: Plain, code: str) -> None:
    new = copy.deepcopy(snapshot)
    year(new)["outcome"], year(new)["missing"] = None, code
    for pair in ((snapshot, new), (new, snapshot)):
        assert told(*pair) == [("figure", "Utfall 2027", "visas inte", "visas inte")]


def test_the_second_edition_prints_what_changed_and_its_page_shows_both_wordings(
    world: World, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "render", reported.pretended)
    reported.goal(world, 1)
    round_ = reported.closed(world)
    first = editions.issue(round_, "annual", by=world.controller, background=False).edition
    making.make(first.pk)
    Outcome.objects.filter(year=2027, sex="T").update(value="84")
    Assessment.objects.filter(goal__key="g1").update(analysis="Nu med en **ny** analys av g1.")
    report = preparing.begin(round_, "annual", None, by=world.controller)
    written = Layout(chapters=[Chapter("sammandrag", comment="Rättad utgåva.")])
    preparing.arrange(report, written, by=world.controller, revision=1)
    second = editions.issue(round_, "annual", by=world.controller, background=False).edition
    making.make(second.pk)
    for file in ReportEdition.objects.get(pk=second.pk).files.all():
        (tmp_path / f"r.{file.format}").write_bytes(file.file.open("rb").read())
    for form in ("html", "docx"):
        text = text_of(tmp_path / f"r.{form}")
        assert "Ändrat sedan utgåva 1" in text and "83,46" in text and "ny lydelse" in text
    rows = sheet(tmp_path / "r.xlsx", "Ändringar")
    flat = json.loads((tmp_path / "r.json").read_text())["changes"]
    assert flat["since"] == 1 and [row["Vad"] for row in rows] == [row["what"] for row in flat["rows"]]
    client = Client()
    client.force_login(world.controller)
    page = client.get(reverse("followup:edition", args=[second.pk])).content.decode()
    assert "3 uppgifter skiljer." in page and 'href="#andrat"' in page and "<ins>" in page
    assert "vad ändrades" in client.get(reverse("followup:reports")).content.decode()
    assert "sedan utgåva" not in client.get(reverse("followup:edition", args=[first.pk])).content.decode()
    editions.publish(ReportEdition.objects.get(pk=second.pk), by=world.controller)
    public = Client().get(reverse("followup:edition", args=[second.pk])).content.decode()
    assert "ny lydelse" in public and "uppgifter skiljer" not in public and "Analys av g1." not in public


def test_another_place_among_others_is_told_and_another_group_only_as_such(snapshot: Plain) -> None:
    row = {"indicator": "i1", "year": 2026, "place": 3, "shared": 1, "of": 6, "median": "78.5"}
    old, new, other = (
        copy.deepcopy(snapshot) | {"compared": {"group": {"title": title}, "rows": [row | {"place": place}]}}
        for title, place in (("Grannarna", 3), ("Grannarna", 2), ("Alla", 2))
    )
    assert told(old, new) == [("figure", "Plats 2026", "3 av 6", "2 av 6")]
    assert told(old, other) == [("scope", "Jämförs med", "Grannarna", "Alla")]
