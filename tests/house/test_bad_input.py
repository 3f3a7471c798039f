"""Nothing that a person types, into an address or into a form, breaks the house: an answer, never a 500."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from html.parser import HTMLParser
from itertools import product
from typing import Any
from urllib.parse import unquote
from zlib import crc32

import pytest
from django.test import Client
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve, reverse
from django.utils.http import urlencode

from tests.house.rows import Row
from tests.house.test_access import NOT_OURS, all_rows
from tests.sharing import WHOLE, share
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unprinted")]

WRONG_NUMBERS = ("0", "9223372036854775808", "9" * 4400)
WRONG_TERMS = ("2027-2030", "1900-1901", "2030-2027", "0000-0000", "9999-9999")
ODD_WORDS = ("x", "%00", "%ff", "..%2f..", "😀", "a" * 3000, "%0d%0aSet-Cookie:x")
ODD_VALUES = (
    "", "0", "-1", "1.5", "NaN", "Infinity", "1e999", "9" * 5000, "\x00", "a\x00b", "\ud800", "'\"<script>", "{{ 7 }}",
    "%", "_", "\\", "😀" * 300, "null", "[]", "../../etc/passwd", "٣", "²", "２０２７", "9999-99-99", "0000-00-00",
    "2026-02-30", "-999999999-01-01", " \t\r\n ", "state__in", "pk", "password", "-" * 50,
)  # fmt: skip
"""What is put into query strings and forms: too large, of another kind, control characters, digits that are not 0–9."""
QUERIES = ("q", "sort", "page", "state", "unit", "organ", "arende", "fran", "till", "next", "ar", "term", "forslag",
           "visa", "enhet", "behov")  # fmt: skip
WORST = ("", "9" * 5000, "\x00", "²")
"""What a field that nobody types into is given: revisions, ids and counts are read as numbers."""
EVERY = 20
"""Of the addresses that lead to no view every so many is asked for."""
TURNS, STEP = 3 if WHOLE else 1, 11
"""So many turns of so many steps come past every odd value, in one field or another; pages begin at different ones."""
ELSEWHERE = {"next", "language"}
"""Fields of the forms in the head of every page, sent to other addresses."""
WHO = ("anonymous", "controller")


def client_of(world: World, who: str) -> Client:
    """A browser of that person, which answers a fault with the page of faults as in production."""
    client = Client(raise_request_exception=False)
    if who != "anonymous":
        client.force_login(world.users[who])
    return client


def routes(resolver: Any = None, before: str = "/") -> Iterator[str]:
    """Every route of the site, with its placeholders: `/<term:term>/behov/<int:pk>/`."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, route)
        elif isinstance(pattern, URLPattern) and not (pattern.name or "").startswith(NOT_OURS):
            yield route


def odd_addresses(route: str) -> Iterator[str]:
    """The route with each placeholder filled with what nobody has, or what nobody could mean."""
    holes = re.findall(r"<[^>]+>", route)
    for hole in holes:
        for odd in (*WRONG_NUMBERS, *WRONG_TERMS, *ODD_WORDS):
            address = route.replace(hole, odd, 1)
            yield re.sub(r"<[^>]+>", lambda found: "2027-2030" if "term" in found[0] else "1", address)


def leads_somewhere(address: str) -> bool:
    """Whether there is a view that is asked; all others get one and the same page."""
    try:
        resolve(unquote(address))
    except Resolver404:
        return False
    return True


@pytest.mark.both
@pytest.mark.parametrize("who", WHO)
def test_no_address_breaks_the_house(who: str, world: World) -> None:
    world.phase("proposals")
    client = client_of(world, who)
    odd = sorted({address for route in routes() for address in odd_addresses(route)})
    lead_somewhere = [address for address in odd if leads_somewhere(address)]
    asked = share(lead_somewhere, of=who) + share(sorted({*odd} - {*lead_somewhere}), of=who)[::EVERY]
    broken = [address[:120] for address in asked if client.get(address).status_code >= 500]
    assert len(asked) > 250
    assert broken == []


def opened() -> list[Row]:
    """Each page once, with the first object that the access table makes for it."""
    return list({row.name: row for row in reversed(all_rows()) if row.allowed and not row.post_only}.values())


def somebody(row: Row, world: World) -> Client:
    """One of those who get the page: a person who can do something there rather than one who only reads."""
    order = ("controller", "manager", "secretary", "staff", "councillor", "administrator", "council_secretary")
    who = next((name for name in order if name in row.allowed), min(row.allowed))
    return client_of(world, who)


class Fields(HTMLParser):
    """The fields of a page's forms with their values, as a browser would send them without anything typed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self.hidden: set[str] = set()
        self.buttons: list[tuple[str, str]] = []
        self.inside = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        name, value = said.get("name") or "", said.get("value") or ""
        if tag in ("select", "textarea"):
            self.inside = name
            self.found.setdefault(name, "")
        elif tag == "option" and self.inside and ("selected" in said or not self.found[self.inside]):
            self.found[self.inside] = value
        elif tag == "button" and name:
            self.buttons.append((name, value))
        elif tag == "input" and name not in ("csrfmiddlewaretoken", "once", "labels"):  # tests/base/test_once.py
            self._input(name, value, said)

    def _input(self, name: str, value: str, said: dict[str, str | None]) -> None:
        if said.get("type") in ("checkbox", "radio") and "checked" not in said:
            return
        self.found[name] = value
        if said.get("type") == "hidden":
            self.hidden.add(name)

    def handle_data(self, data: str) -> None:
        if self.inside and self.lasttag == "textarea":
            self.found[self.inside] += data.removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("select", "textarea"):
            self.inside = ""


@pytest.mark.parametrize("row", opened(), ids=lambda row: f"{row.name} {row.case}".strip())
def test_no_page_is_broken_by_what_is_typed(row: Row, world: World) -> None:
    """In the address's query and in the form: the counts, ids and revisions that a form carries as well."""
    address = reverse(row.name, kwargs=row.kwargs(world))
    client = somebody(row, world)
    shown = client.get(address)
    page = Fields(shown.content.decode() if shown["Content-Type"].startswith("text/html") else "")
    turns = [crc32(row.name.encode()) + turn for turn in range(TURNS)]
    asked = [odd(QUERIES, turn) for turn in turns]
    broken = [("GET", said) for said in asked if client.get(address, said).status_code >= 500]
    for said in posted(page, turns, of=row.name):
        # Encoded here: the test client's own multipart takes bytes for a list of numbers.
        if client.post(address, urlencode(said), "application/x-www-form-urlencoded").status_code >= 500:
            broken.append(("POST", said))
    assert not broken, "\n".join(str(line)[:600] for line in broken)


def odd(names: Iterable[str], turn: int, kept: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Each name with an odd value, another one each turn; what is kept stays as the form has it."""
    values = {name: ODD_VALUES[(turn * STEP + at * 7) % len(ODD_VALUES)] for at, name in enumerate(names)}
    return {name: value.encode("utf-8", "surrogatepass") for name, value in values.items()} | dict(kept or {})


def posted(page: Fields, turns: Iterable[int], of: str) -> Iterator[dict[str, Any]]:
    """Nothing; everything odd; only what one types odd; then one hidden field odd at a time, by each button."""
    carried = {name: value for name, value in page.found.items() if name in page.hidden}
    typed = {name: value for name, value in page.found.items() if name not in page.hidden}
    yield {}
    for turn in turns:
        yield odd(page.found, turn)
        yield odd(typed, turn, kept=carried)
    wrong = list(product(sorted(page.hidden - ELSEWHERE), WORST))
    turned = wrong if WHOLE else wrong[crc32(of.encode()) % 3 :: 3]  # prime to their number: all in turn
    for number, (name, worst) in enumerate(turned):
        pressed = dict(page.buttons[number % len(page.buttons) :][:1]) if page.buttons else {}
        yield page.found | pressed | {name: worst}
