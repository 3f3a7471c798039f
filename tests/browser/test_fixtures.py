"""The browser fixtures themselves: they find faults where there are some."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_axe_finds_a_picture_without_words(page: Page, axe: Callable[[Page], list[str]]) -> None:
    page.goto("/konto/login/")
    page.evaluate("document.body.append(document.createElement('img'))")
    assert any(fault.startswith("image-alt: img") for fault in axe(page))


def test_an_inline_style_is_heard_even_after_one_has_gone_on(page: Page, complaints: list[str]) -> None:
    page.goto("/konto/login/")
    page.evaluate("document.body.setAttribute('style', 'color: red')")
    page.goto("/konto/login/")
    heard, complaints[:] = complaints[:], []
    assert [line.split()[0] for line in heard] == ["style-src-attr"]


def test_static_files_are_served(page: Page) -> None:
    answer = page.goto("/static/vendor/bootstrap.min.css")
    assert answer is not None
    assert answer.status == 200
