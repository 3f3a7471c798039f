"""A real browser: Debian's Chromium, driven by Playwright.

The plugin pytest-playwright is left out: its fixtures have the same names.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.browser.example import serving
from tests.installed import loaded, shared

expect.set_options(timeout=60_000)  # as long as everything else: a busy machine answers late

AXE = (Path(__file__).parent / "axe.min.js").read_text()
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = "levels => axe.run(document, {runOnly: levels, resultTypes: ['violations']})"  # only what is wrong, told whole
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
QUIET += ["--disable-sync", "--no-first-run", "--disable-quic"]
QUIET += ["--js-flags=--no-maglev --no-turbofan"]  # a page lives for a second: to make its scripts fast takes a seventh
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
HEAR = """addEventListener('securitypolicyviolation',
    e => complain(`${e.violatedDirective} ${e.blockedURI} ${e.sample}`))"""
Contexts = Callable[..., BrowserContext]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for the whole run."""
    chromium = next(filter(None, map(shutil.which, BROWSERS)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def complaints() -> list[str]:
    """What the browser has complained of so far: broken content security policy, failed scripts."""
    return []


@contextmanager
def windows(browser: Browser, address: str, complaints: list[str]) -> Iterator[Contexts]:
    """Makes windows of their own at the address, with the options of Playwright's new_context (viewport …)."""
    opened: list[BrowserContext] = []

    def make(**options: Any) -> BrowserContext:
        context = browser.new_context(**{"base_url": address, "locale": "sv-SE", "reduced_motion": "reduce", **options})
        context.set_default_timeout(60_000)  # only a run that hangs: a busy machine draws a PDF in half of it
        context.expose_function("complain", lambda text: complaints.append(text))
        context.add_init_script(HEAR)
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        opened.append(context)
        return context

    yield make
    for context in opened:
        context.close()
    assert complaints == [], "the content security policy was broken, or a script failed"


@pytest.fixture
def new_context(browser: Browser, live_server: LiveServer, complaints: list[str]) -> Iterator[Contexts]:
    """Makes windows at the test's own server."""
    with windows(browser, live_server.url, complaints) as make:
        yield make


@pytest.fixture
def page(new_context: Contexts) -> Page:
    """One empty page; at the end nothing may have broken the content security policy, and no script may have failed."""
    return new_context().new_page()


@pytest.fixture
def sign_in(live_server: LiveServer) -> Callable[[Page, Any], None]:
    """Signs a user in on a page's window, past the form."""

    def sign_in(page: Page, user: Any) -> None:
        client = Client()
        client.force_login(user)
        name = settings.SESSION_COOKIE_NAME
        page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])

    return sign_in


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with the example municipality, to copy."""
    return loaded(shared(tmp_path_factory))


@pytest.fixture(scope="session")
def site(example: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the example municipality, one server and database for all who only read it."""
    with serving(example, tmp_path_factory.mktemp("site")) as address:
        yield address


@pytest.fixture
def axe() -> Callable[[Page], list[str]]:
    """What axe-core has against a page, one line for each fault: rule, place, help."""

    def axe(page: Page) -> list[str]:
        if not page.evaluate("'axe' in window"):
            page.evaluate(AXE)  # evaluated, not added as a script tag: that passes a strict policy
        found = page.evaluate(RUN, LEVELS)["violations"]
        return [f"{v['id']}: {' '.join(map(str, n['target']))}: {v['help']}" for v in found for n in v["nodes"]]

    return axe
