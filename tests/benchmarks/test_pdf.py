"""The annual report as PDF against headless Chromium printing its web form: the same content, not the same file."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from django.template.loader import render_to_string

from burlov_styrning import pdf
from followup.content import charts, report
from followup.content.naming import Edition
from followup.content.snapshot import canonical, collect
from followup.making import _html
from followup.models import FollowUpRound
from tests.benchmarks.municipality import LAST, Size, make

PAIRS = int(os.environ.get("PAIRS", "3"))
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome") or ""


def printed(html: Path, to: Path) -> None:
    """Chromium's PDF of a page, and its run is waited for."""
    command = [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", f"--print-to-pdf={to}", html.as_uri()]
    subprocess.run(command, check=True, capture_output=True, timeout=300)


def seconds(what: Callable[[], Any]) -> float:
    start = time.perf_counter()
    what()
    return time.perf_counter() - start


@pytest.mark.benchmark
@pytest.mark.django_db
@pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this machine")
def test_pdf_against_chromium(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No limit: the figure is told."""
    make(Size())
    snapshot = json.loads(canonical(collect(FollowUpRound.objects.get(year=LAST - 1), kind="annual")))
    drawing = time.perf_counter()
    drawn = charts.draw(snapshot)
    drawing = time.perf_counter() - drawing
    view = report.build(snapshot, Edition(1, f"{LAST}-03-01", "0" * 64), drawn)
    html, page, out = tmp_path / "report.html", b"", tmp_path / "report.pdf"
    page = _html(view)
    html.write_bytes(page)
    print_page = render_to_string("reports/print.html", {"report": view, "contents": view.contents})
    pairs = [
        (seconds(lambda: pdf.render(print_page, title=view.full_title)), seconds(lambda: printed(html, out)))
        for _pair in range(PAIRS)
    ]
    ours, theirs = (median(times) for times in zip(*pairs, strict=True))
    with capsys.disabled():
        print(
            f"\nPDF mot Chromium: {median(a / b for a, b in pairs):.1f}× ({ours:.1f} s mot {theirs:.1f} s);"
            f" {len(drawn)} diagram ritade på {drawing:.1f} s; {len(page) // 1000} kB HTML"
        )
    assert out.read_bytes().startswith(b"%PDF")
