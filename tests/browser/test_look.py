"""Every component in a real browser: nothing for axe, nothing sideways, large enough to touch, light enough to send."""

import gzip
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page

from tests.browser.conftest import AXE, Contexts, windows

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.browser.styleguide_urls"),
]
SIDEWAYS = "document.documentElement.scrollWidth - innerWidth"
TOO_SMALL = """[...document.querySelectorAll('a, button, input:not([type=hidden], .form-check-input), select, summary')]
  .filter(e => e.getClientRects().length && !e.closest('p, td, tbody th, .errors, .checks, .rank span, h1, h2, h3'))
  .filter(e => e.getBoundingClientRect().height < 44).map(e => e.outerHTML.slice(0, 90))"""
SENT_FIRST = [
    "vendor/bootstrap.min.css",
    "css/theme.css",
    "css/mark.svg",
    "vendor/htmx.min.js",
    "js/app.js",
    "fonts/source-sans-3-latin-wght-normal.woff2",
    "fonts/source-sans-3-latin-wght-italic.woff2",
    "fonts/source-serif-4-latin-wght-normal.woff2",
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 768, 1280])
def test_the_style_guide_is_faultless(
    new_context: Contexts, axe: Callable[[Page], list[str]], width: int, scheme: str
) -> None:
    page = new_context(viewport={"width": width, "height": 900}, color_scheme=scheme).new_page()
    page.goto("/styleguide/?fel")
    page.wait_for_selector(".chart.drawn")
    assert axe(page) == []
    assert page.evaluate(SIDEWAYS) == 0
    assert page.evaluate(TOO_SMALL) == []


@pytest.fixture(scope="module")
def example_pages(browser: Browser, site: str) -> Iterator[Contexts]:
    """Windows at the example municipality, which this module only reads."""
    complaints: list[str] = []
    with windows(browser, site, complaints) as make:
        yield make


MAIN_PAGES = ("/", "/mitt-arbete/", "/2023-2026/mal/", "/2023-2026/mal/14/", "/uppfoljning/7/", "/indikatorer/utfall/")
SIGNED_IN_AS = "elin"
CONTRAST = "() => axe.run(document, {runOnly: ['color-contrast']})"
FADED = """[...document.querySelectorAll('.status')].filter(e => e.getClientRects().length).filter(e => {
  const said = getComputedStyle(e), around = getComputedStyle(document.body)
  return !e.textContent.trim() || said.color === around.backgroundColor || !said.visibility.includes('visible')
    || [...e.querySelectorAll('svg, .sign')].some(sign => !sign.getBoundingClientRect().width
      || [getComputedStyle(sign).color, getComputedStyle(sign).fill].every(c => c === around.backgroundColor))
}).map(e => e.outerHTML.slice(0, 90))"""
LEFT_ON_PAPER = """[...document.querySelectorAll('.top, .phases, .crumbs, .btn, .search, .pager, .skip, .foot nav')]
  .filter(e => e.getClientRects().length).map(e => e.outerHTML.slice(0, 90))"""


def signed_in(make: Contexts, **options: str) -> Page:
    """A window of the committee's officer."""
    page = make(viewport={"width": 1280, "height": 900}, **options).new_page()
    page.set_default_navigation_timeout(30_000)  # the first page of a server that has just started
    page.goto("/demo/")
    page.locator(f"button[name=person][value={SIGNED_IN_AS}]").click()
    page.wait_for_url("**/mitt-arbete/")
    return page


def test_the_main_pages_can_be_read_in_the_dark(example_pages: Contexts) -> None:
    page = signed_in(example_pages, color_scheme="dark")
    for address in MAIN_PAGES:
        page.goto(address)
        page.evaluate(AXE)
        found = page.evaluate(CONTRAST)["violations"]
        assert [node["html"] for fault in found for node in fault["nodes"]] == [], address


def test_status_is_seen_where_the_reader_chooses_the_colours(example_pages: Contexts) -> None:
    page, statuses = signed_in(example_pages, forced_colors="active"), 0
    for address in MAIN_PAGES:
        page.goto(address)
        statuses += page.locator(".status").count()
        assert page.evaluate(FADED) == [], address
    assert statuses > 5


def test_paper_has_what_is_read_and_no_navigation(example_pages: Contexts) -> None:
    page = signed_in(example_pages)
    page.emulate_media(media="print")
    for address in MAIN_PAGES:
        page.goto(address)
        assert page.evaluate(LEFT_ON_PAPER) == [], address
        assert page.locator("h1").first.is_visible()


def test_the_list_is_searched_in_place_and_by_the_keyboard(page: Page) -> None:
    page.goto("/styleguide/")
    page.fill("#lista-q", "åkarp")
    page.press("#lista-q", "Enter")
    page.wait_for_selector("#lista .found")
    assert "q=%C3%A5karp" in page.url
    assert page.locator("#lista tbody tr").count() == 5


def test_the_list_is_searched_without_scripts(new_context: Contexts) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto("/styleguide/")
    page.fill("#lista-q", "finns inte")
    page.press("#lista-q", "Enter")
    page.wait_for_url("**q=finns+inte**")
    assert "Inget innehåller ”finns inte”." in page.content()


def test_faults_are_read_first_and_lead_to_their_field(page: Page) -> None:
    page.goto("/styleguide/?fel")
    page.wait_for_function("document.activeElement.matches('.errors')")
    page.click(".errors a >> text=Utgångsvärde")
    assert page.evaluate("document.activeElement.id") == "id_baseline"


def test_the_menu_of_a_person_closes_with_escape(page: Page) -> None:
    page.goto("/styleguide/")
    page.click("details.menu summary")
    page.keyboard.press("Escape")
    assert page.locator("details.menu[open]").count() == 0


def test_the_arrow_keys_turn_pages_but_not_while_writing(page: Page) -> None:
    page.goto("/styleguide/")
    page.focus("#lista-q")
    page.keyboard.press("ArrowRight")
    assert "#nasta" not in page.url
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**#nasta")


def test_a_form_is_sent_once_however_often_it_is_clicked(page: Page) -> None:
    page.goto("/konto/login/")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.fill("#id_login", "anna@example.org")
    page.fill("#id_password", "en lång mening")
    page.locator("form:has(#id_password) button").first.dblclick()
    page.wait_for_selector(".errors")
    assert len(sent) == 1


def test_what_every_page_sends_leaves_room_for_the_page_itself() -> None:
    kilobytes = sum(_sent(settings.BASE_DIR / "static" / name) for name in SENT_FIRST) / 1000
    assert kilobytes < 175, f"{kilobytes:.0f} kB; a page without a chart may be 200 in all"


def _sent(path: Path) -> int:
    data = path.read_bytes()
    return len(data) if path.suffix == ".woff2" else len(gzip.compress(data))
