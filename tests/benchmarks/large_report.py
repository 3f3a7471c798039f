"""A large report by hand: `python -m tests.benchmarks.large_report` (150 pages or more, 120 charts).

Not in the checks: it takes a minute or more. The report is issued in an SQLite file of its own and made by a process
that does what the worker does; then Chromium prints the very same HTML. It tells the processor's seconds, where they
go, the most memory that the process held, and what a second edition takes, whose charts are in the cache already.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

PREPARE = """
from django.core.management import call_command
call_command("migrate", verbosity=0)
from burlov_styrning.pages.management.commands.issue_report import OPERATOR
from followup import editions
from followup.models import Assessment, FollowUpRound, ReportEdition
from tests.benchmarks.municipality import LAST, Size, make
make(Size(organs=12, goals={goals}, indicators={charts}, proposals=12))
words = "Utvecklingen följer planen i det mesta. Åtgärderna har haft effekt, men inte överallt. " * 4
said = "## Vad vi gjorde\\n" + words + "\\n\\n- ett\\n- två\\n\\n## Vad som återstår\\n" + words
Assessment.objects.filter(state="approved").update(analysis=said)
round_ = FollowUpRound.objects.get(year=LAST - 1)
ReportEdition.objects.filter(report__round=round_, report__kind="annual").delete()  # rows for lists, without content
print(editions.issue(round_, "annual", by=OPERATOR, background=False).edition.pk)
"""
AGAIN = """
from burlov_styrning.pages.management.commands.issue_report import OPERATOR
from followup import editions, preparing
from followup.content.layout import Layout
from followup.models import Report
report = Report.objects.filter(kind="annual", editions__files__format="pdf").first()
preparing.arrange(report, Layout("Ett förord."), by=OPERATOR, revision=report.revision)
print(editions.issue(report.round, "annual", by=OPERATOR, background=False).edition.pk)
"""
MAKE = """
import resource, time
from pathlib import Path
from burlov_styrning import pdf, sheets
from followup import making
from followup.content import document
from followup.models import ReportEdition
from pypdf import PdfReader
spent, start = {{}}, time.process_time()
def timed(name, place, attribute):
    plain = getattr(place, attribute)
    def run(*given, **more):
        began = time.process_time()
        try:
            return plain(*given, **more)
        finally:
            spent[name] = spent.get(name, 0) + time.process_time() - began
    setattr(place, attribute, run)
render = pdf.render
def kept(html, **more):
    Path({folder!r}, "print.html").write_text(html)
    return render(html, **more)
pdf.render = kept
for name, place, attribute in (("chapters as HTML", making, "chapters"), ("page", making, "page"),
        ("spreadsheet", sheets, "workbook"), ("Word", document, "docx"), ("PDF", pdf, "render")):
    timed(name, place, attribute)
making.make({pk})
whole = time.process_time() - start
spent["charts, view, JSON, storing"] = whole - sum(spent.values())
held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
edition = ReportEdition.objects.get(pk={pk})
body = edition.files.get(format="pdf").file
print(f"edition {{edition.number}}: {{edition.state}}, {{len(PdfReader(body).pages)}} pages, {{body.size // 1000}} kB;"
      f" {{whole:.1f}} s of the processor, at most {{held}} MB")
print("  " + ", ".join(f"{{name}} {{seconds:.1f}}" for name, seconds in spent.items()))
print(spent["PDF"])
"""
PRINT = """
from pathlib import Path
from tests.benchmarks.test_pdf import printed, seconds, standalone
folder = Path({folder!r})
page = folder / "alone.html"
page.write_text(standalone((folder / "print.html").read_text()))
print(seconds(lambda: printed(page, folder / "chromium.pdf"))[1])
"""
BEGIN = 'import django, os; os.environ["DJANGO_SETTINGS_MODULE"] = "burlov_styrning.settings"; django.setup()\n'


def run(script: str, folder: str) -> list[str]:
    """The lines of a process of its own, on the installation in the folder."""
    own = {
        "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3", "MEDIA_ROOT": f"{folder}/media",
        "CACHE_URL": f"filecache://{folder}/cache", "DEBUG": "0", "LOCAL": "1", "DEMO": "0",
    }  # fmt: skip
    made = subprocess.run(
        [sys.executable, "-c", BEGIN + script], env=os.environ | own, check=True, text=True, stdout=subprocess.PIPE
    )
    return made.stdout.strip().splitlines()


def main() -> None:
    """Prepare, make, print, make again."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--goals", type=int, default=60)
    parser.add_argument("--charts", type=int, default=120)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        pk = run(PREPARE.format(goals=asked.goals, charts=asked.charts), folder)[-1]
        *told, ours = run(MAKE.format(pk=pk, folder=folder), folder)
        print(*told, sep="\n", flush=True)
        theirs = float(run(PRINT.format(folder=Path(folder).as_posix()), folder)[-1])
        print(
            f"Chromium printing the same HTML: {theirs:.1f} s; the PDF took {float(ours) / theirs:.2f} of it",
            flush=True,
        )
        pk = run(AGAIN, folder)[-1]
        print(*run(MAKE.format(pk=pk, folder=folder), folder)[:-1], sep="\n")


if __name__ == "__main__":
    main()
