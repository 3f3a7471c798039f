"""make run: loads into an empty database only, starts server and worker, stops both."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import override_settings

from burlov_styrning.base.models import User
from burlov_styrning.pages.management.commands import demo
from tests.installed import copied, environment, loaded, shared


@pytest.fixture
def times(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Notes each time the example is loaded."""
    loadings: list[str] = []
    monkeypatch.setattr(demo, "load_example", lambda **_options: loadings.append("loaded"))
    return loadings


@pytest.fixture
def demo_on() -> Iterator[None]:
    """DEMO on."""
    with override_settings(DEMO=True):
        yield


@pytest.fixture
def prepare() -> Callable[[], object]:
    """make run without its server."""
    return lambda: call_command("demo", "--prepare-only")


@pytest.mark.django_db
def test_an_empty_database_gets_the_example(times: list[str], prepare: Callable[[], object], demo_on: None) -> None:
    prepare()
    assert times == ["loaded"]


@pytest.mark.django_db
def test_what_is_there_is_not_touched(times: list[str], prepare: Callable[[], object], demo_on: None) -> None:
    User.objects.create_user("anna@example.se")
    prepare()
    assert times == []
    assert User.objects.count() == 1


@pytest.mark.django_db
def test_without_demo_nothing_is_loaded(times: list[str], prepare: Callable[[], object]) -> None:
    prepare()
    assert times == []


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def test_a_taken_port_is_said_with_the_command_for_another() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(CommandError, match="make run PORT="):
            demo.require_free(taken.getsockname()[1])


def test_server_and_worker_start_and_stop_together(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> None:
    port = free_port()
    copied(loaded(shared(tmp_path_factory)), tmp_path)
    command = [sys.executable, "-u", "manage.py", "demo", "--port", str(port)]
    running = subprocess.Popen(
        command, cwd=settings.BASE_DIR, env=environment(tmp_path), stdout=subprocess.PIPE, text=True,
        start_new_session=True,
    )  # fmt: skip
    try:
        assert running.stdout is not None
        said = [running.stdout.readline() for _ in range(3)]
        assert f"http://127.0.0.1:{port}/" in "".join(said)
        assert httpx.get(f"http://127.0.0.1:{port}/konto/login/", timeout=60).status_code == 200
        css = httpx.get(f"http://127.0.0.1:{port}/static/vendor/bootstrap.min.css", timeout=60)
        assert css.headers["content-encoding"] == "gzip"
        running.send_signal(signal.SIGTERM)
        assert running.wait(timeout=20) == 0
        with pytest.raises(ProcessLookupError):  # nobody of its process group is left
            os.killpg(running.pid, 0)
    finally:
        if running.poll() is None:
            os.killpg(running.pid, signal.SIGKILL)
