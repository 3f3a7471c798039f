"""The grid of many outcomes in a browser: a block from a spreadsheet, the keys, a phone, and nothing for axe."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from indicators.models import Outcome
from tests.browser.conftest import Contexts
from tests.browser.people import People
from tests.indicators.making import grouped
from tests.indicators.test_pages import box
from tests.world import World, make_indicator

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASTE = """text => {
  const clipboardData = new DataTransfer();
  clipboardData.setData('text', text);
  document.activeElement.dispatchEvent(new ClipboardEvent('paste', {clipboardData, bubbles: true, cancelable: true}));
}"""
ADDRESS = "/indikatorer/utfall/flera/?ar=2025"


def at(page: Page, name: str) -> str:
    return page.locator(f'[name="{name}"]').input_value()


@pytest.mark.parametrize("width", [360, 1280])
def test_a_block_is_pasted_looked_at_and_saved(
    world: World, new_context: Contexts, sign_in: Callable[..., None], axe: Callable[[Page], list[str]], width: int
) -> None:
    second, small = make_indicator("q", world.school), grouped(world)
    people = People(world, new_context, sign_in, viewport={"width": width, "height": 800})
    page = people.at("staff", ADDRESS)
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0
    first = page.locator(f'[name="{box(world.indicator, period="2024")}"]')
    first.focus()
    page.evaluate(PASTE, "72,5\t73\t74\r\n\te.m.\r\n")
    expect(page.locator("[data-pasted]")).to_contain_text("Fyllda rutor: 3. Utan plats: 1.")
    assert [at(page, box(world.indicator, period=year)) for year in ("2024", "2025")] == ["72,5", "73"]
    assert [at(page, box(second, period=year)) for year in ("2024", "2025")] == ["", "e.m."]
    first.press("ArrowDown")
    page.keyboard.type("81")
    page.keyboard.press("Enter")
    page.keyboard.type("43")
    page.keyboard.press("ArrowUp")
    page.keyboard.type("80")
    assert at(page, box(second, period="2024")) == "80" and at(page, box(small, period="2024")) == "43"
    page.get_by_role("button", name="Spara utfallen").click()
    expect(page.locator(".errors")).to_contain_text("Ange hur många svar")
    assert axe(page) == []
    page.locator(f'[name="{box(small, period="2024").replace("value", "count")}"]').fill("43")
    page.get_by_label("slutligt").first.check()
    page.get_by_role("button", name="Spara utfallen").click()
    expect(page.get_by_text("Sparat: fem utfall lämnade.")).to_be_visible()
    assert Outcome.objects.count() == 5
