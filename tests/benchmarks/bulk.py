"""A national import by hand: `./with-postgres .venv/bin/python -m tests.benchmarks.bulk --cells 5000000`.

Not in the checks: it takes many minutes and two gigabytes. The import is the real one, from rows as a source gives
them to the receipt; it is held against COPY of the very same outcomes into the very same table with its indexes.
"""

from __future__ import annotations

import argparse
import os
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import batched, product
from pathlib import Path
from typing import Any
from unittest import mock

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from auditlog.models import LogEntry  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from burlov_styrning.base.models import Assignment, Municipality, Organ, Person, User  # noqa: E402
from indicators import answers, imports  # noqa: E402
from indicators.models import Import, Indicator, IndicatorVersion, Outcome  # noqa: E402
from indicators.sources.row import Found, Part, Row  # noqa: E402

OTHERS, INDICATORS, SEXES = 290, 480, "TKM"
PART = 20_000
CHANGE = 100_000


def municipalities() -> User:
    """The country's municipalities, the indicators, and a controller."""
    Municipality.objects.create(code="9998", name="Storköpings kommun", own=True)
    Municipality.objects.bulk_create(Municipality(code=f"{n:04}", name=f"Kommun {n}") for n in range(1, OTHERS + 1))
    rows = Indicator.objects.bulk_create(Indicator(key=f"n{n:05}", by_sex=True) for n in range(INDICATORS))
    versions = IndicatorVersion.objects.bulk_create(
        IndicatorVersion(indicator=row, name=f"Mått {row.key}", unit="antal") for row in rows
    )
    for row, version in zip(rows, versions, strict=True):
        row.current = version
    Indicator.objects.bulk_update(rows, ["current"])
    organ = Organ.objects.create(key="ks", name="Kommunstyrelsen", kind="executive_board")
    user: User = User.objects.create_user("controller@example.org", None)
    person = Person.objects.create(key="c", name="C", user=user)
    Assignment.objects.create(person=person, organ=organ, role="controller", starts="2020-01-01")
    return user


def rows_of(cells: int, raised: str = "", fetched: str = "2026-11-01") -> Iterator[Row]:
    """So many cells, as a source gives them."""
    years = -(-cells // (OTHERS * INDICATORS * len(SEXES)))
    places = product(range(INDICATORS), range(1, OTHERS + 1), range(2025 - years + 1, 2026), SEXES)
    for number, (indicator, code, year, sex) in enumerate(places, start=1):
        if number > cells:
            return
        yield Row(
            number, key=f"n{indicator:05}", subject=f"{code:04}", period=str(year), sex=sex, source="Kolada",
            value=f"{number * 7919 % 1000},{number % 9 + 1}{raised}", fetched=fetched,
        )  # fmt: skip


def asked(user: User, rows: Iterator[Row], cells: int) -> Import:
    """The import of these rows, read and waiting; what it took is told."""
    import_ = imports.fetch("kolada", f"{cells} celler", {"cells": cells}, by=user, background=False)
    parts = (Part(some, number) for number, some in enumerate(batched(rows, PART), start=1))
    with mock.patch.object(answers, "found", lambda _import: Found(parts, cells // PART + 1)):
        imports.go(import_.pk)
    found: Import = Import.objects.get(pk=import_.pk)
    assert found.state == "previewed", found.problem
    return found


def applied(user: User, import_: Import) -> Import:
    """The same, applied."""
    imports.apply(import_, by=user, background=False)
    imports.go(import_.pk)
    found: Import = Import.objects.get(pk=import_.pk)
    assert found.state == "applied", (found.problem, found.remarks)
    return found


def timed[T](what: str, count: int, run: Callable[[], T]) -> tuple[float, T]:
    """Run it, and print seconds, rows a second and how much memory this process has held at most."""
    start = time.monotonic()
    result = run()
    seconds = time.monotonic() - start
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{what}: {seconds:.1f} s, {count / seconds:,.0f} rows/s, at most {held} MB", flush=True)
    return seconds, result


def copied_back(file: Path) -> Callable[[], None]:
    """What has been imported as a file, out of the table; the COPY that puts it back."""
    names = ", ".join(connection.ops.quote_name(str(f.column)) for f in Outcome._meta.concrete_fields)
    with connection.cursor() as cursor, file.open("wb") as out:
        with cursor.copy(f"COPY indicators_outcome ({names}) TO STDOUT") as copy:
            out.writelines(bytes(block) for block in copy)
        cursor.execute("TRUNCATE indicators_outcome CASCADE")

    def back() -> None:
        into = f"COPY indicators_outcome ({names}) FROM STDIN"
        with connection.cursor() as cursor, file.open("rb") as source, cursor.copy(into) as copy:
            while block := source.read(1 << 20):
                copy.write(block)

    return back


def sizes() -> Iterator[str]:
    """How large the table of outcomes and each of its indexes is."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_size_pretty(pg_relation_size('indicators_outcome'))")
        yield f"table {cursor.fetchone()[0]}"
        cursor.execute("SELECT indexrelname, pg_size_pretty(pg_relation_size(indexrelid)) FROM pg_stat_user_indexes "
                       "WHERE relname = 'indicators_outcome' ORDER BY pg_relation_size(indexrelid) DESC")  # fmt: skip
        yield from (f"{name} {size}" for name, size in cursor.fetchall())


def main(cells: int, change: int) -> None:
    """Print the figures of issue and decision: the ratio to COPY, memory, and preview against apply of a change."""
    call_command("migrate", verbosity=0)
    user = municipalities()
    logged: Any = LogEntry.objects.filter(content_type__app_label="indicators")
    before = logged.count()
    timed("the source's rows alone", cells, lambda: sum(1 for _row in rows_of(cells)))
    reading, import_ = timed("read and judged", cells, lambda: asked(user, rows_of(cells), cells))
    writing, import_ = timed("applied", cells, lambda: applied(user, import_))
    print(f"counts {import_.counts}; lines in the log: {logged.count() - before}")
    with tempfile.TemporaryDirectory() as folder:
        back = copied_back(Path(folder) / "outcomes")
        copying, _none = timed("COPY of the same", cells, back)
    print(f"import / COPY: {copying / (reading + writing):.2f} of its rows a second (at least 0.33)")
    print("; ".join(sizes()), flush=True)
    change = min(change, cells)
    preview, import_ = timed(
        "preview of a change", change, lambda: asked(user, rows_of(change, "5", "2026-11-02"), change)
    )
    apply, import_ = timed("apply of the change", change, lambda: applied(user, import_))
    print(f"counts {import_.counts}; preview / apply: {preview / apply:.2f} (at most 2)")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cells", type=int, default=OTHERS * INDICATORS * 12 * len(SEXES))
    parser.add_argument("--change", type=int, default=CHANGE)
    asked_for = parser.parse_args()
    main(asked_for.cells, asked_for.change)
