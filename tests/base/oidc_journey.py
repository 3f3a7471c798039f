"""Run by test_oidc.py in a process of its own, since sign-in by OpenID Connect is a matter of settings."""

import httpx
import pytest
from django.conf import settings
from django.test import Client

from burlov_styrning.base.models import User

pytestmark = pytest.mark.django_db
LOGIN = "/konto/oidc/entra/login/"


def come_back(client: Client, mail: str) -> int:
    """Sign in at the provider as mail and follow it back; the status of the answer."""
    provider = settings.OIDC_SERVER
    httpx.put(f"{provider}/users/{mail}", json={"email": mail}).raise_for_status()
    asked = client.post(LOGIN)
    back = httpx.post(asked["Location"], data={"sub": mail}).headers["location"]
    return client.get(back.removeprefix("http://testserver")).status_code


def test_a_known_address_is_signed_in(client: Client) -> None:
    user = User.objects.create_user("anna@example.se")
    assert come_back(client, "anna@example.se") == 302
    assert client.session["_auth_user_id"] == str(user.pk)


def test_an_unknown_address_gets_no_account(client: Client) -> None:
    come_back(client, "okand@example.se")
    assert "_auth_user_id" not in client.session
    assert not User.objects.filter(email="okand@example.se").exists()


def test_a_get_asks_first_so_that_no_other_site_can_sign_somebody_in(client: Client) -> None:
    assert client.get(LOGIN).status_code == 200


def test_the_sign_in_page_offers_it_and_the_form_may_lead_there(client: Client) -> None:
    answer = client.get("/konto/login/")
    assert LOGIN in answer.content.decode()
    assert f"form-action 'self' {settings.OIDC_SERVER}" in answer.headers["Content-Security-Policy"]
