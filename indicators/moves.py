"""Moves on the first floor: indicators, outcomes and economic scenarios."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from burlov_styrning.rights import Who
from burlov_styrning.table import ANY, ANYONE, CONTROLLER, REASON, one
from burlov_styrning.workflow import Move, Workflow
from indicators.models import ComparisonGroup, Drift, Import, ScbMapping, ServiceArea

ENTERS = frozenset({Who.STAFF, Who.CONTROLLER})
ACCOUNTANTS = frozenset({Who.BOARD_STAFF, Who.CONTROLLER})
"""The executive board's staff keep the municipality's accounts, and the committees' as they hand them in."""

INDICATORS = Workflow(
    "indicators",
    _("Indikatorer"),
    {},
    (
        Move("define", _("Lägg till indikator"), ANY, None, CONTROLLER, creates=True),
        Move("edit", _("Ändra indikatorn"), ANY, None, CONTROLLER),
        Move("redefine", _("Ändra innebörden"), ANY, None, CONTROLLER),
        # The values of small groups, on the auditor's own logged request (DOMAIN §6).
        Move("ask_access", _("Läs dolda värden"), ANY, None, frozenset({Who.AUDITOR}), asks=REASON),
    ),
    told={
        "define": _("tillagd"), "edit": _("ändrad"), "redefine": _("innebörden ändrad"),
        "ask_access": _("dolda värden lästa"),
    },
)  # fmt: skip

OUTCOMES = Workflow(
    "outcomes",
    _("Utfall"),
    {},
    (
        Move("enter", _("Lämna utfall"), ANY, None, ENTERS, creates=True),
        Move("revise", _("Revidera utfallet"), ANY, None, ENTERS),
        # Made by the steps themselves, when a new value would let a small one be computed.
        Move("hide", _("Visa inte"), ANY, None, ENTERS),
    ),
    told={
        "enter": _("lämnat"), "revise": _("reviderat"), "hide": _("visas inte längre"),
    },
)  # fmt: skip

SCENARIOS = Workflow(
    "scenarios",
    _("Ekonomiska scenarier"),
    {},
    (
        Move("write", _("Lägg till scenario"), ANY, None, CONTROLLER, creates=True),
        Move("edit", _("Ändra scenariot"), ANY, None, CONTROLLER),
        Move("use", _("Ställ bredvid förslagen"), ANY, None, CONTROLLER),
    ),
    told={"write": _("tillagt"), "edit": _("ändrat"), "use": _("ställt bredvid förslagen")},
)

ACCOUNTS = Workflow(
    "accounts",
    _("Redovisning och budget"),
    {},
    (
        Move("enter", _("Lägg in belopp"), ANY, None, ACCOUNTANTS, creates=True),
        Move("correct", _("Rätta beloppet"), ANY, None, ACCOUNTANTS),
    ),
    told={"enter": _("inlagt"), "correct": _("rättat")},
)

AREAS = Workflow(
    "service_areas",
    _("Områden för kvalitet per krona"),
    {state.value: state.label for state in ServiceArea.State},
    (
        Move("write", _("Lägg till område"), ANY, None, CONTROLLER, creates=True),
        Move("edit", _("Ändra området"), one(ServiceArea.State.USED), None, CONTROLLER),
        Move("end", _("Avsluta området"), one(ServiceArea.State.USED), None, CONTROLLER),
        Move("resume", _("Ta upp området igen"), one(ServiceArea.State.ENDED), None, CONTROLLER),
    ),
    told={"write": _("tillagt"), "edit": _("ändrat"), "end": _("avslutat"), "resume": _("återupptaget")},
)

USES = Workflow(
    "indicator_uses",
    _("Indikatorer för priser och personal"),
    {},
    (Move("choose", _("Välj indikator"), ANY, None, CONTROLLER),),
    told={"choose": _("vald")},
)

POPULATION = Workflow(
    "population",
    _("Befolkning"),
    {},
    (
        Move("read", _("Läs in befolkning"), ANY, None, ACCOUNTANTS, creates=True),
        Move("use", _("Räkna med den"), ANY, None, ACCOUNTANTS),
    ),
    told={"read": _("inläst"), "use": _("räknas med")},
)

COSTS = Workflow(
    "costs",
    _("Kostnader per invånare"),
    {},
    (Move("write", _("Skriv kostnader per invånare"), ANY, None, ACCOUNTANTS),),
    told={"write": _("skriven")},
)

GROUPS = Workflow(
    "groups",
    _("Jämförelsegrupper"),
    {state.value: state.label for state in ComparisonGroup.State},
    (
        Move("make", _("Lägg till grupp"), ANY, None, CONTROLLER, creates=True),
        Move("edit", _("Ändra gruppen"), one(ComparisonGroup.State.USED), None, CONTROLLER),
        Move("end", _("Avsluta gruppen"), one(ComparisonGroup.State.USED), None, CONTROLLER),
    ),
    told={"make": _("tillagd"), "edit": _("ändrad"), "end": _("avslutad")},
)

SURVEYS = Workflow(
    "surveys",
    _("Undersökningar"),
    {},
    (
        Move("write", _("Lägg till undersökning"), ANY, None, ENTERS, creates=True),
        Move("edit", _("Ändra vad som läses"), ANY, None, ENTERS),
    ),
    told={"write": _("tillagd"), "edit": _("ändrad")},
)

S = Import.State
MINE = frozenset({Who.SELF})
IMPORTS = Workflow(
    "imports",
    _("Inläsningar"),
    {state.value: state.label for state in S},
    (
        # Who may enter an outcome is asked again of every row.
        Move("start", _("Läs in"), ANY, S.READING, MINE, creates=True),
        Move("fetch", _("Hämta utfall"), ANY, S.READING, CONTROLLER, creates=True),
        Move("show", _("Visa vad inläsningen skulle ändra"), frozenset({S.READING, S.APPLYING}), S.PREVIEWED,
             frozenset({Who.ANYONE}), by_clock=True),
        Move("apply", _("Genomför inläsningen"), one(S.PREVIEWED), S.APPLYING, MINE),
        Move("finish", _("Skriv kvittot"), one(S.APPLYING), S.APPLIED, frozenset({Who.ANYONE}), by_clock=True),
        Move("fail", _("Anteckna att inläsningen misslyckades"), frozenset({S.READING, S.APPLYING}), S.FAILED,
             frozenset({Who.ANYONE}), by_clock=True),
        Move("go_on", _("Fortsätt"), frozenset({S.READING, S.APPLYING}), None, MINE | CONTROLLER),
        # What the night fetched waits for one controller, and any other may take it.
        Move("take", _("Ta över"), one(S.PREVIEWED), None, CONTROLLER),
        Move("retry", _("Försök igen"), one(S.FAILED), S.READING, MINE | CONTROLLER),
        Move("discard", _("Kasta inläsningen"), one(S.PREVIEWED), S.DISCARDED, MINE | CONTROLLER),
    ),
    told={
        "start": _("påbörjad"), "show": _("läst"), "apply": _("godkänd"), "finish": _("genomförd"),
        "fail": _("misslyckad"), "go_on": _("fortsatt"), "discard": _("kastad"),
        "fetch": _("påbörjad"), "retry": _("påbörjad på nytt"), "take": _("övertagen"),
    },
)  # fmt: skip

D = Drift.State
DRIFTS = Workflow(
    "drifts",
    _("Ändringar i Kolada"),
    {state.value: state.label for state in D},
    (
        Move("find", _("Anteckna ändringen"), ANY, D.OPEN, ANYONE, creates=True, by_clock=True),
        Move("take_over", _("Ta över som ny version"), one(D.OPEN), D.TAKEN, CONTROLLER),
        Move("reword", _("Ta över som ny ordalydelse"), one(D.OPEN), D.REWORDED, CONTROLLER),
        Move("keep", _("Behåll vår"), one(D.OPEN), D.KEPT, CONTROLLER),
        Move("outdate", _("Stryk ändringen"), one(D.OPEN), D.OUTDATED, ANYONE, by_clock=True),
    ),
    told={
        "find": _("upptäckt"), "take_over": _("övertagen med ny version"), "reword": _("övertagen"),
        "keep": _("vår behålls"), "outdate": _("gäller inte längre"),
    },
)  # fmt: skip

MAPPINGS = Workflow(
    "mappings",
    _("Tabeller ur SCB"),
    {state.value: state.label for state in ScbMapping.State},
    (
        Move("save", _("Spara urvalet"), ANY, ScbMapping.State.USED, CONTROLLER, creates=True),
        Move("end", _("Sluta hämta"), one(ScbMapping.State.USED), ScbMapping.State.ENDED, CONTROLLER),
    ),
    told={"save": _("sparad"), "end": _("avslutad")},
)
