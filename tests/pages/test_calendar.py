"""The calendar: who sees which days, what a program fetches at an address of one's own, and that it is iCalendar."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from burlov_styrning import ical
from burlov_styrning.base.models import CalendarAddress, Meeting, User
from burlov_styrning.clock import at
from burlov_styrning.ical import Day
from followup import rounds
from tests.followup.making import made_goal
from tests.world import World

ADDRESS = re.compile(r'id="adress" readonly value="https?://[^/]+(/kalender/[\w-]+\.ics)"')
DAY = date(2026, 12, 1)


# iCalendar


def parsed(text: str) -> list[dict[str, str]]:
    """What a calendar program reads, after RFC 5545: strict where the standard is."""
    assert text.endswith("\r\n") and "\n" not in text.replace("\r\n", "")
    assert all(len(line.encode()) <= ical.OCTETS for line in text.split("\r\n"))
    lines = text.replace("\r\n ", "").split("\r\n")[:-1]
    assert lines[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"] and lines[-1] == "END:VCALENDAR"
    assert lines[2].startswith("PRODID:")
    events: list[dict[str, str]] = []
    for line in lines[3:-1]:
        match = re.fullmatch(r"([A-Z-]+)((?:;[A-Z]+=[A-Z]+)*):([^\x00-\x08\x0a-\x1f\x7f]*)", line)
        assert match, line
        if line == "BEGIN:VEVENT":
            events.append({})
        elif line != "END:VEVENT" and events:
            assert match[1] not in events[-1], line
            events[-1][match[1]] = match[3]
    for event in events:
        assert {"UID", "DTSTAMP", "DTSTART", "SUMMARY"} <= event.keys()
        assert re.fullmatch(r"\d{8}T\d{6}Z", event["DTSTAMP"])
        start, end = (datetime.strptime(event[name], "%Y%m%d").date() for name in ("DTSTART", "DTEND"))
        assert end - start == timedelta(days=1)
        assert not re.search(r"(?<!\\)(?:\\\\)*(?:[,;]|\\[^\\;,nN])", event["SUMMARY"])
    assert len({event["UID"] for event in events}) == len(events)
    return events


def unescaped(text: str) -> str:
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], text)


@given(st.lists(st.text(max_size=200), max_size=3), st.dates(date(1900, 1, 1), date(2200, 1, 1)))
@settings(max_examples=60)
def test_whatever_a_title_says_it_is_read_as_it_was_written(titles: list[str], day: date) -> None:
    days = [Day(f"dag-{n}", day, title, text=title, url="https://exempel.se/") for n, title in enumerate(titles)]
    text = ical.calendar(
        "Provköping", days, host="exempel.se", product="Prov, et;c", stamp=datetime(2026, 1, 1, tzinfo=UTC)
    )
    events = parsed(text)
    plain = ["".join(s for s in title if (s >= " " and s != "\x7f") or s in "\n\t") for title in titles]
    assert [unescaped(event["SUMMARY"]) for event in events] == plain


# What a day breaks


@pytest.mark.django_db
def test_a_meeting_that_is_moved_says_what_that_breaks_before_it_is_saved(world: World) -> None:
    term = world.phase("follow_up")
    made_goal(world)
    row = Meeting.objects.create(organ=world.school, date=date(2028, 1, 26), papers=date(2028, 1, 17))
    Meeting.objects.create(organ=world.board, date=date(2028, 3, 15))
    Meeting.objects.create(organ=world.council, date=date(2028, 4, 24))
    rounds.plan(term, 2027, "annual", date(2027, 12, 31), by=world.controller, hand_over=date(2028, 3, 16),
                deadlines={world.school: date(2028, 1, 17)})  # fmt: skip
    client, address = Client(), f"/sammantraden/{row.pk}/andra/"
    client.force_login(world.secretary)
    typed = {"date": "2028-01-12", "papers": "2028-01-03"}
    asked = client.post(address, typed).content.decode()
    row.refresh_from_db()
    assert row.date == date(2028, 1, 26) and "Årsredovisning 2027:" in asked and "Kryssa i om" in asked
    page = client.post(address, typed | {"confirmed": "on"}, follow=True).content.decode()
    row.refresh_from_db()
    assert row.date == date(2028, 1, 12) and "Årsredovisning 2027:" in page
    page = client.post(address, typed | {"title": "Extra"}, follow=True).content.decode()
    assert "Sammanträdet är ändrat" in page  # what is broken already is not asked again


@pytest.mark.django_db
def test_a_meeting_that_is_added_says_what_that_breaks_before_it_is_saved(world: World) -> None:
    term = world.phase("follow_up")
    made_goal(world)
    rounds.plan(term, 2027, "annual", date(2027, 12, 31), by=world.controller, hand_over=date(2028, 3, 15),
                deadlines={world.school: date(2028, 1, 17)})  # fmt: skip
    client, address = Client(), "/sammantraden/nytt/"

    def added(who: str, organ: object, day: str, **more: str) -> str:
        client.force_login(world.users[who])
        typed = {"organ": str(getattr(organ, "pk", "")), "date": day, **more}
        return client.post(address, typed, follow=True).content.decode()

    for day, why in (
        ("2028-03-22", "inget sammanträde mellan periodens slut och"),  # after the board's papers
        ("2028-01-10", "Klara 2028-01-17 är för sent"),
    ):  # its papers come before the data is there
        asked = added("secretary", world.school, day)
        assert not Meeting.objects.exists() and why in asked, day
        assert "Årsredovisning 2027:" in asked and "ska läggas in ändå" in asked
    page = added("secretary", world.school, "2028-03-22", confirmed="on")
    assert Meeting.objects.count() == 1 and "Sammanträdet är inlagt" in page and "Årsredovisning 2027:" in page
    added("secretary", world.school, "2028-04-26")
    assert Meeting.objects.count() == 2, "what is broken already is not asked again"
    asked = added("council_secretary", world.council, "2028-09-01")
    assert Meeting.objects.count() == 2 and "godkänner årsredovisningen 2028-09-01" in asked
    added("secretary", world.school, "2028-01-26", papers="2028-01-17")
    assert Meeting.objects.count() == 3, "nothing is asked of a meeting that is in time"


# Who sees what


def told(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200 and answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Cache-Control"].startswith("private")
    return " | ".join(unescaped(event["SUMMARY"]) for event in parsed(answer.content.decode()))


@pytest.mark.django_db
def test_each_reads_the_days_that_they_may_see_on_the_page_and_at_their_address(world: World) -> None:
    term = world.phase("follow_up")
    made_goal(world)
    Meeting.objects.create(organ=world.school, date=date(2028, 1, 26), papers=date(2028, 1, 17))
    Meeting.objects.create(organ=world.board, date=date(2028, 3, 15))
    row = rounds.plan(term, 2027, "annual", date(2027, 12, 31), by=world.controller, hand_over=date(2028, 4, 20),
                      deadlines={world.school: date(2028, 1, 17)})  # fmt: skip
    addresses = {}
    for who in ("staff", "employee", "controller"):
        client = Client()
        client.force_login(world.users[who])
        with at(DAY):
            assert "Skapa en adress" in client.get("/kalender/").content.decode()
            assert client.post("/kalender/adress/").status_code == 302
            page = client.get("/kalender/").content.decode()
            addresses[who] = ADDRESS.search(page)[1]  # type: ignore[index]
            feed = told(Client(), addresses[who])
        for text in (page, feed):
            assert "handlingsstopp" in text.lower() and "17" in page
            assert ("edömningarna klara, årsredovisning 2027" in text) is (who != "employee")
            assert ("Sista dag enligt lag" in text) is (who != "employee")
        assert ("Det här går inte ihop" in page) is (who == "controller")
        assert ("senast 2028-04-15" in page) is (who == "controller")
    assert row.pk and len(set(addresses.values())) == 3


@pytest.mark.django_db
def test_an_address_that_is_changed_taken_away_or_whose_account_is_closed_leads_nowhere(world: World) -> None:
    signed_in, program = Client(), Client()
    signed_in.force_login(world.staff)

    def address() -> str:
        signed_in.post("/kalender/adress/")
        found: Any = ADDRESS.search(signed_in.get("/kalender/").content.decode())
        return str(found[1])

    first, second = address(), address()
    assert program.get(first).status_code == 404 and program.get(second).status_code == 200
    number = CalendarAddress.objects.get().number
    assert len(number) == 32 and program.get(f"/kalender/{number}.ics").status_code == 404
    assert program.get(f"/kalender/{number}{'A' * 43}.ics").status_code == 404
    signed_in.post("/kalender/adress/ta-bort/")
    assert program.get(second).status_code == 404
    third = address()
    User.objects.filter(pk=world.staff.pk).update(is_active=False)
    assert program.get(third).status_code == 404
