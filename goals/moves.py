"""The tables of moves of the second floor: terms, needs, proposals, lists, goals, paths (DOMAIN §2–§5)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from burlov_styrning.exposure import Exposure
from burlov_styrning.rights import Who
from burlov_styrning.table import (
    ANY,
    COMMENT,
    CONTROLLER,
    COUNCIL_SECRETARY,
    DECISION,
    MANAGER,
    ORGAN_STAFF,
    REASON,
    SECRETARY,
    STAFF,
    one,
)
from burlov_styrning.workflow import Move, Workflow
from goals.models import Goal, GoalProposal, Need, Path, Phase

IN_NEEDS = frozenset({Phase.Name.NEEDS.value})
DRAFTING = frozenset({Phase.Name.NEEDS.value, Phase.Name.PROPOSALS.value})
COMPLETING = frozenset({Phase.Name.PROPOSALS.value, Phase.Name.SELECTION.value})
RANKING = frozenset({Phase.Name.SELECTION.value})
BREAKDOWN = frozenset({Phase.Name.BREAKDOWN.value, Phase.Name.FOLLOW_UP.value})


TERMS = Workflow(
    "terms",
    _("Målperioder"),
    {},
    (
        Move("create", _("Lägg upp målperiod"), ANY, None, CONTROLLER, creates=True),
        Move("edit", _("Ändra målperioden"), ANY, None, CONTROLLER),
        Move("edit_areas", _("Ändra målområden"), ANY, None, CONTROLLER),
        Move("prolong", _("Förläng målperioden"), ANY, None, COUNCIL_SECRETARY, asks=DECISION, records=True),
        Move(
            "set_vision", _("Anteckna vision och värdeord"), ANY, None, COUNCIL_SECRETARY, asks=DECISION, records=True
        ),
    ),
    told={
        "create": _("upplagd"), "edit": _("ändrad"), "edit_areas": _("målområdena ändrade"),
        "prolong": _("förlängd"), "set_vision": _("vision och värdeord antecknade"),
    },
)  # fmt: skip

PHASES = Workflow(
    "phases",
    _("Periodens faser"),
    {state.value: state.label for state in Phase.State},
    (
        Move("plan", _("Ändra datum"), ANY, None, CONTROLLER),
        Move("open", _("Öppna fasen"), one("planned"), "open", CONTROLLER, todo=_("Öppna fasen")),
        Move("close", _("Stäng fasen"), one("open"), "closed", CONTROLLER, todo=_("Stäng fasen")),
        Move("reopen", _("Öppna fasen igen"), one("closed"), "open", CONTROLLER, asks=REASON),
    ),
    told={
        "plan": _("datum ändrade"), "open": _("öppnad"), "close": _("stängd"), "reopen": _("öppnad igen"),
    },
)  # fmt: skip

NEEDS = Workflow(
    "needs",
    _("Behov"),
    {state.value: state.label for state in Need.State},
    (
        Move("write", _("Skriv ett behov"), ANY, "open", STAFF, IN_NEEDS, creates=True),
        Move("edit", _("Ändra behovet"), one("open"), None, STAFF, IN_NEEDS),
        # What the committee makes of its needs, not the unit: who works for the committee as a whole.
        Move("carry", _("Nämnden tar hand om det"), one("open"), "carried", ORGAN_STAFF, DRAFTING, asks=REASON),
        Move("set_aside", _("Lägg åt sidan"), one("open"), "set_aside", ORGAN_STAFF, DRAFTING, asks=REASON),
        Move("take_up", _("Ta upp igen"), frozenset({"carried", "set_aside"}), "open", ORGAN_STAFF, DRAFTING),
        Move("group", _("Lägg i grupp"), ANY, None, ORGAN_STAFF, DRAFTING),
        Move("place", _("Flytta i ordningen"), ANY, None, ORGAN_STAFF, DRAFTING),
        # Never offered: they follow from a proposal that answers it being handed in, or withdrawn.
        Move(
            "answer",
            _("Besvaras av ett förslag"),
            frozenset({"open", "carried", "set_aside"}),
            "answered",
            frozenset({Who.OFFICIAL}),
            by_clock=True,
            records=True,
        ),
        Move(
            "unanswer", _("Besvaras inte längre av ett förslag"), one("answered"), "open",
            frozenset({Who.OFFICIAL}), by_clock=True, records=True,
        ),
    ),
    told={
        "write": _("skrivet"), "edit": _("ändrat"), "carry": _("tas om hand av nämnden"),
        "set_aside": _("lagt åt sidan"), "take_up": _("taget upp igen"), "answer": _("besvarat av ett förslag"),
        "unanswer": _("obesvarat igen"), "group": _("lagt i grupp"), "place": _("flyttat i ordningen"),
    },
)  # fmt: skip

S = GoalProposal.State
ANSWERING = frozenset({S.SUBMITTED, S.SUPPLEMENT, S.REFERRED_BACK, S.ADOPTED, S.DECLINED, S.LAPSED})
"""A proposal that was handed in and not taken back answers its needs, whatever the council made of it."""
PROPOSALS = Workflow(
    "proposals",
    _("Målförslag"),
    {state.value: state.label for state in S},
    (
        Move("draft", _("Nytt förslag"), ANY, S.DRAFT, STAFF, DRAFTING, creates=True),
        Move("edit", _("Skriv på förslaget"), one(S.DRAFT), None, STAFF, DRAFTING, todo=_("Fyll i vad som saknas")),
        Move(
            "mark_ready", _("Klarmarkera för nämnden"), one(S.DRAFT), S.READY, MANAGER, DRAFTING,
            todo=_("Granska och klarmarkera"),
        ),
        Move(
            "back_to_draft", _("Tillbaka till utkast"), one(S.READY), S.DRAFT,
            frozenset({Who.MANAGER, Who.SECRETARY}), DRAFTING, asks=COMMENT,
        ),
        Move(
            "submit", _("Anteckna nämndens beslut och lämna in"), frozenset({S.READY, S.REFERRED_BACK}), S.SUBMITTED,
            SECRETARY, asks=DECISION, records=True, todo=_("Anteckna nämndens beslut om förslaget"),
        ),
        Move("ask_supplement", _("Begär komplettering"), one(S.SUBMITTED), S.SUPPLEMENT, CONTROLLER, COMPLETING,
             asks=COMMENT),
        Move(
            "complete", _("Komplettera förslaget"), frozenset({S.SUPPLEMENT, S.REFERRED_BACK}), None, STAFF, COMPLETING,
            todo=_("Svara på frågan om förslaget"),
        ),
        Move("answer", _("Lämna kompletteringen"), one(S.SUPPLEMENT), S.SUBMITTED, STAFF, COMPLETING),
        Move(
            "answer_decided", _("Lämna kompletteringen med nytt beslut"), one(S.SUPPLEMENT), S.SUBMITTED, SECRETARY,
            asks=DECISION, records=True,
        ),
        Move("withdraw", _("Anteckna att nämnden drar tillbaka"), one(S.SUBMITTED), S.WITHDRAWN, SECRETARY,
             asks=DECISION, records=True),
        Move("take_up", _("Ta upp igen"), one(S.WITHDRAWN), S.DRAFT, STAFF, DRAFTING),
        Move("adopt", _("Anta"), one(S.SUBMITTED), S.ADOPTED, COUNCIL_SECRETARY, asks=DECISION, records=True,
             todo=_("Anteckna fullmäktiges beslut om förslaget")),
        Move("decline", _("Anta inte"), one(S.SUBMITTED), S.DECLINED, COUNCIL_SECRETARY,
             asks=DECISION | REASON, records=True),
        Move("refer_back", _("Återremittera"), one(S.SUBMITTED), S.REFERRED_BACK, COUNCIL_SECRETARY,
             asks=DECISION, records=True),
        Move("table", _("Bordlägg"), one(S.SUBMITTED), None, COUNCIL_SECRETARY, asks=DECISION, records=True),
        Move("recommend", _("Anteckna styrelsens förslag till beslut"), one(S.SUBMITTED), None,
             frozenset({Who.BOARD_SECRETARY}), asks=DECISION, records=True,
             todo=_("Anteckna styrelsens förslag till fullmäktige")),
        Move("lapse", _("Förfaller"), frozenset({S.SUBMITTED, S.SUPPLEMENT, S.REFERRED_BACK}), S.LAPSED, CONTROLLER,
             by_clock=True),
        Move("invite", _("Låt controllern läsa utkastet"), one(S.DRAFT), None, STAFF),
        Move("ask_access", _("Begär att få läsa"), ANY, None, frozenset({Who.AUDITOR}), asks=REASON),
    ),
    exposure={
        S.DRAFT.value: Exposure.WORKING,
        S.READY.value: Exposure.READY,
        **{
            s.value: Exposure.RECORD
            for s in (S.SUBMITTED, S.SUPPLEMENT, S.REFERRED_BACK, S.ADOPTED, S.DECLINED, S.WITHDRAWN, S.LAPSED)
        },
    },
    told={
        "draft": _("påbörjat"), "edit": _("ändrat"), "mark_ready": _("klarmarkerat"),
        "back_to_draft": _("tillbaka till utkast"), "submit": _("inlämnat"),
        "ask_supplement": _("komplettering begärd"), "complete": _("ändrat inför kompletteringen"),
        "answer": _("kompletterat"), "answer_decided": _("kompletterat efter nytt beslut"),
        "withdraw": _("tillbakadraget"), "take_up": _("taget upp igen"), "adopt": _("antaget"),
        "decline": _("inte antaget"), "refer_back": _("återremitterat"), "table": _("bordlagt"),
        "recommend": _("styrelsens förslag till beslut"), "lapse": _("förfallet"),
        "invite": _("controllern får läsa utkastet"), "ask_access": _("läst av revisorn efter begäran"),
    },
)  # fmt: skip

BALLOTS = Workflow(
    "ballots",
    _("Prioriteringslistor"),
    {},
    (
        Move("rank", _("Spara min lista"), ANY, None, frozenset({Who.COUNCILLOR}), RANKING, creates=True),
        Move("rerank", _("Ändra min lista"), ANY, None, frozenset({Who.COUNCILLOR}), RANKING),
    ),
    told={
        "rank": _("sparad"), "rerank": _("ändrad"),
    },
)  # fmt: skip

NOTES = Workflow(
    "notes",
    _("Privata anteckningar"),
    {},
    (Move("write", _("Spara anteckningen"), ANY, None, frozenset({Who.COUNCILLOR}), creates=True),
     Move("edit", _("Ändra anteckningen"), ANY, None, frozenset({Who.SELF}))),
    told={
        "write": _("sparad"), "edit": _("ändrad"),
    },
)  # fmt: skip

COUNCILS, COMMITTEES = one(Goal.Level.COUNCIL), one(Goal.Level.COMMITTEE)
GOALS = Workflow(
    "goals",
    _("Mål"),
    {level.value: level.label for level in Goal.Level},
    (
        Move("adopt", _("Anta mål"), ANY, None, COUNCIL_SECRETARY, asks=DECISION, records=True, creates=True),
        Move("adopt_own", _("Anta som nämndmål"), ANY, None, SECRETARY, asks=DECISION, records=True, creates=True),
        # Whoever adopted a goal changes and ends it: the council its own, a committee its own.
        Move("change", _("Anteckna beslut om ändring"), COUNCILS, None, COUNCIL_SECRETARY, asks=DECISION, records=True),
        Move("end", _("Anteckna att målet upphör"), COUNCILS, None, COUNCIL_SECRETARY, asks=DECISION, records=True),
        Move("change_own", _("Anteckna nämndens beslut om ändring"), COMMITTEES, None, SECRETARY, asks=DECISION,
             records=True),
        Move("end_own", _("Anteckna att nämndmålet upphör"), COMMITTEES, None, SECRETARY, asks=DECISION, records=True),
    ),
    state_field="level",
    told={
        "adopt": _("antaget"), "adopt_own": _("antaget som nämndmål"), "change": _("ändrat"), "end": _("upphör"),
        "change_own": _("ändrat"), "end_own": _("upphör"),
    },
)  # fmt: skip

P = Path.State
PATHS = Workflow(
    "paths",
    _("Progressioner"),
    {state.value: state.label for state in P},
    (
        Move("lay", _("Lägg progression"), ANY, P.DRAFT, STAFF, BREAKDOWN, creates=True),
        Move("edit", _("Ändra progressionen"), one(P.DRAFT), None, STAFF, BREAKDOWN, todo=_("Lägg progressionen")),
        Move("mark_ready", _("Klarmarkera för nämnden"), one(P.DRAFT), P.READY, MANAGER, BREAKDOWN,
             todo=_("Granska och klarmarkera progressionen")),
        Move("back_to_draft", _("Tillbaka till utkast"), one(P.READY), P.DRAFT,
             frozenset({Who.MANAGER, Who.SECRETARY}), BREAKDOWN, asks=COMMENT),
        Move("decide", _("Anteckna nämndens beslut"), one(P.READY), P.DECIDED, SECRETARY, BREAKDOWN, asks=DECISION,
             records=True, todo=_("Anteckna nämndens beslut om progressionen")),
        Move("set_by_council", _("Anteckna fullmäktiges årsvärden"), ANY, P.DECIDED, COUNCIL_SECRETARY, asks=DECISION,
             records=True, creates=True),
        Move("ask_access", _("Begär att få läsa"), ANY, None, frozenset({Who.AUDITOR}), asks=REASON),
    ),
    exposure={
        P.DRAFT.value: Exposure.WORKING,
        P.READY.value: Exposure.READY,
        P.DECIDED.value: Exposure.RECORD,
    },
    told={
        "lay": _("lagd"), "edit": _("ändrad"), "mark_ready": _("klarmarkerad"),
        "back_to_draft": _("tillbaka till utkast"), "decide": _("fastställd"),
        "set_by_council": _("årsvärden satta av fullmäktige"), "ask_access": _("läst av revisorn efter begäran"),
    },
)  # fmt: skip
