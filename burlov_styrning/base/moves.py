"""Moves on the ground: people, meetings, decisions."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from burlov_styrning.rights import IN_ORGAN, Who
from burlov_styrning.table import ADMINISTRATOR, ANY, DECISION, REASON, SECRETARY, one
from burlov_styrning.workflow import Move, Workflow

PEOPLE = Workflow(
    "people",
    _("Personer och uppdrag"),
    {},
    (
        Move("add", _("Lägg till"), ANY, None, ADMINISTRATOR, creates=True),
        Move("edit", _("Ändra"), ANY, None, ADMINISTRATOR),
        Move("end", _("Avsluta"), ANY, None, ADMINISTRATOR),
    ),
    told={
        "add": _("tillagt"), "edit": _("ändrat"), "end": _("avslutat"),
    },
)  # fmt: skip

ORGANS = Workflow(
    "organs",
    _("Organ och enheter"),
    {},
    (
        Move("add", _("Lägg till"), ANY, None, ADMINISTRATOR, creates=True),
        Move("edit", _("Ändra"), ANY, None, ADMINISTRATOR),
    ),
    told={
        "add": _("tillagt"), "edit": _("ändrat"),
    },
)  # fmt: skip

MEETINGS = Workflow(
    "meetings",
    _("Sammanträden"),
    {},
    (
        Move("plan", _("Lägg in sammanträde"), ANY, None, SECRETARY, creates=True),
        Move("edit", _("Ändra sammanträdet"), ANY, None, SECRETARY),
    ),
    told={
        "plan": _("inlagt"), "edit": _("ändrat"),
    },
)  # fmt: skip

DECISIONS = Workflow(
    "decisions",
    _("Beslut"),
    {"record": _("antecknat"), "published": _("publicerat")},
    (
        Move("record", _("Anteckna beslut"), ANY, "record", SECRETARY, creates=True, records=True),
        Move("complete", _("Komplettera protokollsuppgifterna"), ANY, None, SECRETARY),
        Move("correct", _("Rätta skrivfel"), ANY, None, SECRETARY, asks=REASON),
        Move("publish", _("Publicera beslutet"), frozenset({"record"}), "published", SECRETARY,
             todo=_("Publicera beslutet")),
    ),
    state_field="exposure",
    told={
        "record": _("antecknat"), "complete": _("kompletterat"), "publish": _("publicerat"),
        "correct": _("skrivfel rättat"),
    },
)  # fmt: skip

DRAFTS = Workflow(
    "drafts",
    _("Utkast till beslut"),
    {"open": _("utkast"), "recorded": _("antecknat"), "discarded": _("kastat")},
    (
        Move("begin", _("Förbered beslutet"), ANY, "open", SECRETARY, creates=True),
        Move("save", _("Spara utkastet"), one("open"), None, SECRETARY, todo=_("Gör klart utkastet till beslut")),
        Move("record", _("Anteckna beslutet"), one("open"), "recorded", SECRETARY, asks=DECISION, records=True),
        Move("discard", _("Kasta utkastet"), one("open"), "discarded", SECRETARY),
    ),
    told={
        "begin": _("påbörjat"), "save": _("sparat"), "record": _("antecknat som beslut"), "discard": _("kastat"),
    },
)  # fmt: skip

COMMENTS = Workflow(
    "comments",
    _("Kommentarer"),
    {},
    (
        # Those inside its organ; the controller where the row can be read (an auditor changes nothing).
        Move("write", _("Kommentera"), ANY, None, IN_ORGAN, creates=True),
        # Whoever wrote it, and those who answer it: its organ's staff.
        Move("resolve", _("Markera som avklarad"), ANY, None, frozenset({Who.SELF, Who.STAFF})),
        Move("reopen", _("Öppna kommentaren igen"), ANY, None, frozenset({Who.SELF, Who.STAFF})),
        Move("ask_access", _("Begär att få läsa"), ANY, None, frozenset({Who.AUDITOR}), asks=REASON),
    ),
    told={
        "write": _("kommenterat"), "resolve": _("markerat som avklarat"), "reopen": _("öppnat igen"),
        "ask_access": _("läst av revisorn efter begäran"),
    },
)  # fmt: skip

TEXTS = Workflow(
    "texts",
    _("Kommunens egna texter"),
    {},
    (Move("edit", _("Ändra texten"), ANY, None, frozenset({Who.CONTROLLER})),),
    told={
        "edit": _("ändrat"),
    },
)  # fmt: skip
