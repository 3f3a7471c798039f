"""Installations of the tests' own, with real processes: migrated once and loaded once for all of a run."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
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


def shared(factory: pytest.TempPathFactory) -> Path:
    """A folder that all processes of the run have in common."""
    base = factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


def migrated(common: Path) -> Path:
    """The database of an empty installation."""
    return _once(common / "empty", lambda folder: _manage(folder, "migrate"))


def loaded(common: Path) -> Path:
    """A database with the example municipality."""

    def load(folder: Path) -> None:
        copied(migrated(common), folder)
        _manage(folder, "load_example")

    return _once(common / "example", load)


def copied(database: Path, folder: Path) -> None:
    """The database with what it has not yet written home, in another folder."""
    for part in database.parent.glob("db.sqlite3*"):
        shutil.copy(part, folder / part.name)


def _once(folder: Path, make: Callable[[Path], None]) -> Path:
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "ready").exists():
            make(folder)
            (folder / "ready").touch()
    return folder / "db.sqlite3"


def _manage(folder: Path, command: str) -> None:
    subprocess.run([sys.executable, MANAGE, command, "--verbosity=0"], env=environment(folder), check=True,
                   capture_output=True)  # fmt: skip
