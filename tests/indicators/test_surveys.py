"""Survey files: told once what they mean, read each year; respondents, response rate and margin land on the outcome."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from burlov_styrning.base.models import Event
from burlov_styrning.refusals import Conflict, Refusal
from indicators import imports, surveys
from indicators.models import Import, Outcome, Survey
from tests.indicators.test_imports import applied, reason, verdicts, xlsx
from tests.indicators.test_pages import page, send, signed_in
from tests.world import World, make_indicator

pytestmark = pytest.mark.django_db
HEAD = "Frågetext;Enhet;Antal svar;Utskickade;Andel positiva;Felmarginal"
LINES = (
    "Trivs ditt barn?;Totalt;100;200;50;", "Trivs ditt barn?;Förskolan Solen;40;80;81,5;7",
    "Är maten god?;Totalt;100;200;70;", "Trivs ditt barn?;Biblioteket;3;9;33;",
)  # fmt: skip


def file(*lines: str, head: str = HEAD) -> SimpleUploadedFile:
    return SimpleUploadedFile("enkat.csv", "\n".join([head, *(lines or LINES)]).encode("cp1252"))


def told(world: World, margin: str = "share") -> Survey:
    """A survey with its meaning."""
    survey = surveys.write("Föräldraenkäten", file(), by=world.staff)
    surveys.edit(
        survey, by=world.staff, margin=margin,
        questions={"Trivs ditt barn?": "plats", "Är maten god?": ""},
        groups={"Totalt": "T", "Förskolan Solen": "unit forskola", "Biblioteket": ""},
    )  # fmt: skip
    return Survey.objects.get(pk=survey.pk)


def read(world: World, survey: Survey, given: Any = None, period: str = "2025") -> Import:
    row = imports.start(given or file(), status="final", by=world.staff, survey=survey, period=period, background=False)
    imports.go(row.pk)
    return Import.objects.get(pk=row.pk)


def test_a_shown_file_is_guessed_and_keeps_no_figures(world: World) -> None:
    survey = surveys.write("Föräldraenkäten", file(), by=world.staff)
    assert survey.columns == {
        "question": "Frågetext", "group": "Enhet", "count": "Antal svar", "asked": "Utskickade",
        "value": "Andel positiva", "margin": "Felmarginal",
    }  # fmt: skip
    assert survey.texts["Andel positiva"] == [] and survey.texts["Felmarginal"] == []
    assert surveys.questions_of(survey) == ["Trivs ditt barn?", "Är maten god?"]
    assert survey.organ == world.school and [event.move for event in Event.of(survey)] == ["write"]


def test_respondents_rate_and_margin_land_on_the_outcome(world: World) -> None:
    row = applied(world, read(world, told(world)))
    assert row.state == "applied"
    whole, unit = Outcome.objects.get(unit=None), Outcome.objects.get(unit=world.preschool)
    assert (whole.value, whole.count, whole.response_rate, whole.margin) == (50, 100, 50, Decimal("6.9"))
    assert "beräknad" in whole.comment
    assert (unit.value, unit.count, unit.margin, unit.comment) == (Decimal("81.5"), 40, 7, "")
    assert {str(one.source) for one in (whole, unit)} == {"Föräldraenkäten 2025"}


def test_next_year_reads_the_same_and_says_what_is_new(world: World) -> None:
    survey = told(world)
    applied(world, read(world, survey))
    assert verdicts(read(world, survey)) == ["unchanged", "unchanged"]
    lines = ["TRIVS  ditt barn?;Totalt;90;200;55;", "Är barnet tryggt?;Totalt;90;200;60;", "Trivs ditt barn?;Ny;9;9;9;"]
    row = read(world, survey, file(*lines), "2026")
    assert verdicts(row) == ["new", "rejected", "rejected"]
    said = " ".join(row.rows.values_list("reason", flat=True))
    assert "Frågan är ny" in said and "Gruppen ”Ny” är ny" in said


def test_what_is_not_read_is_told(world: World) -> None:
    row = read(world, told(world))
    assert verdicts(row) == ["new", "new"]
    assert "Är maten god?" in row.remarks[0] and "Biblioteket" in row.remarks[0]


@pytest.mark.parametrize(
    ("margin", "found"), [("column", None), ("share", Decimal("6.9")), ("mean", None)],
)  # fmt: skip
def test_a_margin_is_computed_only_where_that_is_asked_for(world: World, margin: str, found: Decimal | None) -> None:
    applied(world, read(world, told(world, margin)))
    assert Outcome.objects.get(unit=None).margin == found


def test_a_mean_with_its_deviation(world: World) -> None:
    nki = make_indicator("nki", world.school, unit="index")
    head = "Fråga;Medelvärde;Antal svar;Standardavvikelse"
    survey = surveys.write("NKI", file("Nöjd?;71;100;12,5", head=head), by=world.staff)
    surveys.edit(survey, by=world.staff, margin="mean", questions={"Nöjd?": nki.key})
    survey.refresh_from_db()
    applied(world, read(world, survey, file("Nöjd?;71;100;12,5", head=head)))
    assert Outcome.objects.get().margin == Decimal("2.5")


def test_excel_with_formulas_is_rejected_row_by_row(world: World) -> None:
    given = xlsx(["Trivs ditt barn?", "Totalt", 100, 200, "=1+1", None], head=HEAD)
    assert "Formler räknas inte" in reason(read(world, told(world), given))


def test_a_file_without_the_columns_says_which(world: World) -> None:
    survey = told(world)
    row = read(world, survey, file("Trivs?;1", head="Frågetext;Andel positiva"))
    assert row.state == "failed" and "Enhet" in row.problem
    with pytest.raises(Refusal) as refused:
        surveys.write("Ny", SimpleUploadedFile("x.csv", b"bara text"), by=world.staff)
    assert refused.value.fields[0][0] == "file"
    with pytest.raises(Refusal):
        surveys.write("Föräldraenkäten", file(), by=world.staff)
    with pytest.raises(Refusal):
        surveys.write("Ny", file(), by=world.member)
    with pytest.raises(Conflict):
        surveys.edit(survey, by=world.staff, stamp="annan", name="Ny")
    with pytest.raises(Refusal):
        surveys.edit(survey, by=world.staff, columns={"question": "Frågetext"})
    with pytest.raises(Refusal):
        surveys.edit(survey, by=world.staff, columns={"question": "Enhet", "value": "Enhet"})


def test_the_pages(world: World) -> None:
    """Shown, told, read: in the browser, by a person who knows no keys."""
    answer = send(world, "staff", "indicators:survey-write", name="Enkät", file=file())
    survey = Survey.objects.get()
    edit = reverse("indicators:survey-edit", args=[survey.pk])
    assert answer["Location"] == edit
    text = page(world, "staff", "indicators:survey-edit", survey.pk)
    assert "Trivs ditt barn?" in text and "Förskolan Solen" in text and "Andel positiva" in text
    said = {f"column_{name}": text for name, text in survey.columns.items()}
    said |= {
        "name": "Enkät",
        "margin": "share",
        "question_0": "Indikator plats",
        "group_0": "T",
        "group_1": "unit forskola",
    }
    wrong = signed_in(world, "staff").post(edit, said | {"question_1": "finns inte"})
    assert "Ingen indikator heter så" in wrong.content.decode()
    answer = signed_in(world, "staff").post(edit, said)
    assert answer["Location"] == reverse("indicators:survey-read", args=[survey.pk])
    assert 'value="Indikator plats"' in page(world, "staff", "indicators:survey-edit", survey.pk)
    answer = send(world, "staff", "indicators:survey-read", survey.pk, period="2025", status="final", file=file())
    row = Import.objects.get()
    imports.go(row.pk)
    text = page(world, "staff", "indicators:import-show", row.pk)
    assert "Läs in 2 utfall" in text
    assert "Enkät" in page(world, "staff", "indicators:surveys")
    newer = file(*LINES, "Ny fråga?;Totalt;1;1;1;")
    answer = signed_in(world, "staff").post(edit, said | {"file": newer})
    assert answer["Location"] == edit and "Ny fråga?" in page(world, "staff", "indicators:survey-edit", survey.pk)
    bad = send(world, "staff", "indicators:survey-read", survey.pk, period="våren", status="final", file=file())
    assert "ingen period" in bad.content.decode()
