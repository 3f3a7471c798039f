"""The pages of follow-up: what they show to whom, that nothing typed is lost, and how few queries they take."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from burlov_styrning.base.models import Decision
from followup import assessments
from followup.models import Activity, Assessment, FollowUpRound, Ground, RoundDeadline
from indicators.models import AccountFigure, Forecast
from tests.followup.making import GOOD, made_activity, made_assessment, made_goal, made_round
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def client(world: World, who: str) -> Client:
    made = Client()
    made.force_login(world.users[who])
    return made


def page(world: World, who: str, name: str, *args: Any, status: int = 200) -> str:
    answer = client(world, who).get(reverse(f"followup:{name}", args=args))
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def post(world: World, who: str, name: str, *args: Any, **data: Any) -> Any:
    return client(world, who).post(reverse(f"followup:{name}", args=args), data)


def typed(**changes: Any) -> dict[str, Any]:
    """The whole form of a judgement, filled in."""
    counts = {f"{prefix}-TOTAL_FORMS": "1" for prefix in ("siffra", "matning", "bilaga")}
    counts |= {f"{prefix}-INITIAL_FORMS": "0" for prefix in ("siffra", "matning", "bilaga")}
    return {**GOOD, "motivation": "", "revision": "1", "gor": "spara"} | counts | changes


# Writing a judgement


def test_a_judgement_is_written_on_one_page(world: World) -> None:
    activity = made_activity(world)
    goal, round_ = activity.goal, made_round(world)
    text = page(world, "staff", "assessment-new", round_.pk, goal.pk, world.school.pk)
    assert "Utfall 2027" in text and "Nivå 2027" in text and "1 av 1 mätta" in text and "Öppna en avdelning" in text
    data = typed(**{
        f"value_{world.indicator.pk}": "88,50", "activities": [activity.pk], "matning-0-text": "Nöjda",
        "matning-0-value": "71,5", "matning-0-method": "Enkät", "matning-0-number": "84", "matning-0-date": "2027-11",
        "bilaga-0-text": "Enkäten", "bilaga-0-file": SimpleUploadedFile("enkat.pdf", b"%PDF-1.7"),
    })  # fmt: skip
    answer = post(world, "staff", "assessment-new", round_.pk, goal.pk, world.school.pk, **data)
    row = Assessment.objects.get()
    assert answer["Location"] == reverse("followup:assessment-show", args=[row.pk])
    assert (row.status, row.analysis, row.organ) == ("not_met", GOOD["analysis"], world.school)
    assert Forecast.objects.get().value == Decimal("88.5")
    assert sorted(row.grounds.values_list("kind", flat=True)) == ["activity", "attachment", "measurement"]
    shown = page(world, "staff", "assessment-show", row.pk)
    assert "enkat" in shown and "Nöjda" in shown and "n = 84" in shown and "Prognos för helåret" in shown


def test_what_is_saved_is_shown_and_changed_on_the_same_page(world: World) -> None:
    row = made_assessment(world)
    edit = typed(**{"siffra-0-text": "Kön i maj", "siffra-0-value": "4", "gor": "fortsatt"})
    answer = post(world, "staff", "assessment-edit", row.pk, **edit)
    assert answer["Location"] == reverse("followup:assessment-edit", args=[row.pk])
    ground = Ground.objects.get()
    gone = {"siffra-TOTAL_FORMS": "2", "siffra-INITIAL_FORMS": "1", "siffra-0-pk": ground.pk, "siffra-0-DELETE": "on"}
    post(world, "staff", "assessment-edit", row.pk, **typed(revision="2", **gone))
    assert not Ground.objects.exists()


def test_a_fault_keeps_every_word_and_says_where(world: World) -> None:
    row = made_assessment(world)
    data = typed(**{
        "analysis": "Skrivet länge", "matning-0-text": "Nöjda", "matning-0-value": "1.234", "matning-0-number": "många",
        "bilaga-0-text": "Se", "bilaga-0-file": SimpleUploadedFile("virus.exe", b"MZ"),
    })  # fmt: skip
    answer = post(world, "staff", "assessment-edit", row.pk, **data)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Skrivet länge" in text and 'value="1.234"' in text and 'value="många"' in text
    assert "kan inte bifogas" in text and "Välj den igen" not in text, "choosing it again would not help"
    data["bilaga-0-file"] = SimpleUploadedFile("enkat.pdf", b"%PDF-1.7")
    assert "Välj den igen" in post(world, "staff", "assessment-edit", row.pk, **data).content.decode()
    assert Assessment.objects.get().analysis == GOOD["analysis"]


def test_the_motivation_is_demanded_while_one_writes(world: World) -> None:
    row = made_assessment(world)
    address = reverse("followup:assessment-edit", args=[row.pk])
    ask = typed(status="met", gor="kontrollera")
    text = client(world, "staff").post(address, ask, headers={"HX-Request": "true"}).content.decode()
    assert text.lstrip().startswith('<div id="kontroll"') and "Omdömet avviker från förslaget" in text
    text = client(world, "staff").post(address, ask).content.decode()
    assert 'class="errors"' in text and text.count("Omdömet avviker från förslaget. Skriv varför.") == 3
    text = client(world, "staff").post(address, ask | {"motivation": "Sent"}).content.decode()
    assert "<form" in text and "Inget saknas" in text
    assert Assessment.objects.get().status == "not_met", "checking saves nothing"


def test_two_who_write_see_both_texts(world: World) -> None:
    row = made_assessment(world)
    assessments.edit(row, by=world.unit_staff, revision=1, analysis="Den andras text")
    answer = post(world, "staff", "assessment-edit", row.pk, **typed(analysis="Min egen text"))
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Min egen text" in text and "Den" in text and "andras" in text and 'name="revision" value="2"' in text
    assert post(world, "staff", "assessment-edit", row.pk, **typed(analysis="Min", revision="2")).status_code == 302
    assert Assessment.objects.get().analysis == "Min"


def test_two_who_begin_at_once_see_both_texts(world: World) -> None:
    row = made_assessment(world)
    args = (row.round_id, row.goal_id, world.school.pk)
    answer = post(world, "unit_staff", "assessment-new", *args, **typed(analysis="Min egen text"))
    text = answer.content.decode()
    assert answer.status_code == 409
    assert f'action="{reverse("followup:assessment-edit", args=[row.pk])}"' in text and "Min egen text" in text
    get = client(world, "unit_staff").get(reverse("followup:assessment-new", args=args))
    assert get["Location"] == reverse("followup:assessment-edit", args=[row.pk])


def test_the_board_weighs_with_the_owners_words_beside(world: World) -> None:
    goal = made_goal(world, world.school, world.social)
    round_ = made_round(world)
    made_assessment(world, "approved", round_, goal)
    text = page(world, "board_staff", "assessment-weigh", round_.pk, goal.pk)
    assert GOOD["analysis"] in text and "Utbildningsnämnden" in text
    area = page(world, "board_staff", "assessment-area", round_.pk, world.area.pk)
    assert "inte bedömt" in area and str(goal) in area
    whole = page(world, "board_staff", "assessment-whole", round_.pk)
    assert "Uppnås delvis" in whole and "balanskravsresultatet" in whole and "motivation" not in whole


def test_balance_result_and_group_are_entered_for_the_whole_and_for_nothing_else(world: World) -> None:
    round_ = made_round(world)
    AccountFigure.objects.create(figure="Årets resultat", year=round_.year, unit="mnkr", printed="-12,5", value="-12.5")
    told = page(world, "board_staff", "assessment-whole", round_.pk)
    assert f"Balanskravet är inte uppfyllt {round_.year} (utfall): balanskravsresultatet är −12,5 mnkr." in told
    said = {"balance": "−12,5", "balance_text": "Två stora avskrivningar.", "group_text": "Bolagen gick jämnt ut."}
    data = typed(**said)
    answer = post(world, "board_staff", "assessment-whole", round_.pk, **data)
    row = Assessment.objects.get()
    assert answer["Location"] == reverse("followup:assessment-show", args=[row.pk])
    assert (row.balance, row.balance_text, row.group_text) == (Decimal("-12.5"), *list(said.values())[1:])
    shown = page(world, "board_staff", "assessment-show", row.pk)
    assert "−12,5\u00a0mnkr" in shown and said["balance_text"] in shown and said["group_text"] in shown
    assert [field for field, _sentence in assessments.missing(row)] == []
    row.balance_text = ""
    assert [field for field, _sentence in assessments.missing(row)] == ["balance_text"]
    assert "id_balance" not in page(world, "board_staff", "assessment-area", round_.pk, world.area.pk)


# Ready and decided


def test_the_review_lists_what_is_missing(world: World) -> None:
    row = made_assessment(world, status="met", analysis="")
    answer = post(world, "manager", "assessment-ready", row.pk)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Skriv analysen" in text and "avviker från förslaget" in text and "#id_analysis" in text


def test_the_secretary_records_one_decision_over_those_that_are_ticked(world: World) -> None:
    round_ = made_round(world)
    first = made_assessment(world, "ready", round_, made_goal(world, key="a", title="Första målet"))
    second = made_assessment(world, "ready", round_, made_goal(world, key="b", title="Andra målet"))
    text = page(world, "secretary", "assessment-decision", round_.pk, world.school.pk)
    assert "Första målet" in text and "Andra målet" in text
    data = {"matters": [first.pk], "date": "2026-11-02", "paragraph": "112"}
    answer = post(world, "secretary", "assessment-decision", round_.pk, world.school.pk, **data)
    assert answer.status_code == 302, answer.content.decode()[:3000]
    assert list(Assessment.objects.filter(state="approved")) == [first]
    assert Decision.objects.get(kind="approve").paragraph == "112"
    none = post(world, "secretary", "assessment-decision", round_.pk, world.school.pk, paragraph="113")
    assert none.status_code == 422 and "Kryssa för minst en bedömning" in none.content.decode()
    assert second.pk


def test_one_sees_the_approved_text_while_it_is_open_again(world: World) -> None:
    row = made_assessment(world, "reopened")
    assessments.edit(row, by=world.staff, revision=row.revision, analysis="Hemligt utkast")
    outside = page(world, "board_member", "assessment-show", row.pk)
    assert GOOD["analysis"] in outside and "Hemligt utkast" not in outside and "öppnad igen" in outside
    assert "Hemligt utkast" in page(world, "staff", "assessment-show", row.pk)


def test_an_analysis_is_shown_as_it_is_set_while_it_is_written_and_when_it_is_read(world: World) -> None:
    row = made_assessment(world, analysis="## Läget\n- <b>en</b>\n- två")
    shown = "<h3>Läget</h3>\n<ul>\n<li>&lt;b&gt;en&lt;/b&gt;</li>"
    assert shown in page(world, "staff", "assessment-show", row.pk)
    assert "Så ser analysen ut" in page(world, "staff", "assessment-edit", row.pk)
    data = typed(analysis="**Fet**", gor="kontrollera", revision=row.revision)
    assert "<strong>Fet</strong>" in post(world, "staff", "assessment-edit", row.pk, **data).content.decode()
    plain = post(world, "staff", "assessment-edit", row.pk, **data | {"analysis": "Bara text."}).content.decode()
    assert "Så ser analysen ut" not in plain
    other = post(world, "staff", "assessment-edit", row.pk, **typed(analysis="## Min rubrik", revision="0"))
    assert other.status_code == 409 and "## Min rubrik" in other.content.decode()  # both texts as they were typed


# Rounds


def test_planning_shows_what_the_law_says_before_anything_is_saved(world: World) -> None:
    world.phase("follow_up")
    data = {"kind": "interim", "year": "2027", "period_end": "2027-09-30"}
    text = post(world, "controller", "round-plan", world.term, **data, gor="kontrollera").content.decode()
    assert "sex, sju eller åtta" in text
    assert not FollowUpRound.objects.exists()
    answer = post(world, "controller", "round-plan", world.term, **data, gor="spara")
    row = FollowUpRound.objects.get()
    assert answer["Location"] == reverse("followup:round-show", args=[row.pk])
    again = post(world, "controller", "round-plan", world.term, **data, gor="spara")
    assert again.status_code == 422 and "redan planerad" in again.content.decode()


@pytest.mark.parametrize("day", ["imorgon", "2027-13-40", "99999-01-01", ""])
def test_a_day_that_does_not_exist_says_so(world: World, day: str) -> None:
    world.phase("follow_up")
    answer = post(world, "controller", "round-plan", world.term, kind="annual", year="2027", period_end=day)
    assert answer.status_code == 422


def test_where_organs_are_many_they_stand_on_pages_and_can_be_chosen(world: World, monkeypatch: Any) -> None:
    row = made_assessment(world)
    other = made_goal(world, world.social, key="m2", wording="Senast 2030 väntar färre")
    monkeypatch.setattr("followup.views.rounds.ORGANS", 1)
    text = page(world, "controller", "round-show", row.round_id)
    assert str(row.goal) in text and str(other) not in text and "?page=2" in text
    address = reverse("followup:round-show", args=[row.round_id])
    chosen = client(world, "controller").get(f"{address}?organ={world.social.pk}").content.decode()
    assert str(other) in chosen and str(row.goal) not in chosen
    assert "0 av 4 bedömningar" in chosen  # of the round as a whole, whatever is shown


def test_closing_names_what_is_not_approved(world: World) -> None:
    row = made_assessment(world)
    text = page(world, "controller", "round-close", row.round_id)
    assert "inte godkänd" in text and str(row.goal) in text and "utkast" in text
    assert GOOD["analysis"] not in text
    answer = client(world, "controller").post(reverse("followup:round-close", args=[row.round_id]), follow=True)
    assert "trycks som inte bedömda" in answer.content.decode()
    again = post(world, "controller", "round-close", row.round_id)
    assert again.status_code == 422


def test_the_round_says_what_is_left_and_whose_it_is(world: World) -> None:
    made_assessment(world, "approved")
    goal = made_goal(world, key="m2", title="Det andra målet")
    row = FollowUpRound.objects.get()
    text = page(world, "controller", "round-show", row.pk)
    assert "1 av 2 godkända" in text and "Det andra målet" in text and "inte påbörjad" in text
    begin = reverse("followup:assessment-new", args=[row.pk, goal.pk, world.school.pk])
    assert begin in page(world, "staff", "round-show", row.pk)
    assert begin not in text


def test_the_council_secretary_records_that_the_report_is_approved(world: World) -> None:
    row = made_round(world, "closed")
    answer = post(world, "council_secretary", "round-adopt", row.pk, date="2026-11-02", paragraph="40")
    assert answer.status_code == 302
    assert FollowUpRound.objects.get().state == "adopted"


# Activities


def test_a_unit_plans_for_a_goal_and_its_manager_decides(world: World) -> None:
    goal = made_goal(world)
    world.phase("breakdown")
    data = {"unit": world.preschool.pk, "text": "Öppna en avdelning", "state": "planned", "due": "2027-06"}
    assert post(world, "unit_staff", "activity-plan", world.term, goal.pk, **data).status_code == 302
    row = Activity.objects.get()
    assert (row.unit, row.due) == (world.preschool, "2027-06")
    assert "inte beslutad" in page(world, "unit_staff", "activity-list", world.term)
    assert "Öppna en avdelning" not in page(world, "employee", "activity-list", world.term)
    assert post(world, "manager", "activity-decide", row.pk).status_code == 302
    assert "Öppna en avdelning" in page(world, "employee", "activity-list", world.term)
    assert post(world, "manager", "activity-decide", row.pk).status_code == 422


def test_two_who_change_an_activity_see_both_texts(world: World) -> None:
    row = made_activity(world)
    from followup import activities

    seen = activities.stamp(row)
    activities.edit(row, by=world.staff, seen=seen, text="Den andras")
    answer = post(world, "unit_staff", "activity-edit", row.pk, text="Min egen", state="done", seen=seen)
    assert answer.status_code == 409
    assert "Min egen" in answer.content.decode() and "andras" in answer.content.decode()


# Few queries


def counted(world: World, who: str, name: str, *args: Any) -> int:
    made, address = client(world, who), reverse(f"followup:{name}", args=args)
    made.get(address)
    with CaptureQueriesContext(connection) as found:
        assert made.get(address).status_code == 200
    return len(found)


def test_all_judgements_are_ready_on_the_last_of_the_organs_days(world: World) -> None:
    row = made_round(world)
    for organ, due in ((world.school, "2028-02-23"), (world.board, "2028-03-16")):
        RoundDeadline.objects.create(round=row, organ=organ, due=due)
    assert "2028-03-16" in page(world, "controller", "round-list", world.term)


PAGES = [
    ("controller", "rounds"), ("controller", "round-list"), ("controller", "round-show"), ("staff", "round-show"),
    ("auditor", "round-departures"), ("controller", "round-edit"), ("controller", "round-close"),
    ("staff", "assessment-show"), ("board_staff", "assessment-show"), ("staff", "assessment-edit"),
    ("staff", "assessment-new"), ("board_staff", "assessment-area"), ("board_staff", "assessment-whole"),
    ("secretary", "assessment-decision"), ("manager", "assessment-ready"), ("staff", "activity-list"),
]  # fmt: skip


@pytest.mark.alike
def test_a_page_takes_as_few_queries_for_many_rows(world: World) -> None:
    round_ = made_round(world)
    draft = made_assessment(world, "draft", round_, made_goal(world, key="a"))
    made = made_assessment(world, "approved", round_, made_goal(world, key="b"), written=[])
    left = made_goal(world, key="c")
    special: dict[str, list[Any]] = {
        "rounds": [], "round-list": [world.term], "activity-list": [world.term], "assessment-edit": [draft.pk],
        "assessment-ready": [draft.pk], "assessment-new": [round_.pk, left.pk, world.school.pk],
        "assessment-area": [round_.pk, world.area.pk], "assessment-decision": [round_.pk, world.school.pk],
    }  # fmt: skip
    shown = {"staff": draft.pk, "board_staff": made.pk}

    def counts() -> dict[tuple[str, str], int]:
        return {
            (who, name): counted(
                world, who, name, *([shown[who]] if name == "assessment-show" else special.get(name, [round_.pk]))
            )
            for who, name in PAGES
        }

    made_activity(world, goal=draft.goal)
    made_assessment(world, "ready", round_, made_goal(world, key="r"))
    few = counts()
    for number in range(6):
        goal = made_goal(world, key=f"m{number}")
        made_assessment(world, ("draft", "ready", "approved")[number % 3], round_, goal)
        made_activity(world, goal=goal)
    assert counts() == few
    assert max(few.values()) <= 15, few
