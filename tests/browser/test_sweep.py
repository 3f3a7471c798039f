"""Every page of the example municipality that each role reaches, on a desk and on a phone."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.urls import Resolver404, resolve
from lxml import html
from lxml.html import HtmlElement as Element
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
FILES: set[str] = set()
"""The patterns that gave a file so far although their address does not say so."""
HEAVIEST = 200_000
"""Bytes as sent, cold cache, for a page without a chart."""
LENGTH = "document.documentElement.scrollHeight"
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
CHARTS = "document.querySelectorAll('[data-chart]').length"
TOLD = ("role", "type", "lang", "scope", "for", "href", "alt", "title", "disabled", "tabindex", "style")
"""Attributes that axe, or the policy against foreign scripts and styles, judges by; of the first four what they say."""
ORDERED = {"h1", "h2", "h3", "h4", "main", "nav", "form"}


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
    """What the browser has judged so far, known to all processes of the run through one file."""

    def __init__(self, file: Path) -> None:
        self.file = file
        file.touch()

    def are_new(self, page: Element) -> bool:
        """Whether anything on the page is built as nothing before it; what is known needs no second judgement."""
        shapes = {hashlib.sha256(shape.encode()).hexdigest() for shape in shapes_of(page)}
        new = shapes - set(self.file.read_text().split())
        with self.file.open("a") as file:
            file.write("".join(f"{shape}\n" for shape in new))
        return bool(new)


def shapes_of(page: Element) -> Iterator[str]:
    """Each element's place among others, its classes, roles and whether it has text; and the order of headings."""
    order = [str(node.tag) for node in page.iter() if node.tag in ORDERED]
    yield ",".join(tag for tag, before in zip(order, [None, *order], strict=False) if tag != before)
    yield from _shapes_in(page.body, "")


def _shapes_in(node: Element, place: str) -> Iterator[str]:
    if not isinstance(node.tag, str) or node.tag == "svg":
        return
    place += f" {node.tag}.{node.get('class', '')}"
    told = [(name, value if name in TOLD[:4] else bool(value)) for name, value in node.items()
            if name in TOLD or name.startswith(("aria-", "on"))]  # fmt: skip
    text = any(said and said.strip() for said in (node.text, *(inner.tail for inner in node)))
    yield f"{place} {told} {text}"
    for inner in node:
        yield from _shapes_in(inner, place)


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
    """Read one page of each address pattern that links lead to; faults with their place, and what was seen.

    What is built as nothing before it is opened in the browser; to read the rest is a tenth of the time.
    """
    queue, seen, faults = deque(STARTS), dict[str, str](), list[str]()
    weight = Weight().listen(page)
    while queue:
        address = queue.popleft()
        name = pattern(address)
        if name in seen or name in FILES or name in NOT_FOLLOWED or (own_account(name) and not account):
            continue
        if PurePosixPath(address).suffix:  # a paper, a sheet: no page, and some take seconds to make
            continue
        answer = page.request.get(address, max_retries=3)  # the server may have closed a line that was quiet
        if not answer.headers.get("content-type", "").startswith("text/html"):
            FILES.add(name)
            continue
        seen[name] = address
        read = html.document_fromstring(answer.text())
        if (count := len(read.findall(".//h1"))) != 1:
            faults.append(f"{address} has {count} main headings")
        if shapes.are_new(read):
            weight.asked.clear()
            page.goto(address)
            faults += [f"{address} {fault}" for fault in (*checked(page, axe, weight), *heard)]
            heard.clear()
        queue.extend(links(read, answer.url))
    return faults, seen


def links(read: Element, address: str) -> Iterator[str]:
    """The paths that a page's links lead to, on the same site."""
    for link in read.iterfind(".//a[@href]"):
        there = urlsplit(urljoin(address, link.get("href")))
        if there.netloc == urlsplit(address).netloc:
            yield there.path


def pattern(address: str) -> str:
    """The name of the address's pattern; files and addresses of nobody as they are."""
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return address


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


def checked(page: Page, axe: Callable[[Page], list[str]], weight: Weight) -> Iterator[str]:
    """What is wrong with the open page at both widths."""
    if not page.evaluate(CHARTS) and (sent := weight.of_page(page.url)) > HEAVIEST:
        yield f"weighs {sent / 1000:.0f} kB"
    for size in (DESK, PHONE):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        if over := sideways(page):
            yield f"at {size['width']}: {over} px sideways"
        # At its whole length: what a bar at the foot of the window covers is reached by scrolling.
        page.set_viewport_size({"width": size["width"], "height": page.evaluate(LENGTH)})
        yield from (f"at {size['width']}: {fault}" for fault in axe(page))
    page.set_viewport_size(DESK)  # type: ignore[arg-type]
