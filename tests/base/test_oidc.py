"""Sign-in by OpenID Connect, the whole way round, against a provider on this machine."""

import os
import subprocess
import sys
from pathlib import Path

import oidc_provider_mock
import pytest
from django.conf import settings
from django.test import Client


def test_the_whole_way_round(tmp_path: Path) -> None:
    with oidc_provider_mock.run_server_in_thread() as provider:
        environment = os.environ | {
            "TEST_OIDC_SERVER": f"http://localhost:{provider.server_port}",
            "DATABASE_URL": "sqlite://:memory:",
            "WHOLE": "1",  # it runs nowhere else
            "TEST_DB_NAME": str(tmp_path / "oidc.sqlite3"),
        }
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:xdist", "-p", "no:cacheprovider"]
        command.append(str(Path(__file__).with_name("oidc_journey.py")))
        done = subprocess.run(
            command, env=environment, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False
        )
    assert done.returncode == 0, done.stdout[-3000:]
    assert "4 passed" in done.stdout


@pytest.mark.django_db  # the page that says so has the municipality's name on it
def test_without_a_provider_there_is_no_such_address(client: Client) -> None:
    assert client.get("/konto/oidc/entra/login/").status_code == 404
