"""Samples and their evidence: drawn again by the seed, whole by its hashes, seen by auditors alone."""

from __future__ import annotations

import hashlib
import json
import zipfile
from datetime import date
from io import BytesIO

import pytest
from auditlog.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from burlov_styrning import papers
from burlov_styrning.refusals import Reason, Refusal
from burlov_styrning.workflow import writing
from followup import assessments
from followup.audit import examining
from followup.grounds import Written
from followup.models import Examination
from followup.rules.sampling import drawn
from goals.models import Goal
from tests.followup.making import approval, made_assessment, made_goal
from tests.followup.reported import quick
from tests.world import World

pytestmark = pytest.mark.django_db
MARKER = "FROMARKOR"


def client_of(world: World, who: str) -> Client:
    client = Client()
    client.force_login(world.users[who])
    return client


def test_a_sample_is_drawn_again_by_its_seed(world: World) -> None:
    for number in range(6):
        made_goal(world, key=f"m{number}", outcome=None, exposure="published")
    Goal.objects.filter(key="m5").update(exposure="working")
    client = client_of(world, "auditor")
    said = {"term": world.term.pk, "size": "3", "day": "2026-11-01", "seed": "2027"}
    answer = client.post(reverse("followup:audit-sample-draw"), said)
    row = Examination.objects.get()
    assert answer.status_code == 302 and row.among == [f"m{number}" for number in range(5)]
    assert row.drawn == drawn("2027", row.among, 3) and len(row.drawn) == 3
    page = client.get(answer["Location"]).content.decode()
    assert "3 av 5 mål är dragna" in page and "<code>2027</code>" in page and "?per=2026-11-01" in page
    other = examining.draw(world.term, 3, by=world.auditor, day=date(2026, 11, 1))
    assert len(other.seed) == 8 and other.drawn == drawn(other.seed, row.among, 3)
    wrong = client.post(reverse("followup:audit-sample-draw"), said | {"size": "99", "day": "2999-01-01"})
    assert wrong.status_code == 422 and "Välj en dag som har varit, eller i dag." in wrong.content.decode()


def test_the_evidence_is_whole_and_what_its_reader_may_read(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(papers, "as_pdf", lambda paper: f"%PDF {paper.title}".encode())
    goal = made_goal(world, exposure="published", title="Plats i tid")
    file = SimpleUploadedFile("enkät.pdf", b"%PDF-1.7 ENKATEN")
    row = made_assessment(
        world, goal=goal, analysis="UTKASTETS TEXT", written=[Written("attachment", "Enkät", file=file)]
    )
    assessments.mark_ready(row, by=world.manager)
    client, sample = client_of(world, "auditor"), examining.draw(world.term, 1, by=world.auditor, day=date.today())

    def taken() -> dict[str, bytes]:
        answer = client.post(reverse("followup:audit-sample-evidence", args=[sample.pk]))
        content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}

    def checked(files: dict[str, bytes]) -> set[str]:
        listed = dict(line.split("  ", 1)[::-1] for line in files["fillista.sha256"].decode().splitlines())
        assert listed == {n: hashlib.sha256(b).hexdigest() for n, b in files.items() if n != "fillista.sha256"}
        return set(listed)

    before = taken()
    assert checked(before) == {"om-arkivet.txt", "mal/m1/underlag.pdf", "mal/m1/underlag.json", "mal/m1/logg.csv"}
    assert not any(b"UTKASTETS TEXT" in body or b"ENKATEN" in body for body in before.values())
    made = approval(world)
    made.date = "2026-11-01"
    made.save()
    with writing():
        row.round.period_end = "2026-10-31"
        row.round.save()
    assessments.approve(row, made, by=world.secretary)
    edition = quick(world)
    edition.issued = date(2026, 11, 2)
    edition.save()
    after = taken()
    names = checked(after)
    assert [name for name in names if name.startswith("mal/m1/bilagor/")]
    assert [name for name in names if name.startswith(f"utgavor/{edition.pk}/x") and name.endswith(".json")]
    assert b"ENKATEN" in b"".join(after.values())
    said = json.loads(after["mal/m1/underlag.json"])
    assert said["title"] == "Plats i tid" and "UTKASTETS TEXT" in json.dumps(said, ensure_ascii=False)
    assert b"UTKASTETS TEXT" not in after["mal/m1/logg.csv"]  # the line was written while it was a draft
    assert sample.seed in after["om-arkivet.txt"].decode()
    latest = Examination.objects.filter(kind="evidence").first()
    assert latest is not None and latest.sha256 == hashlib.sha256(after["fillista.sha256"]).hexdigest()


def test_nobody_but_auditors_sees_what_auditors_did(world: World) -> None:
    made_goal(world, exposure="published")
    row = examining.draw(world.term, 1, by=world.auditor, day=date(2026, 11, 1), seed=MARKER)
    assert LogEntry.objects.filter(content_type__model="examination").exists()
    pages = [reverse("followup:audit-samples"), reverse("followup:audit-sample", args=[row.pk]),
             f"{reverse('followup:audit-log')}?slag=followup.Examination"]  # fmt: skip
    for who, reads in (("auditor", 3), ("controller", 0)):
        client = client_of(world, who)
        assert sum(MARKER in client.get(page).content.decode() for page in pages) == reads
    assert "stickprov" not in client.get("/granskning/").content.decode().casefold()


@pytest.mark.parametrize("who", ["controller", "administrator", "staff"])
def test_nobody_else_draws(who: str, world: World) -> None:
    made_goal(world, exposure="published")
    with pytest.raises(Refusal) as caught:
        examining.draw(world.term, 1, by=world.users[who], day=date(2026, 11, 1))
    assert caught.value.reason is Reason.RIGHT
