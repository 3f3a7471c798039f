"""Every page of the example municipality that each role reaches, on a desk and on a phone."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import Browser, Page

from tests.browser.conftest import HEAR

pytestmark = pytest.mark.browser

CAST = {
    "resident": "",
    "employee": "selma",
    "unit staff": "nora",
    "committee staff": "elin",
    "committee manager": "gunnar",
    "committee member": "hanna",
    "committee secretary": "rut",
    "councillor": "anna",
    "council secretary": "disa",
    "board staff": "petra",
    "board secretary": "stina",
    "controller": "mira",
    "auditor": "sven",
    "administrator": "tove",
}
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 740}
STARTS = ("/", "/mitt-arbete/", "/om-styrningen/", "/finns-inte/")
NOT_FOLLOWED = ("account_logout", "set_language", "pages:demo")
HEAVIEST = 200_000
"""Bytes as sent, cold cache, for a page without a chart."""
LENGTH = "document.documentElement.scrollHeight"
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
LINKS = "[...document.links].filter(a => a.origin === location.origin).map(a => a.pathname)"
HEADINGS = "document.querySelectorAll('h1').length"
CHARTS = "document.querySelectorAll('[data-chart]').length"
SHAPES = """() => {
    const told = ['role', 'type', 'lang', 'scope', 'for', 'href', 'alt', 'title', 'disabled', 'tabindex']
    const place = node => node ? place(node.parentElement) + ' ' + node.localName + '.' + node.className : ''
    const shape = node => {
        const said = [...node.attributes].filter(a => told.includes(a.name) || a.name.startsWith('aria-'))
            .map(a => a.name + (told.indexOf(a.name) < 4 ? a.value : Boolean(a.value)))
        return place(node) + said + [...node.childNodes].some(inner => inner.nodeType === 3 && inner.data.trim())
    }
    const order = [...document.querySelectorAll('h1, h2, h3, h4, main, nav, section[aria-label], form')]
        .map(node => node.localName).filter((one, at, all) => one !== all[at - 1])
    return [...new Set([order.join(), ...[...document.querySelectorAll('body *:not(svg *)')].map(shape)])]
}"""
"""What axe judges by: each element's place among others, classes, roles and texts, and the order of headings."""


@dataclass
class Weight:
    """Bytes sent for each file of a window, so that a page's weight is known although the browser keeps files."""

    sent: dict[str, int] = field(default_factory=dict)
    asked: dict[str, str] = field(default_factory=dict)
    by: dict[str, str] = field(default_factory=dict)
    """The page that asked for each, for what the last one still asks for may be heard after the next was opened."""

    def listen(self, page: Page) -> Weight:
        """Hear the browser's own network figures."""
        network = page.context.new_cdp_session(page)
        network.send("Network.enable")
        network.on("Network.requestWillBeSent", self._sent)
        network.on("Network.loadingFinished", self._finished)
        return self

    def _sent(self, event: dict[str, Any]) -> None:
        self.asked[event["requestId"]] = event["request"]["url"]
        self.by[event["requestId"]] = event["documentURL"].partition("#")[0]

    def _finished(self, event: dict[str, Any]) -> None:
        address = self.asked.get(event["requestId"], "")
        self.sent[address] = max(self.sent.get(address, 0), int(event["encodedDataLength"]))

    def of_page(self, page: str) -> int:
        """Bytes of all files that the page asked for, each once."""
        files = {address for number, address in self.asked.items() if self.by[number] == page.partition("#")[0]}
        assert files, page
        return sum(self.sent.get(address, 0) for address in files)


class Shapes:
    """What axe has judged so far, known to all processes of the run through one file."""

    def __init__(self, file: Path) -> None:
        self.file = file
        file.touch()

    def is_new(self, page: Page) -> bool:
        """Whether anything on the page is built as nothing before it; what is known needs no second judgement."""
        shapes = {hashlib.sha256(shape.encode()).hexdigest() for shape in page.evaluate(SHAPES)}
        new = shapes - set(self.file.read_text().split())
        with self.file.open("a") as file:
            file.write("".join(f"{shape}\n" for shape in new))
        return bool(new)


@pytest.fixture
def shapes(example: Path) -> Shapes:
    """Beside the example that all processes share."""
    return Shapes(example.parent / "judged.txt")


@pytest.fixture
def window(browser: Browser, site: str) -> Iterator[Page]:
    """A page in a window of its own, on a desk."""
    context = browser.new_context(base_url=site, locale="sv-SE", reduced_motion="reduce", viewport=DESK)  # type: ignore[arg-type]
    context.set_default_timeout(60_000)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("role", CAST)
def test_all_pages_that_somebody_reaches(
    role: str, window: Page, axe: Callable[[Page], list[str]], shapes: Shapes
) -> None:
    heard: list[str] = []
    window.context.expose_function("complain", lambda text: heard.append(text))
    window.context.add_init_script(HEAR)
    window.context.on("weberror", lambda error: heard.append(str(error.error)))
    if CAST[role]:
        enter(window, CAST[role])
    faults, seen = sweep(window, axe, shapes, heard, account=role in ("resident", "employee"))
    print(f"{role}: {len(seen)} pages", *seen.items(), sep="\n  ")
    assert not faults, "\n".join(faults)
    assert len(seen) > (5 if role in ("resident", "employee", "administrator") else 8), seen


def enter(page: Page, person: str) -> None:
    """Sign in as somebody of the example with the one click of its own page."""
    page.goto("/demo/")
    page.locator(f"button[name=person][value={person}]").click()
    page.wait_for_url("**/mitt-arbete/")


def own_account(name: str) -> bool:
    """Pages of the own account, which are the same for every role: one role opens them."""
    return name.startswith(("account_", "mfa_"))


def sweep(
    page: Page, axe: Callable[[Page], list[str]], shapes: Shapes, heard: list[str], account: bool
) -> tuple[list[str], dict[str, str]]:
    """Open one page of each address pattern that links lead to; faults with their place, and what was seen."""
    queue, seen, faults = deque(STARTS), dict[str, str](), list[str]()
    weight = Weight().listen(page)
    while queue:
        address = queue.popleft()
        if (name := pattern(address)) in seen or name in NOT_FOLLOWED or (own_account(name) and not account):
            continue
        weight.asked.clear()
        if not opens(page, address):
            continue
        seen[name] = address
        faults += [f"{address} {fault}" for fault in (*checked(page, axe, shapes, weight), *heard)]
        heard.clear()
        queue.extend(page.evaluate(LINKS))
    return faults, seen


def pattern(address: str) -> str:
    """The name of the address's pattern; files and addresses of nobody as they are."""
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return address


def opens(page: Page, address: str) -> bool:
    """Open a page; a file that is downloaded is no page."""
    try:
        answer = page.goto(address)
    except Exception as error:
        if "Download is starting" in str(error) or "ERR_ABORTED" in str(error):
            return False
        raise
    return answer is not None and "text/html" in answer.headers.get("content-type", "")


def sideways(page: Page) -> int:
    """How far the page can be scrolled sideways, once a chart has had the time to follow the window."""
    for _attempt in range(10):
        over: int = page.evaluate(
            SIDEWAYS
        )  # asked again and again: waiting inside the page needs eval, which is closed
        if over <= 0:
            break
        page.wait_for_timeout(150)
    return over


def checked(page: Page, axe: Callable[[Page], list[str]], shapes: Shapes, weight: Weight) -> Iterator[str]:
    """What is wrong with the open page at both widths."""
    if (count := page.evaluate(HEADINGS)) != 1:
        yield f"has {count} main headings"
    if not page.evaluate(CHARTS) and (sent := weight.of_page(page.url)) > HEAVIEST:
        yield f"weighs {sent / 1000:.0f} kB"
    if not shapes.is_new(page):
        return
    for size in (DESK, PHONE):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        if over := sideways(page):
            yield f"at {size['width']}: {over} px sideways"
        # At its whole length: what a bar at the foot of the window covers is reached by scrolling.
        page.set_viewport_size({"width": size["width"], "height": page.evaluate(LENGTH)})
        yield from (f"at {size['width']}: {fault}" for fault in axe(page))
    page.set_viewport_size(DESK)  # type: ignore[arg-type]
