"""The tables of moves of the third floor: rounds, assessments, activities, editions (DOMAIN §7–§8)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from burlov_styrning.exposure import Exposure
from burlov_styrning.rights import Who
from burlov_styrning.table import (
    ANY,
    ANYONE,
    COMMENT,
    CONTROLLER,
    COUNCIL_SECRETARY,
    DECISION,
    MANAGER,
    REASON,
    SECRETARY,
    STAFF,
    one,
)
from burlov_styrning.workflow import Move, Workflow
from followup.models import Assessment, FollowUpRound, Opening, Report, ReportEdition
from followup.models.round import OPEN_ROUND
from goals.models import Phase
from goals.moves import BREAKDOWN

FOLLOW_UP = frozenset({Phase.Name.FOLLOW_UP.value})


R = FollowUpRound.State
ROUNDS = Workflow(
    "rounds",
    _("Uppföljningstillfällen"),
    {state.value: state.label for state in R},
    (
        Move("plan", _("Planera uppföljning"), ANY, R.PLANNED, CONTROLLER, FOLLOW_UP, creates=True),
        Move("edit", _("Ändra uppföljningen"), frozenset({R.PLANNED, R.OPEN}), None, CONTROLLER, FOLLOW_UP),
        Move("open", _("Öppna uppföljningen"), one(R.PLANNED), R.OPEN, CONTROLLER, FOLLOW_UP,
             todo=_("Öppna uppföljningen")),
        Move("close", _("Stäng uppföljningen"), one(R.OPEN), R.CLOSED, CONTROLLER, FOLLOW_UP,
             todo=_("Stäng uppföljningen")),
        Move("adopt", _("Anteckna att fullmäktige godkänt rapporten"), one(R.CLOSED), R.ADOPTED, COUNCIL_SECRETARY,
             asks=DECISION, records=True),
    ),
    told={
        "plan": _("planerad"), "edit": _("ändrad"), "open": _("öppnad"), "close": _("stängd"),
        "adopt": _("rapporten godkänd"),
    },
)  # fmt: skip

A = Assessment.State
ROUND_IS_OPEN = frozenset({OPEN_ROUND})
ASSESSMENTS = Workflow(
    "assessments",
    _("Bedömningar"),
    {state.value: state.label for state in A},
    (
        Move("start", _("Skriv bedömning"), ANY, A.DRAFT, STAFF, ROUND_IS_OPEN, creates=True),
        Move("edit", _("Skriv på bedömningen"), one(A.DRAFT), None, STAFF, ROUND_IS_OPEN,
             todo=_("Skriv klart bedömningen")),
        Move("mark_ready", _("Klarmarkera"), one(A.DRAFT), A.READY, MANAGER, ROUND_IS_OPEN,
             todo=_("Granska och klarmarkera bedömningen")),
        Move("back_to_draft", _("Tillbaka till utkast"), one(A.READY), A.DRAFT,
             frozenset({Who.MANAGER, Who.SECRETARY}), ROUND_IS_OPEN, asks=COMMENT),
        Move("approve", _("Anteckna beslutet"), one(A.READY), A.APPROVED, SECRETARY, ROUND_IS_OPEN, asks=DECISION,
             records=True, todo=_("Anteckna beslutet om bedömningen")),
        Move("reopen", _("Öppna igen"), one(A.APPROVED), A.DRAFT, CONTROLLER, ROUND_IS_OPEN,
             asks=REASON),
        Move("invite", _("Låt controllern läsa utkastet"), one(A.DRAFT), None, STAFF),
        Move("ask_access", _("Begär att få läsa"), ANY, None, frozenset({Who.AUDITOR}), asks=REASON),
    ),
    exposure={
        A.DRAFT.value: Exposure.WORKING,
        A.READY.value: Exposure.READY,
        A.APPROVED.value: Exposure.RECORD,
    },
    told={
        "start": _("påbörjad"), "edit": _("ändrad"), "mark_ready": _("klarmarkerad"),
        "back_to_draft": _("tillbaka till utkast"), "approve": _("godkänd"), "reopen": _("öppnad igen"),
        "invite": _("controllern får läsa utkastet"), "ask_access": _("läst av revisorn efter begäran"),
    },
)  # fmt: skip

OP = Opening.State
OPENINGS = Workflow(
    "openings",
    _("Nämndernas inledningar"),
    {state.value: state.label for state in OP},
    (
        Move("start", _("Skriv inledningen"), ANY, OP.DRAFT, STAFF, ROUND_IS_OPEN, creates=True),
        Move("edit", _("Skriv på inledningen"), one(OP.DRAFT), None, STAFF, ROUND_IS_OPEN),
        Move("mark_ready", _("Klarmarkera"), one(OP.DRAFT), OP.READY, MANAGER, ROUND_IS_OPEN),
        Move("back_to_draft", _("Tillbaka till utkast"), one(OP.READY), OP.DRAFT,
             frozenset({Who.MANAGER, Who.SECRETARY}), ROUND_IS_OPEN, asks=COMMENT),
        Move("approve", _("Anteckna beslutet"), one(OP.READY), OP.APPROVED, SECRETARY, ROUND_IS_OPEN, asks=DECISION,
             records=True),
        Move("reopen", _("Öppna igen"), one(OP.APPROVED), OP.DRAFT, CONTROLLER, ROUND_IS_OPEN, asks=REASON),
        Move("invite", _("Låt controllern läsa utkastet"), one(OP.DRAFT), None, STAFF),
        Move("ask_access", _("Begär att få läsa"), ANY, None, frozenset({Who.AUDITOR}), asks=REASON),
    ),
    exposure={
        OP.DRAFT.value: Exposure.WORKING,
        OP.READY.value: Exposure.READY,
        OP.APPROVED.value: Exposure.RECORD,
    },
    told={
        "start": _("påbörjad"), "edit": _("ändrad"), "mark_ready": _("klarmarkerad"),
        "back_to_draft": _("tillbaka till utkast"), "approve": _("godkänd"), "reopen": _("öppnad igen"),
        "invite": _("controllern får läsa utkastet"), "ask_access": _("läst av revisorn efter begäran"),
    },
)  # fmt: skip
"""It asks nobody in *Mitt arbete*: it goes with the judgements that do."""

ACTIVITIES = Workflow(
    "activities",
    _("Aktiviteter"),
    {},
    (
        Move("plan", _("Planera aktivitet"), ANY, None, STAFF, BREAKDOWN, creates=True),
        Move("edit", _("Ändra aktiviteten"), ANY, None, STAFF, BREAKDOWN),
        Move("decide", _("Besluta om aktiviteten"), ANY, None, MANAGER, BREAKDOWN),
        Move("carry", _("För över till den nya perioden"), ANY, None, STAFF, BREAKDOWN, creates=True),
    ),
    told={
        "plan": _("planerad"), "edit": _("ändrad"), "decide": _("beslutad"), "carry": _("överförd"),
    },
)  # fmt: skip

DECIDES_WHAT_GOES_ON = frozenset({Who.MANAGER, Who.CONTROLLER})
ONWARDS = Workflow(
    "onwards",
    _("Vad som går vidare till nästa period"),
    {},
    (
        Move("decide", _("Bestäm vad som går vidare"), ANY, None, DECIDES_WHAT_GOES_ON, FOLLOW_UP, creates=True),
        Move("change", _("Ändra vad som går vidare"), ANY, None, DECIDES_WHAT_GOES_ON, FOLLOW_UP),
    ),
    told={"decide": _("bestämt"), "change": _("ändrat")},
)

AUDITOR = frozenset({Who.AUDITOR})
EXAMINATIONS = Workflow(
    "examinations",
    _("Revisorernas granskning"),
    {},
    (
        Move("draw", _("Dra ett stickprov"), ANY, None, AUDITOR, creates=True),
        Move("take_out", _("Hämta underlaget"), ANY, None, AUDITOR, creates=True),
        Move("finish", _("Anteckna arkivets fillista"), ANY, None, ANYONE, by_clock=True),
    ),
    told={"draw": _("stickprov draget"), "take_out": _("underlag hämtat"), "finish": _("arkivet framställt")},
)

REPORTS = Workflow(
    "reports",
    _("Rapporter"),
    {},
    (
        Move("prepare", _("Förbered rapport"), ANY, None, CONTROLLER, creates=True),
        Move("arrange", _("Lägg upp rapporten"), ANY, None, CONTROLLER),
    ),
    told={"prepare": _("förbereds"), "arrange": _("ändrad")},
)

E = ReportEdition.State
EDITIONS = Workflow(
    "editions",
    _("Utgåvor"),
    {state.value: state.label for state in E},
    (
        Move("issue", _("Ge ut rapport"), ANY, E.MAKING, CONTROLLER, creates=True),
        Move("finish", _("Spara de färdiga filerna"), one(E.MAKING), E.PROPOSED, ANYONE, by_clock=True),
        Move("fail", _("Anteckna att framställningen misslyckades"), one(E.MAKING), E.FAILED, ANYONE, by_clock=True),
        Move("retry", _("Försök igen"), one(E.FAILED), E.MAKING, CONTROLLER, todo=_("Framställ rapporten igen")),
        Move("cancel", _("Avbryt framställningen"), one(E.MAKING), E.STOPPED, CONTROLLER),
        Move("again", _("Framställ rapporten igen"), one(E.STOPPED), E.MAKING, CONTROLLER),
        Move("restart", _("Börja om"), one(E.MAKING), E.MAKING, CONTROLLER),
        Move("resume", _("Ta upp det som stannat"), one(E.MAKING), E.MAKING, ANYONE, by_clock=True),
        Move("publish", _("Publicera utgåvan"), frozenset({E.PROPOSED, E.APPROVED}), None, CONTROLLER),
        Move("attach", _("Bifoga revisorernas bedömning"), frozenset({E.PROPOSED, E.APPROVED}), None, CONTROLLER),
        Move("approve", _("Anteckna att fullmäktige godkänt"), one(E.PROPOSED), E.APPROVED, COUNCIL_SECRETARY,
             asks=DECISION, records=True),
    ),
    exposure={
        E.MAKING.value: Exposure.WORKING,
        E.FAILED.value: Exposure.WORKING,
        E.STOPPED.value: Exposure.WORKING,
        E.PROPOSED.value: Exposure.RECORD,
        E.APPROVED.value: Exposure.RECORD,
    },
    told={
        "issue": _("utgiven"), "finish": _("framställd"), "fail": _("framställningen misslyckades"),
        "retry": _("framställs igen"), "cancel": _("avbruten"), "again": _("framställs igen"),
        "restart": _("framställs på nytt"),
        "resume": _("arbetet hade stannat och togs upp igen"), "publish": _("publicerad"),
        "attach": _("revisorernas bedömning bifogad"), "approve": _("godkänd"),
    },
)  # fmt: skip

AUDIT_EDITIONS = Workflow(
    "audit_editions",
    _("Revisorernas underlag"),
    {state.value: state.label for state in E if state != E.APPROVED} | {E.PROPOSED.value: _("framställd")},
    (
        Move("issue", _("Ta fram underlag"), ANY, E.MAKING, AUDITOR, creates=True),
        Move("finish", _("Spara de färdiga filerna"), one(E.MAKING), E.PROPOSED, ANYONE, by_clock=True),
        Move("fail", _("Anteckna att framställningen misslyckades"), one(E.MAKING), E.FAILED, ANYONE, by_clock=True),
        Move("retry", _("Försök igen"), one(E.FAILED), E.MAKING, AUDITOR),
        Move("cancel", _("Avbryt framställningen"), one(E.MAKING), E.STOPPED, AUDITOR),
        Move("again", _("Framställ underlaget igen"), one(E.STOPPED), E.MAKING, AUDITOR),
        Move("restart", _("Börja om"), one(E.MAKING), E.MAKING, AUDITOR),
        Move("resume", _("Ta upp det som stannat"), one(E.MAKING), E.MAKING, ANYONE, by_clock=True),
    ),
    told={
        "issue": _("beställt"), "finish": _("framställt"), "fail": _("framställningen misslyckades"),
        "retry": _("framställs igen"), "cancel": _("avbrutet"), "again": _("framställs igen"),
        "restart": _("framställs på nytt"), "resume": _("arbetet hade stannat och togs upp igen"),
    },
)  # fmt: skip
"""An edition of what the auditors take out: theirs to make, and working material whatever its state."""


def edition_moves(kind: str) -> Workflow:
    """The table that editions of such a report follow."""
    return AUDIT_EDITIONS if kind == Report.Kind.AUDIT else EDITIONS
