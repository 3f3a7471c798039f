"""The example municipality behind a real server, each user of it with a database of their own."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
from django.conf import settings

from tests.installed import MANAGE, copied, environment


def stepped(folder: Path, step: str, key: str) -> Path:
    """The database in the folder after a step of `occasions`, which has a process of its own."""
    command = [sys.executable, "-m", "tests.browser.occasions", step, key]
    subprocess.run(command, env=environment(folder), cwd=settings.BASE_DIR, check=True)
    return folder / "db.sqlite3"


@contextmanager
def serving(database: Path, folder: Path, day: Path | None = None) -> Iterator[str]:
    """The address of a server on a copy of the database, on the day that a file tells if any; stopped at the end."""
    if database.parent != folder:
        copied(database, folder)
    application = "tests.browser.dated" if day else "burlov_styrning.wsgi"
    port = _free_port()
    with (folder / "server.log").open("w") as log:
        command = ["-m", "gunicorn", application, f"--bind=127.0.0.1:{port}", "--threads=4"]
        server = subprocess.Popen(
            [sys.executable, *command], env=environment(folder) | {"DAY_IN": str(day)}, cwd=settings.BASE_DIR,
            stdout=log, stderr=log,
        )  # fmt: skip
        try:
            _wait(port, server)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(timeout=600)


@contextmanager
def working(folder: Path) -> Iterator[None]:
    """The background worker beside the server of that folder; stopped at the end."""
    with (folder / "worker.log").open("w") as log:
        command = [MANAGE, "worker", "--no-reload", "--no-startup-delay", "--interval=0.5"]
        worker = subprocess.Popen(
            [sys.executable, *command], env=environment(folder), cwd=settings.BASE_DIR, stdout=log, stderr=log
        )
        try:
            yield
        finally:
            worker.terminate()
            worker.wait(timeout=600)  # it ends what it draws, however busy the machine


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait(port: int, server: subprocess.Popen[bytes], seconds: float = 300) -> None:
    """Until the first page has come: the port is open long before the code behind it is read."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and server.poll() is None:
        with suppress(httpx.TransportError):
            httpx.get(f"http://127.0.0.1:{port}/konto/login/", timeout=seconds).raise_for_status()
            return
        time.sleep(0.1)
    raise RuntimeError("the server of the example municipality did not start")
