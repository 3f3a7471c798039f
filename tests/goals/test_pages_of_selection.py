"""Pages of selection in the browser's place: reading, ranking, nobody else, the tally, few queries."""

import re
from io import BytesIO
from typing import Any

import pytest
from auditlog.models import LogEntry
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from burlov_styrning.base.models import Assignment, Event, User
from burlov_styrning.pages.book.export import export
from burlov_styrning.workflow import writing
from goals import ballots
from goals.models import GoalProposal, Note, Phase, ProposalIndicator, Term
from tests.goals.making import made, made_need
from tests.goals.test_ballots import handed_in, titles
from tests.goals.test_goals import adopted
from tests.goals.test_selection import recommended
from tests.world import World, make_indicator, make_person

pytestmark = pytest.mark.django_db
URVAL = "/2027-2030/urval/"
MARKER = "MARKERORD"


def signed_in(world: World, who: str) -> Client:
    client = Client()
    client.force_login(world.users[who])
    return client


def text(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path, follow=True)
    assert answer.status_code == status
    return answer.content.decode()


def close(world: World) -> None:
    Phase.objects.filter(phase="selection").update(closes="2026-10-01")


# Reading


def test_one_reads_where_one_was_and_turns_the_pages(world: World) -> None:
    rows = handed_in(world, 3)
    client = signed_in(world, "councillor")
    page = text(client, URVAL)
    assert "Förslag 1 av 3 · 1 av 3 lästa" in page
    assert f'href="{URVAL}{rows[1].pk}/"' in page and 'data-key="ArrowRight"' in page
    assert "Förslag 2 av 3 · 2 av 3 lästa" in text(client, URVAL), "what is read is passed by"
    page = text(client, f"{URVAL}{rows[0].pk}/")
    assert "Förslag 1 av 3 · 2 av 3 lästa" in page
    assert 'rel="prev"' not in page
    assert 'rel="next"' not in text(client, f"{URVAL}{rows[2].pk}/")


def test_the_handed_in_version_is_read_with_its_premises(world: World) -> None:
    made(world, "submitted", made_need(world, "Kön växer"), specific="Gäller alla ansökningar.")
    world.phase("selection")
    proposal = GoalProposal.objects.get()
    recommended(world, proposal)
    with writing():
        GoalProposal.objects.update(wording="Ändrad efter inlämningen", state="supplement", reason="Intern fråga")
    page = text(signed_in(world, "councillor"), URVAL)
    for words in ("Senast 2030 får minst 83 procent", "Gäller alla ansökningar.", "Kön växer", "83", "67", "400",
                  "Kommunstyrelsen föreslår", "Anta (2 december 2026, §\u00a01)", "Komplettering begärd"):  # fmt: skip
        assert words in page, words
    assert "Ändrad efter inlämningen" not in page and "Intern fråga" not in page


def test_filters_narrow_the_way_and_stay_in_it(world: World) -> None:
    rows = handed_in(world, 2)
    with writing():
        GoalProposal.objects.filter(pk=rows[1].pk).update(organ=world.social)
    client = signed_in(world, "councillor")
    page = text(client, f"{URVAL}?namnd={world.social.pk}")
    assert "Förslag 1 av 1" in page
    assert "Utanför det du har filtrerat fram" in text(client, f"{URVAL}{rows[0].pk}/?namnd={world.social.pk}")
    assert "Inga förslag passar" in text(client, f"{URVAL}?omrade=Finns+inte")
    assert "Inga förslag passar" in text(client, f"{URVAL}?namnd=%00&omrade=")


def test_without_proposals_it_says_when_they_come(world: World) -> None:
    world.phase("needs")
    client = signed_in(world, "councillor")
    assert "Nämnderna lämnar in dem under fasen Förslag" in text(client, URVAL)
    assert "Inga förslag är inlämnade ännu" in text(client, f"{URVAL}alla/")
    assert "Listan är tom" in text(client, f"{URVAL}min-lista/")


def test_the_list_of_all_is_searched_and_sorted(world: World) -> None:
    handed_in(world, 3)
    client = signed_in(world, "councillor")
    page = text(client, f"{URVAL}alla/?q=Utbildning&sort=-shown_title")
    assert page.index("Förslag 3</a>") < page.index("Förslag 1</a>")
    assert "Inget innehåller ”Finns inte”" in text(client, f"{URVAL}alla/?q=Finns+inte")


def test_a_note_is_saved_and_too_long_a_one_is_kept_with_a_sentence(world: World) -> None:
    row = handed_in(world, 1)[0]
    client = signed_in(world, "councillor")
    address = f"{URVAL}{row.pk}/anteckning/"
    assert "Bara du ser den" in client.post(address, {"text": "Fråga nämnden"}, follow=True).content.decode()
    assert Note.objects.get().text == "Fråga nämnden"
    answer = client.post(address, {"text": "x" * 5001}).content.decode()
    assert "Korta anteckningen" in answer and "x" * 5001 in answer
    assert Note.objects.get().text == "Fråga nämnden"


# Ranking


def test_buttons_order_the_list_without_javascript(world: World) -> None:
    one, two, *_rest = handed_in(world)
    client = signed_in(world, "councillor")
    for proposal, move in ((one, "lagg-till"), (two, "lagg-till"), (two, "upp")):
        answer = client.post(f"{URVAL}{proposal.pk}/{move}/?sida={one.pk}")
        assert (answer.status_code, answer["Location"]) == (302, f"{URVAL}{one.pk}/#lista")
    assert titles(world) == ["Förslag 2", "Förslag 1"]
    page = text(client, f"{URVAL}{one.pk}/")
    assert "2 av 3" in page and "Förslaget står på plats 2 av 2" in page
    for words in ("Ingen annan ser din lista förrän listorna stängts efter 31 december 2026", "rådgivande",
                  "allmänna handlingar", "kan den ändras", "Kvitto"):  # fmt: skip
        assert words in page, words
    client.post(f"{URVAL}{two.pk}/ner/")
    client.post(f"{URVAL}{one.pk}/ta-bort/")
    assert titles(world) == ["Förslag 2"]
    receipt = text(client, f"{URVAL}min-lista/")
    assert "Förslag 2" in receipt and "1 av 3 platser är fyllda" in receipt


def test_a_full_list_says_what_is_possible(world: World) -> None:
    rows = handed_in(world)
    for row in rows[:3]:
        ballots.add(row, by=world.councillor)
    client = signed_in(world, "councillor")
    assert "Listan är full. Ta bort ett förslag" in text(client, f"{URVAL}{rows[3].pk}/")
    answer = client.post(f"{URVAL}{rows[3].pk}/lagg-till/")
    assert answer.status_code == 422
    assert "rymmer 3 förslag" in answer.content.decode()


def test_when_the_lists_are_closed_the_list_stands_and_says_so(world: World) -> None:
    row = handed_in(world)[0]
    ballots.add(row, by=world.councillor)
    close(world)
    client = signed_in(world, "councillor")
    page = text(client, f"{URVAL}{row.pk}/")
    assert "Listorna stängdes 1 oktober 2026" in page and "ta-bort" not in page and "lagg-till" not in page
    answer = client.post(f"{URVAL}{row.pk}/ta-bort/")
    assert answer.status_code == 422 and "Listorna stängdes" in answer.content.decode()
    assert titles(world) == ["Förslag 1"]


@pytest.mark.parametrize("path", ["urval/999999/", "urval/999999999999999999999/", "urval/sammanrakning.pdf"])
def test_wrong_addresses_are_not_found(world: World, path: str) -> None:
    assert signed_in(world, "councillor").get(f"/2027-2030/{path}").status_code == 404


def test_the_page_never_calls_it_a_vote(world: World) -> None:
    row = handed_in(world)[0]
    client = signed_in(world, "councillor")
    for path in (URVAL, f"{URVAL}{row.pk}/", f"{URVAL}alla/", f"{URVAL}min-lista/", f"{URVAL}sammanrakning/"):
        page = text(client, path).lower()
        assert "röst" not in page and "valsedel" not in page


# Nobody else


def test_an_open_list_is_nowhere_for_anybody_else(world: World) -> None:
    """One's list names a proposal; nobody else's page, file or log is another for it."""
    rows = handed_in(world, 3)
    paths = [URVAL, f"{URVAL}alla/", f"{URVAL}min-lista/", f"{URVAL}sammanrakning/", f"{URVAL}sammanrakning.csv",
             f"{URVAL}sammanrakning.xlsx", "/2027-2030/forslag/", "/beslut/",
             f"{URVAL}bredvid/", "/", "/mitt-arbete/", "/oppna-data/", "/om-styrningen/", "/perioder/2027-2030/",
             *[f"{URVAL}{row.pk}/" for row in rows], *[f"/2027-2030/forslag/{row.pk}/" for row in rows]]  # fmt: skip
    clients = {who: signed_in(world, who) for who in world.users if who != "councillor"} | {"anonymous": Client()}

    def seen() -> dict[tuple[str, str], bytes]:
        found = {}
        for who, client in clients.items():
            for path in paths:
                found[who, path] = _without_tokens(client.get(path).content)
        return found

    for path in paths:
        clients["councillor_b"].get(path)  # reading is noted the first time
    before, book = seen(), export(world.term)
    ballots.rank(world.term, [rows[2], rows[0]], by=world.councillor)
    ballots.note(rows[0], MARKER, by=world.councillor)
    after = seen()
    assert [key for key in before if before[key] != after[key]] == []
    assert export(world.term) == book
    assert all(MARKER.encode() not in page for page in after.values())
    assert MARKER not in "".join(f"{e.changes}{e.object_repr}" for e in LogEntry.objects.all())
    assert MARKER not in "".join(f"{e.comment}{e.remarks}" for e in Event.objects.all())


def _without_tokens(content: bytes) -> bytes:
    import re

    content = re.sub(rb'name="(csrfmiddlewaretoken|once)" value="[^"]+"', b"", content)
    return re.sub(rb'nonce="[^"]+"|csrf[^"]*"[^"]*"[^"]*"', b"", content)


# The tally


def test_before_closing_the_tally_is_a_sentence(world: World) -> None:
    row = handed_in(world)[0]
    ballots.add(row, by=world.councillor)
    client = signed_in(world, "controller")
    page = text(client, f"{URVAL}sammanrakning/")
    assert "De räknas samman när listorna har stängts efter 31 december 2026" in page
    assert "Förslag 1" not in page
    assert client.get(f"{URVAL}sammanrakning.csv").status_code == 422


def test_after_closing_table_chart_and_files_say_the_same_and_that_it_is_advisory(world: World) -> None:
    one, two, *_rest = handed_in(world, 3)
    ballots.rank(world.term, [one, two], by=world.councillor)
    ballots.rank(world.term, [two, one], by=world.councillor_b)
    close(world)
    client = signed_in(world, "board_member")
    page = text(client, f"{URVAL}sammanrakning/")
    assert "1, delad" in page and "delar första platsen med 5 poäng" in page
    assert page.count("ådgivande") >= 3
    lines = client.get(f"{URVAL}sammanrakning.csv").content.decode("utf-8-sig").splitlines()
    assert lines[1].startswith("1, delad;Förslag 1;Utbildningsnämnden;5;2;") and lines[1].endswith("Rådgivande.")
    book = load_workbook(BytesIO(client.get(f"{URVAL}sammanrakning.xlsx").content))
    assert [row[3].value for row in book.worksheets[0].iter_rows(min_row=2)] == [5, 5, 0]


def test_a_title_that_is_a_formula_is_text_in_the_file(world: World) -> None:
    handed_in(world, 1)
    made(world, "submitted", title="=HYPERLINK(1)")
    world.phase("selection")
    close(world)
    body = signed_in(world, "controller").get(f"{URVAL}sammanrakning.csv").content.decode("utf-8-sig")
    assert ";'=HYPERLINK(1);" in body


# Two windows, and the list by itself


HTMX = {"HX-Request": "true"}


def test_a_script_gets_the_list_alone_and_what_happened_in_words(world: World) -> None:
    one, two, *_rest = handed_in(world)
    client = signed_in(world, "councillor")
    page = client.post(f"{URVAL}{one.pk}/lagg-till/?sida={one.pk}", headers=HTMX).content.decode()
    assert "Plats 1 av 1: Förslag 1. Sparad." in page and "<html" not in page and 'hx-swap-oob="true"' in page
    client.post(f"{URVAL}{two.pk}/lagg-till/")
    page = client.post(f"{URVAL}{two.pk}/plats/?sida=min-lista", {"place": "1"}, headers=HTMX).content.decode()
    assert "Plats 1 av 2: Förslag 2. Sparad." in page and "2 av 3 platser är fyllda" in page
    assert titles(world) == ["Förslag 2", "Förslag 1"]
    for wrong in ("", "x", "-1", "99999999999"):
        client.post(f"{URVAL}{one.pk}/plats/", {"place": wrong})
        assert sorted(titles(world)) == ["Förslag 1", "Förslag 2"]


def test_a_refusal_stands_in_the_list(world: World) -> None:
    rows = handed_in(world)
    ballots.rank(world.term, rows[:3], by=world.councillor)
    answer = signed_in(world, "councillor").post(f"{URVAL}{rows[3].pk}/lagg-till/", headers=HTMX)
    assert answer.status_code == 422 and "rymmer 3 förslag" in answer.content.decode()
    assert "<html" not in answer.content.decode()


def test_a_window_gone_stale_undoes_nothing_and_hears_of_it(world: World) -> None:
    one, two, three, _four = handed_in(world)
    ballots.rank(world.term, [one, two, three], by=world.councillor)
    stale = ballots.seen([one.pk, two.pk, three.pk])
    ballots.remove(one, by=world.councillor)
    client = signed_in(world, "councillor")
    page = client.post(f"{URVAL}{three.pk}/upp/", {"shown": stale}, follow=True).content.decode()
    assert titles(world) == ["Förslag 3", "Förslag 2"] and "ändrats i ett annat fönster" in page
    page = client.post(f"{URVAL}{one.pk}/upp/", {"shown": stale}, headers=HTMX).content.decode()
    assert "”Förslag 1” står inte på listan" in page and "ändrats i ett annat fönster" in page
    assert titles(world) == ["Förslag 3", "Förslag 2"], "what was taken off is not put back by being moved"
    page = client.post(f"{URVAL}{three.pk}/ner/", {"shown": f"{three.pk}-{two.pk}"}, headers=HTMX).content.decode()
    assert "ändrats" not in page


def shown_in(page: str) -> str:
    """What the form of the note says that it showed."""
    return re.findall(r'name="shown" value="([^"]*)" id="id_shown"', page)[0]


def test_a_note_of_another_window_is_not_written_over(world: World) -> None:
    row = handed_in(world, 1)[0]
    client = signed_in(world, "councillor")
    shown = shown_in(client.get(f"{URVAL}{row.pk}/").content.decode())
    address = f"{URVAL}{row.pk}/anteckning/"
    client.post(address, {"text": "Första fönstret", "shown": shown})
    answer = client.post(address, {"text": "Andra fönstret", "shown": shown})
    page = answer.content.decode()
    assert answer.status_code == 409 and "Första" in page and "Andra fönstret" in page
    assert Note.objects.get().text == "Första fönstret"
    client.post(address, {"text": "Båda", "shown": shown_in(page)})
    assert Note.objects.get().text == "Båda"
    assert client.post(address, {"text": "Båda", "shown": "gammalt"}).status_code == 302, "the same text is no conflict"


# Two side by side


def test_two_stand_beside_each_other_with_the_own_notes(world: World) -> None:
    one, two, *_rest = handed_in(world, 3)
    ballots.note(one, "Fråga ett", by=world.councillor)
    ballots.note(two, "Inte min", by=world.councillor_b)
    client = signed_in(world, "councillor")
    page = text(client, f"{URVAL}bredvid/?a={one.pk}&b={two.pk}")
    assert page.count("<article") == 2 and "Fråga ett" in page and "Inte min" not in page
    assert "samma förslag två gånger" in text(client, f"{URVAL}bredvid/?a={one.pk}&b={one.pk}")
    hidden = made(world, "draft", title="Hemligt utkast")
    for odd in ("", "?a=x&b=", f"?a={one.pk}&b={hidden.pk}", "?a=99999999999999999999&b=1"):
        page = text(client, f"{URVAL}bredvid/{odd}")
        assert "<article" not in page and "Hemligt utkast" not in page
    assert not Note.objects.filter(proposal=two, person=world.councillor.person).exists(), "compared is not yet read"


def test_filters_by_indicator_read_what_was_handed_in(world: World) -> None:
    _one, two = handed_in(world, 2)
    other = make_indicator("annan", world.school)
    with writing():
        GoalProposal.objects.filter(pk=two.pk).update(state="supplement", reason="Fråga")
        ProposalIndicator.objects.filter(proposal=two).update(indicator=other)  # written on after the handing in
    client = signed_in(world, "councillor")
    assert "Förslag 1 av 2" in text(client, f"{URVAL}?indikator=plats")
    assert "Inga förslag passar" in text(client, f"{URVAL}?indikator=annan")
    page = text(client, f"{URVAL}alla/?indicator=plats")
    assert "2 träffar" in page and f'href="{URVAL}?indikator=plats"' in page and "Indikator annan" not in page


def test_the_committees_other_proposals_are_at_hand(world: World) -> None:
    rows = handed_in(world, 3)
    with writing():
        GoalProposal.objects.filter(pk=rows[2].pk).update(organ=world.social)
    page = text(signed_in(world, "councillor"), f"{URVAL}{rows[0].pk}/")
    assert f"bredvid/?a={rows[0].pk}&amp;b={rows[1].pk}" in page and f"&amp;b={rows[2].pk}" not in page


# Party groups


def test_a_party_groups_list_is_written_by_all_in_it(world: World) -> None:
    rows = handed_in(world)
    Term.objects.update(ballots_by="party")
    make_person("mate", "councillor", world.council, party="Parti A")
    world.users["mate"] = User.objects.get(person__key="mate")
    mine, mates = signed_in(world, "councillor"), signed_in(world, "mate")
    shown = ballots.seen([])
    mine.post(f"{URVAL}{rows[0].pk}/lagg-till/", {"shown": shown})
    add = f"{URVAL}{rows[1].pk}/lagg-till/?sida={rows[1].pk}"
    page = mates.post(add, {"shown": shown}, headers=HTMX).content.decode()
    assert "ändrats av någon annan i gruppen" in page and "Alla i Parti A kan ändra listan" in page
    for client in (mine, mates):
        page = text(client, f"{URVAL}min-lista/")
        assert "Partigruppens prioriteringslista" in page and "Förslag 1" in page and "Förslag 2" in page
    assert "Listan är tom" in text(signed_in(world, "councillor_b"), f"{URVAL}min-lista/")
    close(world)
    page = text(signed_in(world, "controller"), f"{URVAL}sammanrakning/")
    assert "Så prioriterade fullmäktiges partigrupper" in page and "1 partigrupps lista räknas" in page


def test_without_a_party_nothing_is_offered_and_it_says_why(world: World) -> None:
    row = handed_in(world, 1)[0]
    Term.objects.update(ballots_by="party")
    Assignment.objects.filter(person__user=world.councillor).update(party="")
    page = text(signed_in(world, "councillor"), f"{URVAL}{row.pk}/")
    assert "ditt uppdrag säger inget parti" in page and "lagg-till" not in page


# Few queries


def queries(client: Client, path: str) -> int:
    client.get(path)  # what is noted once is not counted
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get(path).status_code == 200
    return len(found)


@pytest.mark.alike
def test_the_number_of_queries_is_small_and_does_not_grow(world: World) -> None:
    rows = handed_in(world, 2)
    for row in rows:
        ballots.add(row, by=world.councillor)
    goal = adopted(world)
    pages: list[tuple[str, str]] = [
        ("councillor", f"{URVAL}{rows[0].pk}/"), ("councillor", f"{URVAL}alla/"), ("councillor", f"{URVAL}min-lista/"),
        ("board_secretary", f"{URVAL}styrelsens-forslag/"), ("council_secretary", f"{URVAL}beslut/"),
        ("council_secretary", "/2027-2030/mal/nytt/"), ("council_secretary", f"/2027-2030/mal/{goal.pk}/andra/"),
        ("council_secretary", f"/2027-2030/mal/{goal.pk}/upphor/"), 
    ]  # fmt: skip
    before = {path: queries(signed_in(world, who), path) for who, path in pages}
    more: list[Any] = [made(world, "submitted", title=f"Till {n}") for n in range(6)]
    world.phase("selection")
    ballots.rank(world.term, [*rows, GoalProposal.objects.get(pk=more[0].pk)], by=world.councillor)
    recommended(world, *GoalProposal.objects.filter(pk__in=[row.pk for row in more]))
    adopted(world)
    after = {path: queries(signed_in(world, who), path) for who, path in pages}
    close(world)
    tally = queries(signed_in(world, "controller"), f"{URVAL}sammanrakning/")
    assert max(*after.values(), tally) <= 15, (after, tally)
    assert {path: after[path] - before[path] for path in after if after[path] > before[path] + 1} == {}
