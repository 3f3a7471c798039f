"""The example municipality behind a real server, each user of it with a database of their own."""

from __future__ import annotations

import fcntl
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
from django.conf import settings

MANAGE = str(settings.BASE_DIR / "manage.py")


def environment(folder: Path) -> dict[str, str]:
    """As `make run` has it: compressed pages, no debugging, the example cast; its files in the folder."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "burlov_styrning.settings",
        "DEBUG": "0",
        "LOCAL": "1",
        "DEMO": "1",
        "TODAY": "",
        "SECRET_KEY": "only-for-tests",
        "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
        "MEDIA_ROOT": str(folder / "media"),
    }


def loaded(shared: Path) -> Path:
    """A database with the example municipality, made once for all processes of the run."""
    folder = shared / "example"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "ready").exists():
            for command in (["migrate", "--verbosity=0"], ["load_example", "--verbosity=0"]):
                subprocess.run([sys.executable, MANAGE, *command], env=environment(folder), check=True,
                               capture_output=True)  # fmt: skip
            (folder / "ready").touch()
    return folder / "db.sqlite3"


def stepped(folder: Path, step: str, key: str) -> Path:
    """The database in the folder after a step of `occasions`, which has a process of its own."""
    command = [sys.executable, "-m", "tests.browser.occasions", step, key]
    subprocess.run(command, env=environment(folder), cwd=settings.BASE_DIR, check=True)
    return folder / "db.sqlite3"


@contextmanager
def serving(database: Path, folder: Path, day: Path | None = None) -> Iterator[str]:
    """The address of a server on a copy of the database, on the day that a file tells if any; stopped at the end."""
    for part in database.parent.glob("db.sqlite3*"):
        if part.parent != folder:
            shutil.copy(part, folder / part.name)
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
