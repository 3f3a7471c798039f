"""Open data and the accessibility statement: what is published, all of it, nothing else; the same in every form."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from burlov_styrning import pdf
from burlov_styrning.pages.accessibility import REVIEWED
from followup import editions, making, open_data
from goals.models import Goal
from indicators.models import Outcome
from tests.followup import reported
from tests.house.test_markers import DRAFTS, PRIVATE, marked  # noqa: F401
from tests.world import World, make_indicator

pytestmark = pytest.mark.django_db
NAMES = [one.name for one in open_data.DATASETS]


@pytest.fixture(autouse=True)
def quick_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    """The PDF itself is tried on Burlöv's report."""
    monkeypatch.setattr(pdf, "render", reported.pretended)


def get(name: str, form: str, client: Client | None = None) -> str:
    answer: Any = (client or Client()).get(reverse("pages:data-file", args=[name, form]))
    assert answer.status_code == 200
    return answer.content.decode("utf-8-sig" if form == "csv" else "utf-8")


def rows(name: str, form: str = "csv") -> list[dict[str, Any]]:
    if form == "json":
        return list(json.loads(get(name, form))["rows"])
    return list(csv.DictReader(StringIO(get(name, form)), delimiter=";"))


def published(world: World) -> Goal:
    """A goal with its decision and outcomes published, beside one that is not."""
    made = reported.goal(world, 1)
    Goal.objects.filter(pk=made.pk).update(exposure="published")
    Outcome.objects.filter(indicator=made.targets.get().indicator).update(exposure="published")
    reported.goal(world, 2)
    return made


@pytest.mark.parametrize("name", NAMES)
def test_csv_and_json_have_the_same_rows_with_every_column(name: str, world: World) -> None:
    published(world)
    sheet, program = rows(name), rows(name, "json")
    dataset = open_data.dataset(name)
    assert dataset and sheet and len(sheet) == len(program)
    for one, other in zip(sheet, program, strict=True):
        assert list(one) == list(other) == list(dataset.columns)
        assert one == {key: _in_csv(value) for key, value in other.items()}


def _in_csv(value: Any) -> str:
    if isinstance(value, bool):
        return "ja" if value else ""
    text = "" if value is None else str(value)
    try:
        return str(Decimal(text)).replace(".", ",")
    except ArithmeticError:
        return text


def test_only_what_is_published_is_there_whoever_asks(world: World) -> None:
    made = published(world)
    assert [row["goal"] for row in rows("mal")] == [made.key]
    assert {row["goal"] for row in rows("malvarden")} == {made.key}
    assert {row["indicator"] for row in rows("indikatorer")} == {"i1"} == {row["indicator"] for row in rows("utfall")}
    assert rows("mal")[0]["paragraph"] == "", "the decision is not published"
    assert made.decision
    made.decision.exposure = "published"
    made.decision.save()
    assert rows("mal")[0]["paragraph"] == "120"
    client = Client()
    client.force_login(world.controller)
    for name in NAMES:
        assert get(name, "csv", client) == get(name, "csv")


def test_an_outcome_has_its_revisions_and_the_one_that_counts(world: World) -> None:
    target = published(world).targets.get()
    reported.outcome(world, target, 2027, "85", published="2028-06")
    Outcome.objects.filter(published="2028-06").update(exposure="published")
    found = [(row["value"], row["current"]) for row in rows("utfall") if (row["period"], row["sex"]) == ("2027", "T")]
    assert found == [("83,46", ""), ("85", "ja")]


def test_what_is_hidden_stays_hidden(world: World) -> None:
    published(world)
    Outcome.objects.filter(sex="K").update(value=None, missing="suppressed")
    [row] = [row for row in rows("utfall", "json") if row["sex"] == "K"]
    assert (row["value"], row["missing"]) == (None, "suppressed")


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t"])
def test_no_text_becomes_a_formula(sign: str, world: World) -> None:
    made = published(world)
    Goal.objects.filter(pk=made.pk).update(title=f'{sign}HYPERLINK("x")')
    assert rows("mal")[0]["title"].startswith(f"'{sign}")
    Outcome.objects.filter(period="2027", sex="T").update(value="-3.5")
    assert "-3,5" in {row["value"] for row in rows("utfall")}


def test_nothing_that_is_worked_on_stands_in_them(marked: World) -> None:  # noqa: F811
    published(marked)
    texts = [get(name, form) for name in NAMES for form in ("csv", "json")]
    texts += [Client().get(reverse(page)).content.decode() for page in ("pages:data", "pages:accessibility")]
    for word in (*DRAFTS, PRIVATE):
        assert not any(word in text for text in texts)


def test_an_indicator_that_nothing_published_uses_is_left_out(world: World) -> None:
    make_indicator("hemlig", world.school, name="Utkastets indikator")
    published(world)
    assert "Utkastets indikator" not in get("indikatorer", "csv")


def test_the_page_says_what_there_is_with_examples_and_hashes(world: World) -> None:
    published(world)
    edition = editions.issue(reported.closed(world), "annual", by=world.controller, background=False).edition
    making.make(edition.pk)
    text = Client().get(reverse("pages:data")).content.decode()
    assert "Ingen rapport är publicerad ännu." in text
    edition.refresh_from_db()
    editions.publish(edition, by=world.controller)
    text = Client().get(reverse("pages:data")).content.decode()
    for file in edition.files.exclude(format="html"):
        assert file.sha256 in text
    for dataset in open_data.DATASETS:
        for form in ("csv", "json"):
            assert reverse("pages:data-file", args=[dataset.name, form]) in text
        assert ";".join(dataset.columns) in text
    assert "CC0 1.0" in text and "Senast 2030 når vi mål 1" in text


def test_an_empty_installation_has_empty_tables(db: None) -> None:
    assert Client().get(reverse("pages:data")).status_code == 200
    assert [rows(name) for name in NAMES] == [[]] * len(NAMES)
    assert json.loads(get("mal", "json"))["rows"] == []


@pytest.mark.parametrize("address", ["mal.xml", "mal.", "behov.csv", "mal.CSV"])
def test_other_files_are_not_there(address: str, db: None) -> None:
    assert Client().get(f"/oppna-data/{address}").status_code == 404


def test_the_statement_has_what_the_law_asks_for(world: World, settings: Any) -> None:
    settings.CONTACT_EMAIL, settings.CONTACT_PHONE = "hej@provkoping.example", "0123-45 67"
    text = Client().get(reverse("pages:accessibility")).content.decode()
    wanted = ["2018:1937", "delvis förenlig", "Innehåll som inte är tillgängligt", "digg.se/tdosanmalan"]
    wanted += [REVIEWED.isoformat(), "mailto:hej@provkoping.example", "0123-45 67", "Provköpings kommun"]
    for part in wanted:
        assert part in text
    assert "Exempel" not in text.partition("<main")[2].partition("</main")[0]


def test_without_a_contact_the_switchboard_is_named_and_an_example_is_marked(world: World, settings: Any) -> None:
    settings.CONTACT_EMAIL = settings.CONTACT_PHONE = ""
    address = reverse("pages:accessibility")
    assert "kommunens växel" in Client().get(address).content.decode()
    settings.DEMO = True
    text = Client().get(address).content.decode().partition("<main")[2]
    assert "kommunen@example.se" in text and "Exempel" in text


def test_the_foot_leads_there(world: World) -> None:
    foot = Client().get(reverse("pages:start")).content.decode().partition("<footer")[2]
    assert reverse("pages:data") in foot and reverse("pages:accessibility") in foot
