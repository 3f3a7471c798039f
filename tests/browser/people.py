"""Several people of the cast, each at a browser of their own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Contexts
from tests.world import World

type SignIn = Callable[[Page, Any], None]


class People:
    """`people.at("manager", "/mitt-arbete/")`: the manager's page, at that address."""

    def __init__(self, world: World, new_context: Contexts, sign_in: SignIn, **options: Any) -> None:
        self.world, self.new_context, self.sign_in, self.options = world, new_context, sign_in, options
        self.pages: dict[str, Page] = {}

    def at(self, who: str, address: str) -> Page:
        """Their page at the address; each person signs in once."""
        if who not in self.pages:
            self.pages[who] = self.new_context(**self.options).new_page()
            if who != "resident":
                self.sign_in(self.pages[who], self.world.users[who])
        page = self.pages[who]
        page.goto(address)
        return page


def field(page: Page, label: str, number: int = 0) -> Locator:
    """The field with this label, the required mark aside; the first unless told."""
    return page.get_by_label(label).nth(number)


def fill(page: Page, **typed: str) -> None:
    """Type into fields by their names; a select takes the label of its option."""
    for name, text in typed.items():
        box = page.locator(f"[name='{name}']:not([type=hidden])").first
        if box.evaluate("box => box.tagName") == "SELECT":
            box.select_option(label=text)
        else:
            box.fill(text)


def press(page: Page, button: str) -> None:
    """Press the button, or follow the link that looks like one."""
    page.get_by_role("button", name=button).or_(page.locator("a.btn", has_text=button)).first.click()


def says(page: Page, *texts: str) -> None:
    """The page says all of this."""
    for text in texts:
        expect(page.locator("body")).to_contain_text(text)


def decide(page: Page, paragraph: str, date: str = "2026-11-20") -> None:
    """Fill in what the minutes say."""
    fill(page, date=date, paragraph=paragraph, registry="2026/17")
