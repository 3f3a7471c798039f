"""The example's people at a server with a background worker and a database of their own, each at their own browser."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page

from tests.browser.conftest import Contexts, windows
from tests.browser.example import serving, working

PATIENCE = 900_000
"""Milliseconds: a whole report is drawn meanwhile, on a machine that may be busy with all else."""


class Cast:
    """`cast.at("manager", "/mitt-arbete/")`: the manager's page, at that address; each signs in once, by a button."""

    def __init__(self, people: Mapping[str, str], folder: Path, new_context: Contexts) -> None:
        self.people, self.folder, self.new_context = people, folder, new_context
        self.pages: dict[str, Page] = {}

    def at(self, who: str, address: str) -> Page:
        """Their page at the address."""
        if who not in self.pages:
            self.pages[who] = self.new_context(viewport={"width": 1280, "height": 900}).new_page()
            if self.people[who]:
                self.pages[who].goto("/demo/")
                self.pages[who].locator(f"button[value={self.people[who]}]").click()
        page = self.pages[who]
        page.goto(address)
        return page

    def on(self, day: str) -> None:
        """It is that day from now on."""
        write_day(self.folder, day)


@contextmanager
def casting(
    people: Mapping[str, str], database: Path, folder: Path, browser: Browser, complaints: list[str], day: str = ""
) -> Iterator[Cast]:
    """The people at a server on a copy of the database; on a day that they may leave behind, or today."""
    told = write_day(folder, day) if day else None
    with (
        serving(database, folder, told) as address,
        working(folder),
        windows(browser, address, complaints) as new_context,
    ):
        yield Cast(people, folder, new_context)


def write_day(folder: Path, day: str) -> Path:
    """The file that tells the server its day; whoever reads it meanwhile reads a whole one."""
    new = folder / "day.new"
    new.write_text(day)
    return new.replace(folder / "day")


def path_of(page: Page) -> str:
    """The address without the host."""
    return re.sub(r"^https?://[^/]+", "", page.url)


def write_on(page: Page, what: str) -> Locator:
    """The round's link to a judgement that can be written; what it is of is said to those who hear the page."""
    return page.get_by_role("link", name=re.compile(f"^Skriv ?: {re.escape(what)}"))
