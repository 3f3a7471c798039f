"""Grounds: what is stored, what is missing, what cannot be attached."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from burlov_styrning.refusals import Reason, Refusal
from followup import assessments, grounds
from followup.grounds import LARGEST, Written
from followup.models import Assessment, Ground
from tests.followup.making import made_activity, made_assessment, made_goal
from tests.world import World

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 survey"


@pytest.fixture(autouse=True)
def media(settings: object, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]


def pdf(name: str = "enkat.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


MEASUREMENT = Written(
    "measurement", "Nöjda föräldrar", value=Decimal("71.5"), unit="%", method="Enkät", number=84, date="2027-11"
)


def test_grounds_are_written_with_the_judgement(world: World) -> None:
    activity = made_activity(world)
    row = made_assessment(
        world, goal=activity.goal, written=[Written("activity", activity=activity), MEASUREMENT],
    )  # fmt: skip
    first, second = row.grounds.all()
    assert first.activity == activity
    assert (second.value, second.method, second.number, second.date) == (Decimal("71.5"), "Enkät", 84, "2027-11")
    assert grounds.written_of(row)[1].text == "Nöjda föräldrar"


def test_a_ground_is_changed_and_taken_away_and_others_stay(world: World) -> None:
    row = made_assessment(world, written=[MEASUREMENT, Written("figure", "Kö", value=Decimal(4))])
    first, second = (ground.pk for ground in row.grounds.all())
    typed = [Written("measurement", pk=first, gone=True), Written("figure", "Kö i maj", value=Decimal(5), pk=second)]
    assessments.edit(row, by=world.staff, revision=1, written=typed)
    assert [(g.pk, g.text, g.value) for g in row.grounds.all()] == [(second, "Kö i maj", Decimal(5))]
    assessments.edit(row, by=world.staff, revision=2, written=[])
    assert row.grounds.count() == 1, "what another person added is not lost"


def test_a_ground_of_another_assessment_is_never_touched(world: World) -> None:
    row = made_assessment(world, written=[MEASUREMENT])
    stranger = row.grounds.get().pk
    other = made_assessment(world, round_=row.round, goal=made_goal(world, key="m2"))
    assessments.edit(other, by=world.staff, revision=1, written=[Written("figure", "Min", pk=stranger)])
    assert Ground.objects.get(pk=stranger).text == "Nöjda föräldrar"


@pytest.mark.parametrize(
    ("ground", "field"),
    [
        (Written("measurement", "Visar", method="Enkät", number=3), "measurements"),
        (Written("measurement", "Visar", number=3, date="2027"), "measurements"),
        (Written("measurement", "Visar", method="Enkät", date="2027"), "measurements"),
        (Written("figure", " ", value=Decimal(1)), "figures"),
        (Written("attachment", "Visar"), "attachments"),
    ],
)
def test_an_unfinished_ground_is_saved_but_not_ready(world: World, ground: Written, field: str) -> None:
    row = made_assessment(world, written=[ground])
    with pytest.raises(Refusal) as refused:
        assessments.mark_ready(row, by=world.manager)
    assert {name for name, _sentence in refused.value.fields} == {field}


def test_a_whole_measurement_is_enough(world: World) -> None:
    assert list(grounds.missing([MEASUREMENT])) == []
    assert list(grounds.missing([Written("figure", pk=3, gone=True)])) == []


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("skript.exe", b"MZ", "kan inte bifogas"),
        ("utan-slag", b"abc", "kan inte bifogas"),
        ("tom.pdf", b"", "är tom"),
        ("bild.png", PDF, "inte en fil av det slag"),
        ("stor.pdf", b"%PDF" + b"0" * LARGEST, "högst 10"),
    ],
)
def test_what_cannot_be_attached_says_so_in_one_sentence(world: World, name: str, content: bytes, says: str) -> None:
    file = pdf(name, content)
    file.size = len(content)
    assert says in grounds.refusal(file)
    assert grounds.refusal(file).strip().endswith(".")
    row = made_assessment(world)
    with pytest.raises(Refusal) as refused:
        assessments.edit(row, by=world.staff, revision=1, written=[Written("attachment", "Se", file=file)])
    assert refused.value.reason is Reason.RULE
    assert not Ground.objects.exists()


@pytest.mark.parametrize("name", ["a.pdf", "A.PDF"])
def test_a_pdf_is_kept_and_served_byte_for_byte(world: World, name: str) -> None:
    row = made_assessment(world, written=[Written("attachment", "Enkäten", file=pdf(name))])
    client = Client()
    client.force_login(world.staff)
    answer = client.get(reverse("followup:ground-file", args=[row.grounds.get().pk]))
    content = BytesIO(b"".join(answer.streaming_content)).getvalue()  # type: ignore[attr-defined]
    assert content == PDF
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_an_attachment_that_was_decided_on_stays(world: World) -> None:
    row = made_assessment(world, "reopened", written=[Written("attachment", "Enkäten", file=pdf())])
    pk = row.grounds.get().pk
    with pytest.raises(Refusal, match="kan inte tas bort"):
        assessments.edit(row, by=world.staff, revision=row.revision, written=[Written("attachment", pk=pk, gone=True)])
    assert Assessment.objects.get().grounds.count() == 1


def test_a_new_attachment_of_one_open_again_is_not_for_those_outside(world: World) -> None:
    row = made_assessment(world, "reopened", written=[Written("attachment", "Enkäten", file=pdf())])
    old = row.grounds.get().pk
    assessments.edit(
        row, by=world.staff, revision=row.revision, written=[Written("attachment", "Ny", file=pdf("ny.pdf"))]
    )
    new = row.grounds.exclude(pk=old).get().pk
    client = Client()
    client.force_login(world.board_staff)
    assert client.get(reverse("followup:ground-file", args=[old])).status_code == 200
    assert client.get(reverse("followup:ground-file", args=[new])).status_code == 404
