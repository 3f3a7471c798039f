"""The auditors' written assessment: attached by the controller, read and published with the edition."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from auditlog.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from burlov_styrning import pdf as printer
from burlov_styrning.base.models import Event
from burlov_styrning.clock import today
from burlov_styrning.refusals import Reason, Refusal
from followup import editions, making, opinions
from followup.grounds import LARGEST
from followup.models import AuditorsOpinion, ReportEdition
from tests.followup import reported
from tests.world import World

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 the auditors"
DAY = date(2026, 4, 14)


@pytest.fixture(autouse=True)
def quick_pdf(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> None:
    """The PDF itself is tried on Burlöv's report."""
    monkeypatch.setattr(printer, "render", reported.pretended)
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def edition(world: World) -> ReportEdition:
    reported.goal(world, 1)
    found = editions.issue(reported.closed(world), "annual", by=world.controller, background=False).edition
    making.make(found.pk)
    return ReportEdition.objects.get(pk=found.pk)


def signed_in(world: World, who: str) -> Client:
    client = Client()
    client.force_login(world.users[who])
    return client


def pdf(content: bytes = PDF, name: str = "bedomning.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_the_controller_attaches_it_on_a_page_and_readers_fetch_it(world: World, edition: ReportEdition) -> None:
    client = signed_in(world, "controller")
    page = reverse("followup:edition", args=[edition.pk])
    address = reverse("followup:edition-attach", args=[edition.pk])
    assert address in client.get(page).content.decode()
    files = sorted(edition.files.values_list("sha256", flat=True))
    values = {"file": pdf(), "date": "2026-04-14", "registry": "REV 2026/3"}
    assert client.post(address, values)["Location"] == page
    row = AuditorsOpinion.objects.get()
    for who in ("staff", "auditor", "councillor"):
        text = signed_in(world, who).get(page).content.decode()
        assert "Revisorernas bedömning 2026-04-14, dnr REV 2026/3" in text and row.sha256 in text
        answer: Any = signed_in(world, who).get(reverse("followup:edition-opinion", args=[edition.pk, row.pk]))
        assert b"".join(answer.streaming_content) == PDF
        assert answer["Content-Disposition"] == (
            'attachment; filename="revisorernas-bedomning-arsredovisning-2027-2026-04-14.pdf"'
        )
    assert sorted(edition.files.values_list("sha256", flat=True)) == files
    assert Event.of(edition).filter(move="attach", person=world.controller.person).exists()
    assert LogEntry.objects.get_for_object(row).exists()


def test_it_is_published_with_the_edition(world: World, edition: ReportEdition) -> None:
    row = opinions.attach(edition, pdf(), dated=DAY, by=world.controller)
    address = reverse("followup:edition-opinion", args=[edition.pk, row.pk])
    assert Client().get(address).status_code == 404
    editions.publish(edition, by=world.controller)
    assert Client().get(address).status_code == 200
    assert "Revisorernas bedömning" in Client().get(reverse("followup:edition", args=[edition.pk])).content.decode()


def test_of_another_edition_it_is_not_found(world: World, edition: ReportEdition) -> None:
    row = opinions.attach(edition, pdf(), dated=DAY, by=world.controller)
    client = signed_in(world, "controller")
    assert client.get(f"/rapporter/{edition.pk + 1}/revisorerna/{row.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("bedomning.docx", b"PK\x03\x04", "är ingen PDF."),
        ("bedomning", PDF, "är ingen PDF."),
        ("bedomning.pdf", b"MZ not a pdf", "inte en fil av det slag"),
        ("bedomning.pdf", b"", "är tom"),
        ("bedomning.pdf", b"%PDF" + b"0" * LARGEST, "högst 10"),
    ],
)
def test_a_wrong_file_is_refused_in_one_sentence(
    world: World, edition: ReportEdition, name: str, content: bytes, says: str
) -> None:
    client = signed_in(world, "controller")
    address = reverse("followup:edition-attach", args=[edition.pk])
    text = client.post(address, {"file": pdf(content, name), "date": "2026-04-14", "registry": "REV 1"})
    assert says in text.content.decode() and 'value="REV 1"' in text.content.decode()
    with pytest.raises(Refusal) as refused:
        opinions.attach(edition, pdf(content, name), dated=DAY, by=world.controller)
    assert [field for field, _sentence in refused.value.fields] == ["file"]
    assert not AuditorsOpinion.objects.exists()


def test_the_same_file_once_and_no_day_to_come(world: World, edition: ReportEdition) -> None:
    opinions.attach(edition, pdf(), dated=DAY, by=world.controller)
    with pytest.raises(Refusal, match="redan bifogad"):
        opinions.attach(edition, pdf(), dated=DAY, by=world.controller)
    with pytest.raises(Refusal, match="framtiden"):
        opinions.attach(edition, pdf(PDF + b"2"), dated=today() + timedelta(days=1), by=world.controller)


def test_only_the_controller_and_only_of_what_auditors_judge(world: World, edition: ReportEdition) -> None:
    for who in set(world.users) - {"controller"}:
        with pytest.raises(Refusal) as refused:
            opinions.attach(edition, pdf(), dated=DAY, by=world.users[who])
        assert refused.value.reason is Reason.RIGHT
    other = editions.issue(
        reported.closed(world), "committee", organ=world.school, by=world.controller, background=False
    ).edition
    making.make(other.pk)
    other.refresh_from_db()
    with pytest.raises(Refusal, match="årsredovisningen och delårsrapporten"):
        opinions.attach(other, pdf(), dated=DAY, by=world.controller)
    page = signed_in(world, "controller").get(reverse("followup:edition", args=[other.pk])).content.decode()
    assert "Bifoga revisorernas bedömning" not in page
