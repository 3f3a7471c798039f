"""Signing in with two steps: a code app is connected, then asked for; passkeys are offered in words."""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Contexts
from tests.browser.people import press, says
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "losenord-for-prov"


def code_of(secret: str, at: float) -> str:
    """The code that an app shows at that second (RFC 6238)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    mac = hmac.new(key, struct.pack(">Q", int(at) // 30), hashlib.sha1).digest()
    start = mac[-1] & 15
    number: int = struct.unpack(">I", mac[start : start + 4])[0]
    return f"{(number & 0x7FFFFFFF) % 10**6:06d}"


def signed_in(page: Page, email: str) -> None:
    """The first step, by the form."""
    page.goto("/konto/login/")
    page.fill("[name=login]", email)
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")


def sure(page: Page) -> None:
    """Who changes how they sign in shows first who they are."""
    says(page, "Är det du?")
    page.fill("[name=password]", PASSWORD)
    press(page, "Fortsätt")


def test_codes_are_as_in_the_standard() -> None:
    assert code_of(base64.b32encode(b"12345678901234567890").decode(), 59) == "287082"


def test_a_code_app_is_connected_and_then_asked_for(
    world: World, new_context: Contexts, axe: Callable[[Page], list[str]]
) -> None:
    email = world.employee.email
    page = new_context().new_page()
    signed_in(page, email)
    page.wait_for_url("**/mitt-arbete/")
    page.goto("/konto/2fa/")
    press(page, "Koppla en kodapp")
    sure(page)
    secret = page.locator("main code").inner_text()
    page.fill("[name=code]", "000000")
    press(page, "Slå på")
    says(page, "Felaktig kod")
    assert page.locator("main code").inner_text() == secret
    page.fill("[name=code]", code_of(secret, time.time() - 30))  # the one before is taken too, and is not used up below
    press(page, "Slå på")
    says(page, "Kodappen är kopplad", "Dina reservkoder")
    spare = page.locator("main pre").inner_text().split()
    assert len(spare) == 10
    assert axe(page) == []
    for step in (code_of(secret, time.time()), spare[0]):
        page = new_context().new_page()
        signed_in(page, email)
        says(page, "Skriv koden från din app")
        expect(page.get_by_role("button", name="Använd en nyckel")).to_have_count(0)
        page.fill("[name=code]", step)
        press(page, "Logga in")
        page.wait_for_url("**/mitt-arbete/")


def test_a_passkey_is_added_and_enough_alone(world: World, new_context: Contexts) -> None:
    """With the browser's own make-believe key."""
    page = new_context().new_page()
    _key_of(page)
    signed_in(page, world.employee.email)
    page.wait_for_url("**/mitt-arbete/")
    page.goto("/konto/2fa/")
    press(page, "Lägg till en nyckel")
    sure(page)
    page.get_by_label("Namn på nyckeln").fill("Jobbtelefonen")
    page.get_by_label("Logga in med bara nyckeln").check()
    press(page, "Lägg till nyckeln")
    says(page, "Nyckeln är tillagd")
    page.goto("/konto/2fa/webauthn/")
    says(page, "Jobbtelefonen", "loggar in utan lösenord", "aldrig")
    page.context.clear_cookies()
    page.goto("/konto/login/")
    press(page, "Logga in med en nyckel")
    page.wait_for_url("**/mitt-arbete/")


def _key_of(page: Page) -> None:
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
               "isUserVerified": True, "automaticPresenceSimulation": True}  # fmt: skip
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
