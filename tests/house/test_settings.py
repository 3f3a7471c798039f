"""The settings of production, each run in a process of its own."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client, override_settings

from burlov_styrning.base.models import User

LONG = "a-long-random-value-that-only-this-test-uses-0123456789-abcdefghijklmnopqrst"


def manage(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run manage.py in production settings: nothing of DEBUG and LOCAL, whatever .env says."""
    clean = {"PATH": os.environ["PATH"], "DEBUG": "0", "LOCAL": "0", "SECRET_KEY": "", "OIDC_SERVER": ""}
    clean |= {"DATABASE_URL": "sqlite://:memory:", "DJANGO_SETTINGS_MODULE": "burlov_styrning.settings"}
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=settings.BASE_DIR,
        env=clean | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_refuses_to_start_without_a_key() -> None:
    done = manage("check")
    assert done.returncode != 0
    assert done.stderr.splitlines()[-1].endswith("and a key is made for you.")
    assert "SECRET_KEY is not set" in done.stderr


def test_debug_is_refused_where_the_outside_can_reach_it() -> None:
    done = manage("check", DEBUG="1", LOCAL="1", SECRET_KEY=LONG, ALLOWED_HOSTS="styrning.example.se")
    assert done.returncode != 0
    assert "ALLOWED_HOSTS names another address than this machine" in done.stderr


@pytest.mark.parametrize("server", ["", "https://login.example.se/tenant/v2.0"])
def test_nothing_is_said_against_production(server: str) -> None:
    environment = {"SECRET_KEY": LONG, "ALLOWED_HOSTS": "styrning.example.se", "PROXIES": "1"}
    environment |= {"OIDC_SERVER": server, "OIDC_ID": "styrning", "OIDC_SECRET": "test"} if server else {}
    done = manage("check", "--deploy", "--fail-level", "DEBUG", **environment)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "System check identified no issues (0 silenced).\n"


def test_the_demo_is_off_unless_asked_for() -> None:
    show = "from django.conf import settings; print(settings.DEMO, settings.DEBUG, settings.LOCAL)"
    assert manage("shell", "-v0", "-c", show, SECRET_KEY=LONG).stdout.split() == ["False", "False", "False"]


def test_a_form_may_lead_on_to_the_identity_provider_only_where_there_is_one() -> None:
    show = "from django.conf import settings; print(*settings.SECURE_CSP['form-action'])"
    oidc = {"OIDC_SERVER": "https://login.example.se/tenant/v2.0", "OIDC_ID": "x", "OIDC_SECRET": "x"}
    assert manage("shell", "-v0", "-c", show, SECRET_KEY=LONG).stdout.split() == ["'self'"]
    assert manage("shell", "-v0", "-c", show, SECRET_KEY=LONG, **oidc).stdout.split()[1:] == [
        "https://login.example.se"
    ]


@pytest.mark.django_db
def test_every_page_says_what_it_may_load_and_nothing_of_it_is_unsafe(client: Client) -> None:
    policy = client.get("/konto/login/").headers["Content-Security-Policy"]
    assert "unsafe-" not in policy
    assert "http" not in policy
    assert {"default-src 'self'", "script-src 'self'", "object-src 'none'", "base-uri 'none'"} <= set(
        policy.split("; ")
    )


@pytest.mark.django_db
def test_nobody_signs_up(client: Client) -> None:
    answer = client.post("/konto/signup/", {"email": "ny@example.se", "password1": LONG})
    assert answer.status_code == 200
    assert 'name="email"' not in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/konto/email/", "/konto/confirm-email/", "/konto/confirm-email/abc/"])
def test_nobody_changes_an_address_that_the_administrator_wrote(client: Client, address: str) -> None:
    """Merely opening the library's page would make an address to verify, and stop the second step of sign-in."""
    client.force_login(User.objects.create_user("nora@example.se", LONG))
    assert client.get(address).status_code == 404
    assert client.get("/konto/2fa/webauthn/").status_code == 200


@pytest.mark.django_db
def test_the_sixth_wrong_password_is_not_even_tried(client: Client) -> None:
    from django.core.cache import cache

    cache.clear()
    wrong = {"login": "ingen@example.se", "password": "fel"}
    answers = [client.post("/konto/login/", wrong) for _ in range(6)]
    said = [re.findall(r"<li>([^<]+sen[^<]+)", answer.content.decode()) for answer in answers]
    assert said[0] and said[-1] and said[0] != said[-1], said
    cache.clear()


@pytest.mark.django_db
@override_settings(LANGUAGE_COOKIE_NAME="django_language")
def test_swedish_until_another_language_is_chosen(client: Client) -> None:
    assert client.get("/konto/login/", headers={"accept-language": "en"}).headers["Content-Language"] == "sv"
    client.post("/sprak/", {"language": "en", "next": "/konto/login/"})
    assert client.get("/konto/login/").headers["Content-Language"] == "en"


def test_static_files_are_gathered_named_by_content_and_compressed(tmp_path: Path) -> None:
    # The largest apart: to compress it takes longer than all the others.
    done = manage("collectstatic", "--no-input", "-v0", "--ignore=plotly*", SECRET_KEY=LONG, STATIC_ROOT=str(tmp_path))
    assert (done.returncode, done.stderr) == (0, "")
    names = {file.name for file in (tmp_path / "vendor").iterdir()}
    assert any(re.fullmatch(r"bootstrap\.min\.[0-9a-f]{12}\.css\.br", name) for name in names)


def test_a_fault_is_written_where_the_operator_reads_it() -> None:
    show = "import logging; logging.getLogger('django.request').error('fel i sidan')"
    assert "ERROR django.request: fel i sidan" in manage("shell", "-v0", "-c", show, SECRET_KEY=LONG).stderr
