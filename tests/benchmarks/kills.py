"""A thousand writes and twenty reports with SIGKILL in between, by hand: `python -m tests.benchmarks.kills`.

Not in the checks: it takes many minutes. A real server and a real worker on the example municipality, in the database
that `DATABASE_URL` names (it must be empty; without one an SQLite file of its own). An officer writes notes on a goal
one after the other; a note counts as acknowledged when the server has answered that it is saved. Server and worker are
killed again and again while notes are written and reports are drawn. Afterwards every acknowledged note must be there,
once, and each edition whole.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

HOST = "http://127.0.0.1:8766"
ROOT = Path(__file__).parents[2]
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
SERVER = ("-m", "gunicorn", "--threads=8", "--bind=127.0.0.1:8766", "--log-level=critical", "burlov_styrning.wsgi")
WORKER = ("manage.py", "worker", "--no-reload", "--no-startup-delay", "--interval=0.2", "--verbosity=0")

GOAL = """
from django.urls import reverse
from goals.models import Goal
from burlov_styrning.base.models import Assignment
row = Goal.objects.filter(term__first_year=2023, owners__organ__assignments__person__key="elin").order_by("pk").first()
print(reverse("followup:goal-notes", args=[row.term, row.pk]))
"""
ISSUE = """
from itertools import cycle
from burlov_styrning.base.models import Organ, Person
from followup import editions, preparing
from followup.content.layout import Layout
from followup.models import FollowUpRound
from goals.models import GoalOwner
by = Person.objects.get(key="mira").user
pairs = [
    (round_, Organ.objects.get(pk=organ))
    for round_ in FollowUpRound.objects.filter(state__in=["closed", "adopted"]).order_by("pk")
    for organ in GoalOwner.objects.filter(goal__term=round_.term).order_by().values_list("organ", flat=True).distinct()
]
made = set()
for number, (round_, organ) in zip(range({count}), cycle(pairs)):
    edition = editions.issue(round_, "committee", by=by, organ=organ).edition
    made.add(edition.pk)
    # What says the same as an edition that is there is that edition: each further one has a preface of its own.
    report = edition.report
    preparing.arrange(report, Layout(f"Förord {{number}}."), by=by, revision=report.revision)
print(len(made))
"""
FAR = """
from followup.models import ReportEdition
states = list(ReportEdition.objects.values_list("state", flat=True))
print(len(states), states.count("making"), states.count("failed"))
"""
AFTER = """
import hashlib
from burlov_styrning.base.models import Comment
from followup.models import ReportEdition
texts = list(Comment.objects.filter(text__startswith="Skrivning ").values_list("text", flat=True))
for text in texts:
    print(text.split()[1])
print("editions")
for row in ReportEdition.objects.all():
    files = list(row.files.all())
    whole = all(hashlib.sha256(one.file.open("rb").read()).hexdigest() == one.sha256 for one in files)
    print(row.state, len(files), whole)
"""


class Town:
    """The installation and its two processes."""

    def __init__(self, folder: str) -> None:
        database = os.environ.get("DATABASE_URL") or f"sqlite:///{folder}/a.sqlite3"
        self.environment = os.environ | {
            "DATABASE_URL": database, "MEDIA_ROOT": f"{folder}/media", "LOCAL": "1", "DEMO": "1", "DEBUG": "0",
            "DJANGO_SETTINGS_MODULE": "burlov_styrning.settings",
        }  # fmt: skip
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str, command: tuple[str, ...]) -> None:
        """One of the two, in a group of its own: gunicorn has children."""
        self.running[name] = subprocess.Popen(
            [sys.executable, *command], cwd=ROOT, env=self.environment, start_new_session=True
        )

    def kill(self, name: str) -> None:
        """Without warning, and its children with it."""
        os.killpg(self.running[name].pid, signal.SIGKILL)
        self.running[name].wait()

    def ask(self, code: str) -> list[str]:
        """What code says that runs inside the installation."""
        code = f"import django; django.setup()\n{code}"
        command = [sys.executable, "-c", code]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, check=True, capture_output=True, text=True)
        return done.stdout.split("\n")


def signed_in() -> OpenerDirector:
    """The officer's browser."""
    browser = build_opener(HTTPCookieProcessor(CookieJar()))
    for _try in range(600):
        try:
            page = browser.open(f"{HOST}/demo/").read().decode()
            break
        except OSError:
            time.sleep(0.1)
    token = TOKEN.search(page)[1]  # type: ignore[index]
    browser.open(f"{HOST}/demo/", urlencode({"csrfmiddlewaretoken": token, "person": "elin"}).encode()).read()
    return browser


def write(browser: OpenerDirector, address: str, number: int) -> bool:
    """One note; whether the server said that it is saved."""
    try:
        page = browser.open(f"{HOST}{address}", timeout=60).read().decode()
        said = {"csrfmiddlewaretoken": TOKEN.search(page)[1], "text": f"Skrivning {number} av många", "about": ""}  # type: ignore[index]
        answer = browser.open(f"{HOST}{address}", urlencode(said).encode(), timeout=60)
        return "är sparad" in answer.read().decode()
    except HTTPError as error:
        raise SystemExit(f"{error.code} {error.read()[:300]!r}") from error
    except OSError:
        return False  # killed meanwhile: nobody was told anything


def run(writes: int, kills: int, reports: int) -> None:
    """Write, draw, kill; then count."""
    with tempfile.TemporaryDirectory() as folder:
        town = Town(folder)
        subprocess.run(
            [sys.executable, "manage.py", "demo", "--prepare-only"], cwd=ROOT, env=town.environment, check=True
        )
        address = town.ask(GOAL)[0]
        asked = int(town.ask(ISSUE.format(count=reports))[0])
        before = int(town.ask(FAR)[0].split()[0])
        town.start("server", SERVER)
        town.start("worker", WORKER)
        browser, told = signed_in(), set[int]()
        chance = random.Random(1)
        deadly = set(chance.sample(range(5, writes), kills))
        for number in range(writes):
            if number in deadly:
                name = "worker" if chance.random() < 0.4 else "server"
                if name == "server":  # in the middle of an answer: a little after the question has been sent
                    killer = subprocess.Popen(
                        ["/bin/sh", "-c", f"sleep {chance.random() / 8:.3f}; kill -9 -{town.running[name].pid}"]
                    )
                    done = write(browser, address, number)
                    killer.wait()
                    town.running[name].wait()
                else:
                    town.kill(name)
                    done = write(browser, address, number)
                town.start(name, SERVER if name == "server" else WORKER)
                if name == "server":
                    browser = signed_in()
            else:
                done = write(browser, address, number)
            told |= {number} if done else set()
        end = time.monotonic() + 1800
        while int(town.ask(FAR)[0].split()[1]) and time.monotonic() < end:
            time.sleep(3)
            if chance.random() < 0.15:
                town.kill("worker")
                town.start("worker", WORKER)
        for name in town.running:
            town.kill(name)
        found = town.ask(AFTER)
        place = found.index("editions")
        kept = [int(line) for line in found[:place]]
        states = [line.split() for line in found[place + 1 :] if line]
        print(f"{writes} writes, {kills} kills: {len(told)} acknowledged, {len(told - set(kept))} of them lost, "
              f"{len(kept) - len(set(kept))} twice, {len(set(kept) - told)} kept without an answer")  # fmt: skip
        halves = [one for one in states if one[0] in ("proposed", "approved") and one[1:] != ["5", "True"]]
        ends = [one[0] for one in states]
        print(f"{asked} reports issued ({before} editions): {ends.count('proposed')} proposed, {len(halves)} of them "
              f"half, {ends.count('making')} not come to an end, {ends.count('failed')} failed")  # fmt: skip


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--writes", type=int, default=1000)
    parser.add_argument("--kills", type=int, default=40)
    parser.add_argument("--reports", type=int, default=20)
    options = parser.parse_args()
    run(options.writes, options.kills, options.reports)
