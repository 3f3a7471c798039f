"""A report as PDF against headless Chromium printing the same file, and what the whole annual report takes."""

from __future__ import annotations

import base64
import contextlib
import ctypes
import json
import os
import re
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.template.loader import render_to_string

from burlov_styrning import pdf
from followup.content import charts, report
from followup.content.naming import Edition
from followup.content.snapshot import canonical, collect
from followup.models import FollowUpRound
from tests.benchmarks.measure import PAIRS, ratio
from tests.benchmarks.municipality import LAST, Size, make

SMALLER = Size(organs=6, goals=20, indicators=80)
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-headless-shell", "google-chrome"))), "")
MOST = 2.5
"""So much longer than Chromium it may take; it is to be as near to 1 as it goes."""
ADOPT = 36
"""PR_SET_CHILD_SUBREAPER: what Chromium's end leaves behind becomes ours."""
ALONE = """
import os, resource, sys, time
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
import django
django.setup()
from pathlib import Path
from burlov_styrning import pdf
start = time.perf_counter()
written = pdf.render(Path(sys.argv[1]).read_text())
print(time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, len(written))
"""


def standalone(html: str) -> str:
    """The print page with its style sheet and typefaces inside: one file for both."""
    style = (pdf.static_file("css/print.css") or b"").decode()
    style = re.sub(r'url\("\.\./([^"]+)"\)', lambda found: f"url({_data(found[1])})", style)
    return re.sub(r'<link rel="stylesheet"[^>]*>', lambda _found: f"<style>{style}</style>", html)


def _data(name: str) -> str:
    return "data:font/woff2;base64," + base64.b64encode(pdf.static_file(name) or b"").decode()


def written(size: Size, to: Path) -> tuple[int, float]:
    """The annual report of such a municipality as a file for both; how many charts, and the seconds they took."""
    make(size)
    snapshot = json.loads(canonical(collect(FollowUpRound.objects.get(year=LAST - 1), kind="annual")))
    start = time.perf_counter()
    drawn = charts.draw(snapshot)
    seconds = time.perf_counter() - start
    view = report.build(snapshot, Edition(1, f"{LAST}-03-01", "0" * 64), drawn)
    to.write_text(standalone(render_to_string("reports/print.html", {"report": view, "contents": view.contents})))
    return len(drawn), seconds


def printed(html: Path, to: Path) -> None:
    """Chromium's PDF of a page, and its run is waited for."""
    command = [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
    command += ["--generate-pdf-document-outline", f"--print-to-pdf={to}", html.as_uri()]
    ctypes.CDLL(None).prctl(ADOPT, 1)
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    with contextlib.suppress(ChildProcessError):
        while True:  # its helpers, that are counted only when somebody has waited for them
            os.waitpid(-1, 0)


def seconds(what: Callable[[], object]) -> tuple[float, float]:
    """By the clock, and of all processors together."""
    clock, busy = time.perf_counter(), _busy()
    what()
    return time.perf_counter() - clock, _busy() - busy


def _busy() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


@pytest.mark.benchmark
@pytest.mark.django_db
@pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this machine")
def test_a_report_against_chromium(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The same file, in turn."""
    html, out = tmp_path / "report.html", tmp_path / "report.pdf"
    written(SMALLER, html)
    text, pairs = html.read_text(), min(PAIRS, int(os.environ.get("PDF_PAIRS", 7)))
    printed(html, out)
    pdf.render(text)
    both = [(seconds(lambda: pdf.render(text)), seconds(lambda: printed(html, out))) for _pair in range(pairs)]
    clock, busy = (
        ratio(f"PDF mot Chromium, {name}", [ours[i] for ours, _theirs in both], [theirs[i] for _ours, theirs in both])
        for i, name in enumerate(("klocka", "processortid"))
    )
    with capsys.disabled():
        print(f"\n{clock}; {busy}; {pairs} par; {len(text) // 1000} kB HTML")
    assert out.read_bytes().startswith(b"%PDF")
    assert busy.ratio <= MOST


@pytest.mark.benchmark
@pytest.mark.django_db
def test_the_whole_annual_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In a process of its own, as the worker does it: its time and the most memory it held."""
    html = tmp_path / "report.html"
    drawn, drawing = written(Size(), html)
    run = subprocess.run([sys.executable, "-c", ALONE, str(html)], check=True, capture_output=True, text=True)
    took, memory, size = run.stdout.split()
    with capsys.disabled():
        print(
            f"\nHela årsredovisningen: {float(took):.0f} s, {memory} MB minne, {int(size) // 1000} kB PDF;"
            f" {drawn} diagram ritade på {drawing:.0f} s"
        )
    assert int(memory) < 2200
