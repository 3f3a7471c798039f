"""The tables of moves of the third floor: rounds, assessments, activities, editions (DOMAIN §7–§8)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from burlov_styrning.exposure import Exposure
from burlov_styrning.rights import Who
from burlov_styrning.workflow import Ask, Move, Workflow
from followup.models import Assessment, FollowUpRound, ReportEdition
from followup.models.round import OPEN_ROUND
from goals.models import Phase

ANY: frozenset[str] = frozenset()
CONTROLLER = frozenset({Who.CONTROLLER})
STAFF = frozenset({Who.STAFF})
MANAGER = frozenset({Who.MANAGER})
SECRETARY = frozenset({Who.SECRETARY})
COUNCIL_SECRETARY = frozenset({Who.COUNCIL_SECRETARY})
ANYONE = frozenset({Who.ANYONE})
DECISION = frozenset({Ask.DECISION})
FOLLOW_UP = frozenset({Phase.Name.FOLLOW_UP.value})
BREAKDOWN = frozenset({Phase.Name.BREAKDOWN.value, Phase.Name.FOLLOW_UP.value})


def _one(state: str) -> frozenset[str]:
    return frozenset({str(state)})


R = FollowUpRound.State
ROUNDS = Workflow(
    "rounds",
    _("Uppföljningstillfällen"),
    {state.value: state.label for state in R},
    (
        Move("plan", _("Planera uppföljning"), ANY, R.PLANNED, CONTROLLER, FOLLOW_UP, creates=True),
        Move("edit", _("Ändra uppföljningen"), frozenset({R.PLANNED, R.OPEN}), None, CONTROLLER, FOLLOW_UP),
        Move("open", _("Öppna uppföljningen"), _one(R.PLANNED), R.OPEN, CONTROLLER, FOLLOW_UP,
             todo=_("Öppna uppföljningen")),
        Move("close", _("Stäng uppföljningen"), _one(R.OPEN), R.CLOSED, CONTROLLER, FOLLOW_UP,
             todo=_("Stäng uppföljningen")),
        Move("adopt", _("Anteckna att fullmäktige godkänt rapporten"), _one(R.CLOSED), R.ADOPTED, COUNCIL_SECRETARY,
             asks=DECISION, records=True),
    ),
)  # fmt: skip

A = Assessment.State
ROUND_IS_OPEN = frozenset({OPEN_ROUND})
ASSESSMENTS = Workflow(
    "assessments",
    _("Bedömningar"),
    {state.value: state.label for state in A},
    (
        Move("start", _("Skriv bedömning"), ANY, A.DRAFT, STAFF, ROUND_IS_OPEN, creates=True),
        Move("edit", _("Skriv på bedömningen"), _one(A.DRAFT), None, STAFF, ROUND_IS_OPEN,
             todo=_("Skriv klart bedömningen")),
        Move("mark_ready", _("Klarmarkera"), _one(A.DRAFT), A.READY, MANAGER, ROUND_IS_OPEN,
             todo=_("Granska och klarmarkera bedömningen")),
        Move("back_to_draft", _("Tillbaka till utkast"), _one(A.READY), A.DRAFT,
             frozenset({Who.MANAGER, Who.SECRETARY}), ROUND_IS_OPEN, asks=frozenset({Ask.COMMENT})),
        Move("approve", _("Anteckna beslutet"), _one(A.READY), A.APPROVED, SECRETARY, ROUND_IS_OPEN, asks=DECISION,
             records=True, todo=_("Anteckna beslutet om bedömningen")),
        Move("reopen", _("Öppna igen"), _one(A.APPROVED), A.DRAFT, CONTROLLER, ROUND_IS_OPEN,
             asks=frozenset({Ask.REASON})),
        Move("invite", _("Låt controllern läsa utkastet"), _one(A.DRAFT), None, STAFF),
        Move("ask_access", _("Begär att få läsa"), ANY, None, frozenset({Who.AUDITOR}), asks=frozenset({Ask.REASON})),
    ),
    exposure={
        A.DRAFT.value: Exposure.WORKING,
        A.READY.value: Exposure.READY,
        A.APPROVED.value: Exposure.RECORD,
    },
)  # fmt: skip

ACTIVITIES = Workflow(
    "activities",
    _("Aktiviteter"),
    {},
    (
        Move("plan", _("Planera aktivitet"), ANY, None, STAFF, BREAKDOWN, creates=True),
        Move("edit", _("Ändra aktiviteten"), ANY, None, STAFF, BREAKDOWN),
        Move("decide", _("Besluta om aktiviteten"), ANY, None, MANAGER, BREAKDOWN),
    ),
)

E = ReportEdition.State
EDITIONS = Workflow(
    "editions",
    _("Utgåvor"),
    {state.value: state.label for state in E},
    (
        Move("issue", _("Ge ut rapport"), ANY, E.MAKING, CONTROLLER, creates=True),
        Move("finish", _("Spara de färdiga filerna"), _one(E.MAKING), E.PROPOSED, ANYONE, by_clock=True),
        Move("fail", _("Anteckna att framställningen misslyckades"), _one(E.MAKING), E.FAILED, ANYONE, by_clock=True),
        Move("retry", _("Försök igen"), _one(E.FAILED), E.MAKING, CONTROLLER, todo=_("Framställ rapporten igen")),
        Move("restart", _("Börja om"), _one(E.MAKING), E.MAKING, CONTROLLER),
        Move("publish", _("Publicera utgåvan"), frozenset({E.PROPOSED, E.APPROVED}), None, CONTROLLER),
        Move("approve", _("Anteckna att fullmäktige godkänt"), _one(E.PROPOSED), E.APPROVED, COUNCIL_SECRETARY,
             asks=DECISION, records=True),
    ),
    exposure={
        E.MAKING.value: Exposure.WORKING,
        E.FAILED.value: Exposure.WORKING,
        E.PROPOSED.value: Exposure.RECORD,
        E.APPROVED.value: Exposure.RECORD,
    },
)  # fmt: skip
