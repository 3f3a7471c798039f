"""Facts about other municipalities and the country: judged, written and told of by the database, a set at a time.

The same promises as row by row (`indicators.imports`): what stands is what is compared with, a revision is a new
outcome, all or nothing. The statements are the same on every database.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from threading import Event, Thread
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction
from django.db.models import Count, Max, Min, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from burlov_styrning import rights
from burlov_styrning.base.models import Municipality
from burlov_styrning.clock import today
from burlov_styrning.refusals import Reason, Refusal
from burlov_styrning.rights import Role
from indicators import outcomes
from indicators.intake import version_of
from indicators.models import Import, ImportFact, Indicator, Outcome, Verdict

BEAT = 20
"""Seconds between two signs of life; an import that gives none is taken for stopped (`imports.STALE_AFTER`)."""
WRITTEN = (Verdict.CHANGED, Verdict.NEW)
AT_ONCE = 50_000
"""So many are written by one statement: what the database remembers until its end, and how often progress is told."""


def _bare(column: str) -> str:
    """A number without the noughts that end it: `70.0` says what `70` says."""
    return f"CASE WHEN {column} LIKE '%%.%%' THEN RTRIM(RTRIM({column}, '0'), '.') ELSE {column} END"


def _same_number(name: str) -> str:
    return f"(f.{name} = o.{name} OR {_bare(f'f.{name}')} = {_bare(f'o.{name}')})"


SAME = f"""
    o.missing = f.missing AND (f.value IS NULL OR {_same_number("value")})
    AND f.status IN ('', o.status) AND f.comment IN ('', o.comment) AND f.section IN ('', o.section)
    AND (f.published IS NULL OR f.published = o.published) AND (f.count IS NULL OR f.count = o.count)
    AND (f.response_rate IS NULL OR {_same_number("response_rate")}) AND (f.margin IS NULL OR {_same_number("margin")})
    AND (f.source = '' OR told.pk = o.source_id)
"""
"""Everything that the fact says stands already; what it does not say is no change."""

COMING = {
    "indicator_id": "f.indicator_id", "municipality_id": "f.municipality_id", "period": "f.period",
    "year": "CAST(SUBSTR(f.period, 1, 4) AS INTEGER)", "sex": "f.sex", "value": "f.value", "missing": "f.missing",
    "section": "f.section", "count": "f.count", "response_rate": "f.response_rate", "margin": "f.margin",
    "comment": "f.comment",
    "version_id": "COALESCE(o.version_id, f.version_id)",
    "status": "CASE WHEN f.status <> '' THEN f.status WHEN %(status)s = 'final' AND o.status <> 'preliminary' "
              "THEN 'revised' ELSE %(status)s END",
    "source_id": "CASE WHEN f.source = '' THEN o.source_id ELSE told.pk END",
    "published": "COALESCE(f.published, o.published)",
    "fetched": "CASE WHEN COALESCE(f.published, o.published, '') = COALESCE(o.published, '') "
               "AND COALESCE(f.fetched, '') <= COALESCE(o.fetched, '') AND o.id IS NOT NULL "
               "THEN %(today)s ELSE f.fetched END",
    "exposure": "CASE WHEN o.exposure = 'published' THEN 'published' ELSE 'record' END",
    "entered_by_id": "%(person)s", "entered_at": "%(at)s",
    "example": "%(no)s", "example_fields": "'[]'", "untold": "'[]'",
}  # fmt: skip
"""What stands in the outcome of a fact `f` that follows the outcome `o`, or none (`outcomes._following`)."""

CELL = ("indicator_id", "municipality_id", "period", "sex")
WHOLE = " AND w.organ_id IS NULL AND w.unit_id IS NULL"
SAME_CELL = " AND ".join(f"w.{name} = f.{name}" for name in CELL) + WHOLE
IDENTITY = ("source_id", "published", "fetched", "status", "value", "missing")
"""What of a cell's outcomes may not be the same twice."""


def _text(expression: str) -> str:
    return f"COALESCE(CAST({expression} AS TEXT), '')"


TWIN = " AND ".join(f"{_text(f'w.{name}')} = {_text(COMING[name])}" for name in IDENTITY)

JUDGE = f"""
UPDATE indicators_importfact AS t SET verdict = said.verdict, reason = said.reason, before_id = said.before_id
FROM (
    WITH told(title, pk) AS (VALUES %(titles)s),
    twice AS (
        SELECT {", ".join(CELL)}, MIN(number) AS first FROM indicators_importfact
        WHERE belongs_to_id = %(import)s AND said IS NULL GROUP BY {", ".join(CELL)} HAVING COUNT(*) > 1
    ),
    f AS (
        SELECT f.*, (
            SELECT w.id FROM indicators_outcome w WHERE {SAME_CELL}
            ORDER BY COALESCE(w.published, '') DESC, COALESCE(w.fetched, '') DESC, w.id DESC LIMIT 1
        ) AS standing
        FROM indicators_importfact f WHERE f.belongs_to_id = %(import)s AND f.said IS NULL
    ),
    judged AS (
        SELECT f.id, o.id AS before_id,
            CASE WHEN o.id IS NOT NULL AND {SAME} THEN '='
                WHEN f.published < o.published THEN %(older)s || o.published || %(older_)s
                WHEN twice.first < f.number THEN %(twice)s || CAST(twice.first AS TEXT) || %(twice_)s
                WHEN o.id IS NOT NULL AND EXISTS (
                    SELECT 1 FROM indicators_outcome w WHERE {SAME_CELL} AND w.missing <> 'suppressed' AND {TWIN}
                ) THEN %(twin)s
                ELSE '' END AS reason
        FROM f LEFT JOIN indicators_outcome o ON o.id = f.standing LEFT JOIN told ON told.title = f.source
        LEFT JOIN twice ON {" AND ".join(f"twice.{name} = f.{name}" for name in CELL)}
    ),
    said AS (
        SELECT id, before_id, CASE WHEN reason = '=' THEN '' ELSE reason END AS reason,
            CASE WHEN reason = '=' THEN 'unchanged' WHEN reason <> '' THEN 'rejected'
                WHEN before_id IS NULL THEN 'new' ELSE 'changed' END AS verdict
        FROM judged
    )
    SELECT * FROM said
) said
WHERE t.id = said.id AND (
    t.verdict <> said.verdict OR t.reason <> said.reason OR COALESCE(t.before_id, 0) <> COALESCE(said.before_id, 0)
)
"""
"""Each fact beside the latest outcome of its cell; only what is judged otherwise than before is written."""

WRITE = f"""
INSERT INTO indicators_outcome ({", ".join(COMING)})
WITH told(title, pk) AS (VALUES %(titles)s)
SELECT {", ".join(COMING.values())}
FROM indicators_importfact f LEFT JOIN indicators_outcome o ON o.id = f.before_id AND %(follows)s
LEFT JOIN told ON told.title = f.source
WHERE f.belongs_to_id = %(import)s AND f.verdict = %(verdict)s AND f.id BETWEEN %(first)s AND %(last)s
ORDER BY f.id
"""
"""What is new follows nothing, and is told so: else the table might be gone through for each row that comes into it."""


def judge(import_: Import) -> int:
    """Judge the facts beside what stands; how many are judged otherwise than they were."""
    older = _("Det förra utfallet publicerades %(day)s. Ange samma dag eller en senare.") % {"day": "|"}
    twice = _("Samma utfall står redan på rad %(n)s. Lämna det en gång.") % {"n": "|"}
    values = {
        "older": older.partition("|")[0], "older_": older.partition("|")[2],
        "twice": twice.partition("|")[0], "twice_": twice.partition("|")[2],
        "twin": _("Samma uppgift finns redan bland de tidigare. Ange vilken dag eller källa som är ny."),
    }  # fmt: skip
    with _alive(import_), transaction.atomic():
        _ready("ANALYZE indicators_importfact, indicators_outcome", "SET LOCAL work_mem = '64MB'")
        return _settle(import_) + _run(JUDGE, import_, _sources(import_), **values)


def _ready(*statements: str) -> None:
    """What PostgreSQL must be told to do a large set well."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)


def counts(import_: Import) -> dict[str, int]:
    """Verdict → how many facts."""
    rows = ImportFact.objects.filter(belongs_to=import_).order_by()
    return dict(rows.values_list("verdict").annotate(n=Count("pk")))


def lock() -> None:
    """One import about others at a time. Nobody who enters outcomes of our own has to wait for it."""
    list(Municipality.objects.select_for_update().filter(own=False).order_by("pk").values_list("pk"))


def write(import_: Import, at: datetime) -> tuple[int | None, int | None]:
    """Put what is new and changed among the outcomes; between which keys the new ones stand."""
    facts = ImportFact.objects.filter(belongs_to=import_, verdict__in=WRITTEN).order_by()
    if not facts.exists():
        return None, None
    if not rights.actor_of(import_.person.user).has(Role.CONTROLLER):
        raise Refusal(Reason.RIGHT, _("Uppgifter om andra kommuner läser controllern in."))
    _ready("SET CONSTRAINTS ALL IMMEDIATE")  # else every reference of every row is remembered to the very end
    for title in facts.exclude(source="").values_list("source", flat=True).distinct():
        outcomes.source_called(title)
    with _telling(import_) as tell:
        _insert(import_, Verdict.CHANGED, at, tell)
        first = _last_outcome() + 1
        _insert(import_, Verdict.NEW, at, tell)
    ImportFact.objects.filter(belongs_to=import_, verdict__in=[Verdict.NEW, Verdict.UNCHANGED]).delete()
    _ready("ANALYZE indicators_outcome")
    return first, _last_outcome()


def _insert(import_: Import, verdict: Verdict, at: datetime, tell: Callable[[int], None]) -> None:
    facts = ImportFact.objects.filter(belongs_to=import_, verdict=verdict).order_by()
    found, sources = facts.aggregate(first=Min("pk"), last=Max("pk")), _sources(import_)
    for first in range(found["first"] or 1, (found["last"] or 0) + 1, AT_ONCE):
        span: dict[str, Any] = {"first": first, "last": first + AT_ONCE - 1}
        tell(_run(WRITE, import_, sources, verdict=verdict.value, follows=verdict == Verdict.CHANGED, at=at, **span))


def new_outcomes(import_: Import) -> QuerySet[Outcome]:
    """What an applied import brought that was not there before."""
    rows: QuerySet[Outcome] = Outcome.objects.filter(
        pk__range=(import_.first_new or 0, import_.last_new or 0), entered_at=import_.applied_at,
        entered_by=import_.person_id,
    )  # fmt: skip
    return rows


def forget(import_: Import) -> None:
    """Nothing of what came in is kept."""
    ImportFact.objects.filter(belongs_to=import_).delete()


@contextmanager
def _telling(import_: Import) -> Iterator[Callable[[int], None]]:
    """Tell that so many more are written, on a connection of its own: what is told inside the writing nobody sees.

    SQLite has one writer at a time; there nothing is told before the end.
    """
    if connection.vendor != "postgresql":
        yield lambda more: None
        return
    beside = connections.create_connection(DEFAULT_DB_ALIAS)
    beside.inc_thread_sharing()

    def tell(more: int) -> None:
        statement = "UPDATE indicators_import SET written = written + %s, touched_at = %s WHERE id = %s"
        with beside.cursor() as cursor:
            cursor.execute(statement, [more, timezone.now(), import_.pk])

    try:
        yield tell
    finally:
        beside.close()


@contextmanager
def _alive(import_: Import) -> Iterator[None]:
    """Tell now and then that the work goes on, while one statement takes its time."""
    with _telling(import_) as tell:
        over = Event()

        def beat() -> None:
            while not over.wait(BEAT):
                tell(0)

        thread = Thread(target=beat, daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()


def _last_outcome() -> int:
    return Outcome.objects.aggregate(last=Max("pk"))["last"] or 0


def _settle(import_: Import) -> int:
    """Ask the rules again for each kind of cell: an indicator may mean something else than when the facts were read."""
    facts, changed = ImportFact.objects.filter(belongs_to=import_, said__isnull=True).order_by(), 0
    known = {row.pk: row for row in Indicator.objects.select_related("current").prefetch_related("versions")}
    for pk, version, period, sex in facts.values_list("indicator", "version", "period", "sex").distinct():
        these = facts.filter(indicator=pk, version=version, period=period, sex=sex)
        try:
            now = version_of(known[pk], period, sex)
        except ValidationError as error:
            why: Any = {"verdict": Verdict.REJECTED, "reason": " ".join(error.messages), "said": {}}
            changed += these.update(**why, before=None)  # not content
            continue
        if now != version:
            changed += these.update(version=now)  # not content
    return changed


def _run(statement: str, import_: Import, sources: Mapping[str, int | None], **values: Any) -> int:
    """Run a statement; how many rows it wrote."""
    titles = ", ".join(f"(%(title{n})s, CAST(%(pk{n})s AS BIGINT))" for n in range(len(sources)))
    values |= {
        "import": import_.pk, "status": import_.status, "today": today().isoformat(), "person": import_.person_id,
        "no": False,
    }  # fmt: skip
    for n, (title, pk) in enumerate(sources.items()):
        values |= {f"title{n}": title, f"pk{n}": pk}
    if at := values.get("at"):
        values["at"] = connection.ops.adapt_datetimefield_value(at)
    with connection.cursor() as cursor:
        cursor.execute(statement.replace("%(titles)s", titles), values)
        return int(cursor.rowcount)


def _sources(import_: Import) -> dict[str, int | None]:
    """What the facts call their sources → the source of that name, where there is one."""
    facts = ImportFact.objects.filter(belongs_to=import_).order_by()
    found = {title: outcomes.source_known(title) for title in facts.values_list("source", flat=True).distinct()}
    return {title: row.pk if row else None for title, row in found.items()} or {"": None}
