"""The pages of reports: what is shown, offered and answered, in how many queries."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from burlov_styrning import pdf
from burlov_styrning.base.models import Decision
from burlov_styrning.workflow import writing
from followup import editions, making
from followup.models import ReportEdition
from tests.followup import reported
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def quick_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    """The PDF itself is tried on Burlöv's report."""
    monkeypatch.setattr(pdf, "render", reported.pretended)


@pytest.fixture
def edition(world: World) -> ReportEdition:
    """A drawn edition, not published."""
    reported.goal(world, 1)
    found = editions.issue(reported.closed(world), "annual", by=world.controller, background=False).edition
    making.make(found.pk)
    return ReportEdition.objects.get(pk=found.pk)


def signed_in(world: World, who: str) -> Client:
    client = Client()
    client.force_login(world.users[who])
    return client


def show(client: Client, edition: ReportEdition) -> str:
    return client.get(reverse("followup:edition", args=[edition.pk])).content.decode()


def test_the_progress_becomes_the_edition_when_it_is_done(world: World, edition: ReportEdition) -> None:
    """What asks every other second is told to load the page anew, not given a page without its place."""
    address = reverse("followup:edition", args=[edition.pk])
    answer = signed_in(world, "controller").get(address, headers={"HX-Request": "true"})
    assert answer.headers["HX-Refresh"] == "true"


def test_the_page_is_the_frozen_report_with_its_files(world: World, edition: ReportEdition) -> None:
    text = show(signed_in(world, "controller"), edition)
    assert "Senast 2030 når vi mål 1" in text
    assert "83,46" in text  # one decimal more, for rounding would hide that 83,5 was not reached
    assert "Analys av g1." in text
    assert "Kommunstyrelsens förslag till kommunfullmäktige." in text
    for file in edition.files.all():
        assert file.sha256 in text
    assert "<style" not in text and "Publicera utgåvan" in text
    assert "Publicera utgåvan" not in show(signed_in(world, "staff"), edition)


def test_the_page_does_not_change_with_the_live_rows(world: World, edition: ReportEdition) -> None:
    frozen = show(signed_in(world, "staff"), edition).partition("<article")[2]
    goal = edition.report.term.goals.get()
    goal.wording = "Något helt annat"
    goal.save()
    assert (
        show(signed_in(world, "staff"), edition).partition("<article")[2].partition("</article>")[0]
        == (frozen.partition("</article>")[0])
    )


def test_files_are_served_byte_for_byte(world: World, edition: ReportEdition) -> None:
    client = signed_in(world, "auditor")
    for file in edition.files.all():
        answer: Any = client.get(reverse("followup:edition-file", args=[edition.pk, file.format]))
        body = b"".join(answer.streaming_content)
        assert hashlib.sha256(body).hexdigest() == file.sha256
        assert answer["ETag"] == f'"{file.sha256}"'
        assert f"utgava-1.{file.format}" in answer["Content-Disposition"]
        again = client.get(
            reverse("followup:edition-file", args=[edition.pk, file.format]), headers={"if-none-match": answer["ETag"]}
        )
        assert again.status_code == 304
    html: Any = client.get(reverse("followup:edition-file", args=[edition.pk, "html"]))
    assert html["Content-Disposition"].startswith("attachment")
    assert Client().get(reverse("followup:edition-file", args=[edition.pk, "pdf"])).status_code == 404


def test_the_controller_issues_on_a_page(world: World) -> None:
    reported.goal(world, 1)
    client = signed_in(world, "controller")
    values = {"round": reported.closed(world).pk, "kind": "annual"}
    begun = client.post(reverse("followup:report-choose"), values)["Location"]
    assert not ReportEdition.objects.exists() and "utgåva 1" in client.get(f"{begun}ge-ut/").content.decode()
    answer = client.post(f"{begun}ge-ut/")
    made = ReportEdition.objects.get()
    assert answer["Location"] == reverse("followup:edition", args=[made.pk])
    text = client.get(answer["Location"]).content.decode()
    assert "Rapporten framställs" in text and "Ritar diagram 1 av 1" in text
    assert 'http-equiv="refresh"' in text  # without a script too
    client.post(f"{begun}ge-ut/")
    assert ReportEdition.objects.count() == 1


def test_a_wrong_choice_is_said_beside_its_field_and_nothing_typed_is_lost(world: World) -> None:
    client = signed_in(world, "controller")
    round_ = reported.closed(world)
    text = client.post(
        reverse("followup:report-choose"), {"round": round_.pk, "kind": "annual", "organ": world.school.pk}
    ).content.decode()
    assert "Nämnd väljs bara för nämndens egen rapport." in text
    assert f'value="{world.school.pk}" selected' in text
    wrong = client.post(reverse("followup:report-choose"), {"round": "99999", "kind": "annual"}).content.decode()
    assert "is-invalid" in wrong
    assert not ReportEdition.objects.exists()


def test_published_by_the_controller_it_is_everybodys(world: World, edition: ReportEdition) -> None:
    client = signed_in(world, "controller")
    address = reverse("followup:edition-publish", args=[edition.pk])
    assert "Det går inte att ta tillbaka" in client.get(address).content.decode()
    client.post(address)
    assert "Analys av g1." in show(Client(), edition)
    assert "Årsredovisning 2027" in Client().get(reverse("followup:reports")).content.decode()


def test_the_secretary_records_the_councils_approval(world: World, edition: ReportEdition) -> None:
    client = signed_in(world, "council_secretary")
    client.post(
        reverse("followup:edition-approve", args=[edition.pk]),
        {"date": "2026-06-15", "paragraph": "44", "registry": "KS 2028/12"},
    )
    edition.refresh_from_db()
    assert edition.state == "approved"
    assert Decision.objects.get(pk=edition.decision_id).kind == "round"
    text = show(signed_in(world, "staff"), edition)
    assert "Godkänd: Kommunfullmäktige, 15 juni 2026, §\N{NO-BREAK SPACE}44, dnr KS 2028/12." in text


def test_a_failed_one_can_be_tried_again_on_its_page(world: World) -> None:
    edition = reported.unfinished(world, "failed")
    client = signed_in(world, "controller")
    assert "Försök igen" in show(client, edition)
    client.post(reverse("followup:edition-retry", args=[edition.pk]))
    edition.refresh_from_db()
    assert edition.state == "making"


def verify(client: Client, **data: Any) -> str:
    return client.post(reverse("followup:report-verify"), data).content.decode()


def test_a_file_is_checked(world: World, edition: ReportEdition) -> None:
    with edition.files.get(format="json").file.open("rb") as file:
        body = file.read()
    client = signed_in(world, "staff")
    assert "oförändrad" in verify(client, file=SimpleUploadedFile("r.json", body))
    assert "men den är ändrad" in verify(client, file=SimpleUploadedFile("r.json", body.replace(b"83.46", b"93.46")))
    assert "finns inte bland" in verify(client, file=SimpleUploadedFile("r.json", b"{}"))
    assert "oförändrad" in verify(client, sha256=edition.sha256.upper())
    assert "finns inte bland" in verify(Client(), file=SimpleUploadedFile("r.json", body))  # not published yet
    assert "64 tecken" in verify(client, sha256="abc")
    assert "Välj en fil" in verify(client)


def test_a_changed_page_says_which_it_was(world: World, edition: ReportEdition) -> None:
    with edition.files.get(format="html").file.open("rb") as file:
        body = file.read()
    client = signed_in(world, "staff")
    assert "oförändrad" in verify(client, file=SimpleUploadedFile("r.html", body))
    assert "men den är ändrad" in verify(client, file=SimpleUploadedFile("r.html", body + b"\n"))


@pytest.mark.parametrize("pk", ["0", "99999999999999999999"])
def test_a_wrong_address_is_not_found(world: World, pk: str) -> None:
    for client in (Client(), signed_in(world, "controller")):
        assert client.get(f"/rapporter/{pk}/").status_code == 404
        assert client.get(f"/rapporter/{pk}/fil/pdf/").status_code == 404


def test_the_pages_ask_little_of_the_database(world: World, edition: ReportEdition) -> None:
    client = signed_in(world, "controller")

    def asked(address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    page = reverse("followup:edition", args=[edition.pk])
    before = asked(reverse("followup:reports"))
    assert max(before, asked(page), asked(reverse("followup:report-choose"))) <= 15
    with writing():
        for number in range(2, 8):
            ReportEdition.objects.create(
                report=edition.report, number=number, state="proposed", issued="2028-03-01", exposure="record",
                snapshot=json.dumps({}),
            )  # fmt: skip
    assert asked(reverse("followup:reports")) == before
