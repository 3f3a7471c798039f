"""The pages of needs and proposals: what they show to whom, and that nothing typed is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from burlov_styrning import clock
from burlov_styrning.base import comments
from burlov_styrning.base.models import Decision, Municipality
from burlov_styrning.refusals import Refusal
from goals import needs, proposals
from goals.models import GoalProposal, Need
from goals.written import Line, Written, content_of
from indicators.models import ComparisonGroup, Outcome
from tests.goals.making import complete_text, made, made_draft, made_need
from tests.world import CAST, World, make_indicator

pytestmark = pytest.mark.django_db


def signed_in(world: World, who: str) -> Client:
    client = Client()
    client.force_login(world.users[who])
    return client


def address(world: World, name: str, *args: Any) -> str:
    return reverse(f"goals:{name}", args=[world.term, *args])


def page(world: World, who: str, name: str, *args: Any, query: str = "", status: int = 200) -> str:
    answer = signed_in(world, who).get(address(world, name, *args) + query)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def post(world: World, who: str, name: str, *args: Any, **data: Any) -> Any:
    return signed_in(world, who).post(address(world, name, *args), data)


def typed(world: World, **changes: Any) -> dict[str, Any]:
    """The whole form, filled in; one indicator, one unit."""
    return {
        "title": "Fler barn får plats",
        "wording": "Senast 2030 får 83 procent plats.",
        "target_group": "Barn 1–5 år",
        "area": world.area.pk,
        "function": "Förskolechef",
        "union": "not_needed",
        "revision": "1",
        "indikator-TOTAL_FORMS": "1",
        "indikator-INITIAL_FORMS": "0",
        "indikator-0-indicator": world.indicator.name,
        "indikator-0-baseline_year": "2025",
        "indikator-0-baseline": "67,5",
        "indikator-0-target": "1 083",
        "indikator-0-value_2027": "70",
        "hord-TOTAL_FORMS": "1",
        "hord-INITIAL_FORMS": "0",
        "hord-0-unit": world.preschool.pk,
        "hord-0-date": "2026-10-05",
        "operating_2027": "1 250",
        "gor": "spara",
    } | changes


def outcomes(world: World, **values: int) -> None:
    """`y2025=65`: our own outcomes."""
    for year, value in values.items():
        Outcome.objects.create(
            indicator=world.indicator, version=world.indicator.current, municipality=world.municipality,
            period=year[1:], year=int(year[1:]), value=Decimal(value),
        )  # fmt: skip


# Writing a need


def test_a_need_is_written_on_its_page(world: World) -> None:
    world.phase("needs")
    name = world.indicator.name
    answer = post(world, "unit_staff", "need-write", unit=world.preschool.pk, text="Kön växer", indicators=[name, ""])
    need = Need.objects.get()
    assert answer["Location"] == address(world, "need-show", need.pk)
    assert (need.unit, list(need.indicators.all())) == (world.preschool, [world.indicator])


def test_what_a_program_leaves_in_pasted_text_is_taken_out_and_its_line_ends_are_kept(world: World) -> None:
    world.phase("needs")
    post(world, "unit_staff", "need-write", unit=world.preschool.pk, text="Kön\x0bväxer\x01 i\x1f dag\x7f")
    assert Need.objects.get().text == "Kön\nväxer i dag"


def test_an_unknown_indicator_gets_a_suggestion(world: World) -> None:
    world.phase("needs")
    answer = post(
        world, "unit_staff", "need-write", unit=world.preschool.pk, text="Kön växer", evidence="Enkät 2026",
        indicators=["Indikatr plats"],
    )  # fmt: skip
    text = answer.content.decode()
    assert "Menade du ”Indikator plats”?" in text
    assert "Kön växer" in text and "Enkät 2026" in text and 'value="Indikatr plats"' in text
    assert not Need.objects.exists()


def test_two_who_change_a_need_see_both_texts(world: World) -> None:
    need = made_need(world)
    needs.edit(need, by=world.staff, revision=1, text="Den andras text")
    answer = post(world, "unit_staff", "need-edit", need.pk, text="Min egen text", revision="1")
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Min egen text" in text and "andras" in text
    assert 'name="revision" value="2"' in text


def test_a_unit_sees_what_became_of_its_need(world: World) -> None:
    need = made_need(world)
    made(world, "submitted", need)
    text = page(world, "unit_staff", "need-show", need.pk)
    assert "Fler barn får plats i tid" in text and "besvarat av förslag" in text


# Writing a proposal


def test_a_proposal_is_written_on_one_page(world: World) -> None:
    need = made_need(world)
    world.phase("proposals")
    answer = post(world, "staff", "proposal-new", **typed(world, needs=[need.pk]))
    proposal = GoalProposal.objects.get()
    assert answer["Location"] == address(world, "proposal-show", proposal.pk)
    content = content_of(proposal)
    assert (content.indicators[0].baseline, content.indicators[0].target) == (Decimal("67.5"), Decimal(1083))
    assert content.indicators[0].values == {2027: Decimal(70)}
    assert (content.cost[0].operating, content.needs[0].key) == (Decimal(1250), need.key)


def test_a_wrong_number_keeps_every_typed_word_and_says_what_to_write(world: World) -> None:
    world.phase("proposals")
    wrong = typed(world, **{"indikator-0-target": "1.234", "title": "Min titel", "realistic": "Mina skäl"})
    answer = post(world, "staff", "proposal-new", **wrong)
    text = answer.content.decode()
    assert answer.status_code == 422
    for word in ("Min titel", "Mina skäl", "67,5", 'value="1.234"', "kan läsas på två sätt"):
        assert word in text, word
    assert 'href="#id_indikator-0-target"' in text
    assert not GoalProposal.objects.exists()


def test_without_a_title_the_form_says_that_the_rest_can_wait(world: World) -> None:
    world.phase("proposals")
    text = post(world, "staff", "proposal-new", **typed(world, title="")).content.decode()
    assert text.count("Ge förslaget en kort titel. Resten kan vänta.") == 2, "beside the field and summed up"
    assert "Förskolechef" in text


def test_numbers_without_an_indicator_are_not_dropped_silently(world: World) -> None:
    world.phase("proposals")
    answer = post(world, "staff", "proposal-new", **typed(world, **{"indikator-0-indicator": ""}))
    assert "Välj vilken indikator siffrorna gäller." in answer.content.decode()


def test_the_same_indicator_twice_is_said_and_loses_nothing(world: World) -> None:
    world.phase("proposals")
    twice = {"indikator-TOTAL_FORMS": "2", "indikator-1-indicator": world.indicator.name}
    text = post(world, "staff", "proposal-new", **typed(world, **twice)).content.decode()
    assert "Samma indikator står två gånger" in text and "Förskolechef" in text


@pytest.mark.parametrize(
    "change", [{"indikator-TOTAL_FORMS": "x"}, {"indikator-TOTAL_FORMS": "9999"}, {"revision": "ä"}]
)
def test_a_tampered_form_is_no_fault_of_ours(world: World, change: dict[str, str]) -> None:
    proposal = made_draft(world)
    for action in ("spara", "fler", "kontrollera"):
        answer = post(world, "staff", "proposal-edit", proposal.pk, **typed(world, gor=action, **change))
        assert answer.status_code in (200, 302, 409, 422)


def test_more_rows_than_a_page_can_have_are_refused_in_a_sentence(world: World) -> None:
    proposal = made_draft(world)
    answer = post(world, "staff", "proposal-edit", proposal.pk, **typed(world, **{"indikator-TOTAL_FORMS": "999"}))
    text = answer.content.decode()
    assert answer.status_code == 422 and "Formuläret rymmer högst 60 rader." in text and "Förskolechef" in text


def test_what_is_typed_and_not_saved_is_checked(world: World) -> None:
    proposal = made_draft(world)
    outcomes(world, y2020=60, y2025=65)
    answer = post(world, "staff", "proposal-check", **typed(world, forslag=proposal.pk, wording="Bli bättre"))
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "Skriv målåret 2030 i lydelsen." in text and 'href="#id_wording"' in text
    assert "Senaste utfall" in text
    assert GoalProposal.objects.get().wording != "Bli bättre"


def test_without_javascript_kontrollera_suggests_the_baseline_and_saves_nothing(world: World) -> None:
    world.phase("proposals")
    outcomes(world, y2024=60, y2025=65)
    blank = {"indikator-0-baseline_year": "", "indikator-0-baseline": ""}
    text = post(world, "staff", "proposal-new", **typed(world, gor="kontrollera", **blank)).content.decode()
    assert 'name="indikator-0-baseline_year" value="2025"' in text
    assert 'name="indikator-0-baseline" value="65"' in text
    assert not GoalProposal.objects.exists()


def test_one_more_row_keeps_what_was_typed(world: World) -> None:
    world.phase("proposals")
    text = post(world, "staff", "proposal-new", **typed(world, gor="fler:indikator")).content.decode()
    assert 'name="indikator-1-indicator"' in text and "67,5" in text


def test_two_who_save_the_same_proposal_see_both_texts(world: World) -> None:
    proposal = made_draft(world)
    proposals.edit(proposal, complete_text(world, wording="Den andras lydelse 2030"), by=world.manager, revision=1)
    answer = post(world, "staff", "proposal-edit", proposal.pk, **typed(world, wording="Min lydelse 2030"))
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Min lydelse 2030" in text and "andras" in text
    assert "<del>67,5</del><ins>67</ins>" in text and "<del>1\xa0083</del><ins>83</ins>" in text, "numbers as well"
    assert f"{world.manager.person.name} sparade medan du skrev" in text
    assert 'name="revision" value="2"' in text
    again = post(world, "staff", "proposal-edit", proposal.pk, **typed(world, wording="Min lydelse 2030", revision="2"))
    assert again.status_code == 302
    assert GoalProposal.objects.get().wording == "Min lydelse 2030"


# Ready


def test_marking_ready_lists_what_is_missing_with_links_to_the_fields(world: World) -> None:
    proposal = proposals.draft(world.phase("proposals"), world.school, Written({"title": "Tomt"}), by=world.staff)
    for answer in (
        signed_in(world, "manager").get(address(world, "proposal-ready", proposal.pk)),
        post(world, "manager", "proposal-ready", proposal.pk),
    ):
        text = answer.content.decode()
        assert "Skriv målets lydelse." in text and "Ange ansvarig funktion" in text
        assert f"{address(world, 'proposal-edit', proposal.pk)}#id_wording" in text
    assert answer.status_code == 422
    assert GoalProposal.objects.get().state == "draft"


def test_a_complete_one_is_marked_ready(world: World) -> None:
    proposal = made_draft(world)
    assert post(world, "manager", "proposal-ready", proposal.pk).status_code == 302
    assert GoalProposal.objects.get().state == "ready"


def test_moves_pages_take_their_moves(world: World) -> None:
    proposal = made(world, "ready")
    post(world, "secretary", "proposal-back", proposal.pk, comment="Kortare lydelse")
    assert GoalProposal.objects.get().state == "draft"
    assert "Kortare lydelse" in page(world, "staff", "proposal-show", proposal.pk)
    post(world, "staff", "proposal-invite", proposal.pk, person=world.controller.person.pk)
    assert proposal.title in page(world, "controller", "proposal-show", proposal.pk)
    post(world, "auditor", "proposal-ask", proposal.pk, comment="Granskning 2026")
    assert proposal.title in page(world, "auditor", "proposal-show", proposal.pk)


def test_a_supplement_is_asked_for_answered_and_a_past_day_refused(world: World) -> None:
    proposal = made(world, "submitted")
    answer = post(world, "controller", "proposal-supplement", proposal.pk, comment="Hur?", due="2020-01-01")
    assert "Den dagen har varit" in answer.content.decode()
    post(world, "controller", "proposal-supplement", proposal.pk, comment="Hur?", due="2099-01-01")
    assert GoalProposal.objects.get().due == date(2099, 1, 1)
    post(world, "staff", "proposal-answer", proposal.pk)
    assert GoalProposal.objects.get().state == "submitted"


def test_a_word_about_a_ready_proposal_is_read_inside_its_organ_only(world: World) -> None:
    proposal = made(world, "ready")
    post(world, "member", "proposal-comment", proposal.pk, text="Varför inte 85?")
    assert "Varför inte 85?" in page(world, "staff", "proposal-show", proposal.pk)
    proposals.submit(proposal, by=world.secretary, decision=world.decision(world.school, "submit"))
    assert "Varför inte 85?" not in page(world, "councillor", "proposal-show", proposal.pk)
    with pytest.raises(Refusal):
        comments.write(proposal, by=world.councillor, text="Ett ord")


def test_a_word_is_marked_as_dealt_with_by_its_writer_and_the_staff(world: World) -> None:
    proposal = made(world, "ready")
    said = comments.write(proposal, by=world.member, text="Varför inte 85?")
    here = reverse("goals:proposal-show", args=[world.term, proposal.pk])
    address = reverse("base:comment-resolve", args=[said.pk])
    assert address in page(world, "staff", "proposal-show", proposal.pk)
    assert address not in page(world, "chair", "proposal-show", proposal.pk)

    def marked(who: str, move: str) -> int:
        client = Client()
        client.force_login(world.users[who])
        return client.post(f"{reverse(f'base:comment-{move}', args=[said.pk])}?next={here}").status_code

    found = [marked(who, "resolve") for who in ("chair", "councillor", "other_staff", "auditor", "staff")]
    assert found == [403, 404, 404, 404, 302]
    text = page(world, "member", "proposal-show", proposal.pk)
    assert "avklarad" in text and reverse("base:comment-reopen", args=[said.pk]) in text and address not in text
    assert marked("member", "reopen") == 302
    assert comments.of(proposal)[0].resolved_at is None


# One decision over many


def decided(world: World, *rows: GoalProposal, **changes: Any) -> dict[str, Any]:
    return {"matters": [row.pk for row in rows], "date": "2026-11-18", "paragraph": "112"} | changes


def test_the_secretary_records_one_decision_over_many(world: World) -> None:
    rows = [made(world, "ready"), made(world, "ready", title="Ett till")]
    world.phase("proposals")
    with clock.at(date(2026, 12, 1)):
        answer = post(world, "secretary", "proposal-decision", world.school.pk, "submit", **decided(world, *rows))
    assert answer.status_code == 302
    assert {p.state for p in GoalProposal.objects.all()} == {"submitted"}
    assert Decision.objects.get().paragraph == "112"


def test_a_decision_without_paragraph_or_matters_keeps_what_was_typed(world: World) -> None:
    row = made(world, "ready")
    with clock.at(date(2026, 12, 1)):
        answer = post(
            world, "secretary", "proposal-decision", world.school.pk, "submit",
            **decided(world, paragraph="", text="Nämnden lämnar in"),
        )  # fmt: skip
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Kryssa för minst ett förslag." in text and "Nämnden lämnar in" in text
    assert not Decision.objects.exists()
    assert GoalProposal.objects.get(pk=row.pk).state == "ready"


# Who reads what


def test_the_controller_sees_that_a_draft_exists_and_nothing_of_its_text(world: World) -> None:
    made_draft(world, title="MARKERTITEL", wording="MARKERLYDELSE 2030")
    text = page(world, "controller", "proposal-list")
    assert "Under arbete i nämnderna" in text and "p1" in text and "utkast" in text
    assert "MARKER" not in text
    assert "Under arbete i nämnderna" not in page(world, "councillor", "proposal-list")


@pytest.mark.parametrize("state", ["draft", "supplement", "withdrawn"])
def test_the_text_that_is_worked_on_is_nowhere_for_others(world: World, state: str) -> None:
    """Marker words in a draft, a supplement and a draft taken up again: no page, list or search shows them."""
    need = made_need(world, text="MARKERBEHOV" if state == "draft" else "Behovet")
    marked = complete_text(
        world, need, title="MARKERTITEL", wording="MARKERLYDELSE 2030", realistic="MARKERSKÄL", function="MARKERCHEF"
    )
    proposal = made(world, state, need)
    if state == "withdrawn":
        proposals.take_up(proposal, by=world.staff)
    step = proposals.complete if state == "supplement" else proposals.edit
    step(proposal, marked, by=world.staff, revision=proposal.revision)
    inside = {"unit_staff", "staff", "manager"}
    if state == "supplement":
        inside |= {"member", "deputy", "chair", "secretary"}
    leaks = []
    for who in sorted(set(CAST) - inside):
        client = signed_in(world, who)
        for name, args, query in (
            ("proposal-list", (), ""), ("proposal-list", (), "?q=MARKERLYDELSE"), ("needs", (), ""),
            ("proposal-show", (proposal.pk,), ""), ("proposal-versions", (proposal.pk,), ""),
            ("proposal-compare", (proposal.pk,), "?fran=1&till=2"), ("proposal-edit", (proposal.pk,), ""),
            ("proposal-comment", (proposal.pk,), ""), ("need-show", (need.pk,), ""),
        ):  # fmt: skip
            answer = client.get(address(world, name, *args) + query)
            text = answer.content.decode().replace("”MARKERLYDELSE”", "").replace('value="MARKERLYDELSE"', "")
            found = query and f'href="{address(world, "proposal-show", proposal.pk)}"' in text
            if found or "MARKER" in text.replace("q=MARKERLYDELSE", ""):
                leaks.append((who, name, query))
    assert not leaks


def test_versions_are_compared_word_by_word(world: World) -> None:
    proposal = made_draft(world)
    changed = complete_text(world, wording="Senast 2030 får minst 85 procent plats på önskat datum.")
    proposals.edit(proposal, changed, by=world.staff, revision=1)
    text = page(world, "staff", "proposal-compare", proposal.pk, query="?fran=1&till=2")
    assert "<del>83</del>" in text and "<ins>85</ins>" in text
    page(world, "staff", "proposal-compare", proposal.pk, query="?fran=1&till=77", status=404)


def test_values_are_compared_as_wholes_and_an_indicator_that_came_by_its_name(world: World) -> None:
    proposal = made_draft(world)
    line = complete_text(world).lines[0]
    other = make_indicator("annan", name="En annan", direction="lower")
    changed = replace(complete_text(world), lines=[replace(line, target=Decimal(94)), Line(other, 2025, Decimal(7))])
    proposals.edit(proposal, changed, by=world.staff, revision=1)
    text = page(world, "staff", "proposal-compare", proposal.pk)
    assert "<del>83</del> → <ins>94</ins>" in text
    assert "Indikator tillagd" in text and "<ins>En annan</ins>" in text and "lower" not in text


# Constant queries


LISTS = ["needs", "proposal-list"]
ROW_PAGES = ["proposal-show", "proposal-edit", "proposal-ready", "proposal-versions", "proposal-compare"]


def grown(world: World, count: int) -> GoalProposal:
    """A draft with `count` of everything, beside as many others."""
    found = [made_need(world, f"Behov {count} {i}") for i in range(count)]
    group = ComparisonGroup.objects.get_or_create(key="lik", title="Liknande")[0]
    for i in range(count):
        place = Municipality.objects.get_or_create(code=f"1{count}0{i}", name=f"Kommun {i}")[0]
        group.members.add(place)
    base = complete_text(world, None, comparison_group=group)
    lines = [type(base.lines[0])(make_indicator(f"i{count}{i}"), 2025, Decimal(1), Decimal(2)) for i in range(count)]
    text = Written(base.columns, found, lines, base.consulted, base.costs)
    proposal = proposals.draft(world.phase("proposals"), world.school, text, by=world.staff)
    for _i in range(count):
        made(world, "ready", found[0])
        comments.write(GoalProposal.objects.filter(state="ready")[0], by=world.member, text="Ett ord")
    world.phase("needs", "proposals")
    return proposal


@pytest.mark.alike
def test_queries_are_few_and_as_many_with_three_times_the_rows(world: World) -> None:
    few, many = (counted(world, grown(world, rows)) for rows in (1, 3))
    assert few == many
    assert max(few.values()) <= 15, few


def counted(world: World, proposal: GoalProposal) -> dict[str, int]:
    """How often each page asks the database."""
    counts = {}
    for name in (*LISTS, *ROW_PAGES, "need-show", "ready-show"):
        args: list[Any] = [] if name in LISTS else [proposal.pk]
        if name == "need-show":
            args = [proposal.needs.get(text__endswith="0").pk]
        elif name == "ready-show":
            args = [GoalProposal.objects.filter(state="ready")[0].pk]
        client = signed_in(world, "manager")
        url = address(world, "proposal-show" if name == "ready-show" else name, *args)
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        counts[name] = len(queries)
    return counts


def test_a_form_that_nobody_has_written_in_is_not_called_unreadable(world: World) -> None:
    """Its check lists what is missing and no more; what was typed wrongly is said."""
    world.phase("proposals")
    client = Client()
    client.force_login(world.users["staff"])
    url = reverse("goals:proposal-check", args=[world.term])
    empty = {f"{prefix}-{count}_FORMS": str(n) for prefix in ("indikator", "hord")
             for count, n in (("TOTAL", 1), ("INITIAL", 0))}  # fmt: skip
    assert "går inte att läsa" not in client.post(url, empty).content.decode()
    assert "går inte att läsa" in client.post(url, empty | {"hord-0-date": "i våras"}).content.decode()


def test_a_fault_in_a_row_names_the_row_and_what_fits(world: World) -> None:
    for key in ("a", "b"):
        make_indicator(f"pris{key}", world.school, name=f"Kostnad per barn {key}")
    world.phase("proposals")
    client = Client()
    client.force_login(world.users["staff"])
    typed = {f"{prefix}-{count}_FORMS": str(n) for prefix in ("indikator", "hord")
             for count, n in (("TOTAL", 2), ("INITIAL", 0))}  # fmt: skip
    typed |= {"title": "T", "indikator-1-indicator": "kostnad per", "indikator-1-target": "sju",
              "hord-0-unit": str(world.preschool.pk), "hord-0-date": "3000-01-01",
              "union": "done", "union_date": "3000"}  # fmt: skip
    shown = unescape(client.post(reverse("goals:proposal-new", args=[world.term]), typed).content.decode())
    assert "Indikator 2, Föreslaget målvärde:" in shown
    assert "”Kostnad per barn a” och ”Kostnad per barn b”" in shown
    assert "Hörd enhet 1, Hördes: Dagen har inte varit." in shown
    assert "Samverkan ägde rum: Dagen har inte varit." in shown


def test_the_page_of_a_withdrawal_says_what_was_withdrawn(world: World) -> None:
    """It stands in no field of the proposal, which keeps the decision that handed it in."""
    proposal = made(world, "withdrawn")
    withdrawal = Decision.objects.get(kind="withdraw")
    shown = signed_in(world, "secretary").get(reverse("base:decision", args=[withdrawal.pk])).content.decode()
    assert proposal.title in unescape(shown)
    assert "är inte antecknad." not in shown


def test_who_was_heard_is_read_on_the_proposal(world: World) -> None:
    shown = page(world, "secretary", "proposal-show", made(world, "ready").pk)
    assert "Vilka som har hörts" in shown
    assert "Facklig samverkan" in shown


def test_a_managers_first_button_is_to_mark_ready_what_lacks_nothing(world: World) -> None:
    complete, lacking = made_draft(world), made_draft(world, title="Saknar målgrupp", target_group="")
    client = Client()
    client.force_login(world.manager)
    places = []
    for row in (complete, lacking):
        html = client.get(reverse("goals:proposal-show", args=[row.term, row.pk])).content.decode()
        places.append(html.index(f"{row.pk}/klarmarkera/") < html.index(f"{row.pk}/andra/"))
    assert places == [True, False]


# What a list and a proposal say to those who do not write


def test_readers_meet_facts_and_writers_advice(world: World) -> None:
    row = made(world, "submitted")
    GoalProposal.objects.filter(pk=row.pk).update(union="")
    inside, outside = (page(world, who, "proposal-show", row.pk) for who in ("staff", "member"))
    for text in (inside, outside):  # nobody writes on what is handed in
        assert "Om facklig samverkan behövs är inte angivet." in text and "Ange om facklig" not in text
    draft = made_draft(world, union="")
    assert "Ange om facklig samverkan behövs." in page(world, "staff", "proposal-show", draft.pk)


@pytest.mark.parametrize(
    ("who", "sentence"),
    [
        ("employee", "när fullmäktige har beslutat om dem och beslutet är publicerat"),
        ("councillor", "när nämnderna har lämnat in dem"),
        ("other_member", "när de är klarmarkerade för nämnden"),
        ("other_staff", "Inga förslag ännu. Läs behoven"),
    ],
)
def test_an_empty_list_says_what_one_may_read_and_when(world: World, who: str, sentence: str) -> None:
    made_draft(world)
    assert sentence in page(world, who, "proposal-list")


def test_the_needs_say_which_phase_they_are_written_in(world: World) -> None:
    world.phase("selection")
    sentence = "Nya behov kan inte skrivas nu. Detta hör till fasen Behov, som stängdes 2026-12-31."
    assert sentence in page(world, "unit_staff", "needs")
    assert "Nya behov kan inte skrivas" not in page(world, "member", "needs")
    world.phase("needs")
    assert "Nya behov kan inte skrivas" not in page(world, "unit_staff", "needs")
