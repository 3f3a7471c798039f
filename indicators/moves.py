"""Moves on the first floor: indicators, outcomes and economic scenarios."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from burlov_styrning.rights import Who
from burlov_styrning.table import ANY, CONTROLLER, REASON
from burlov_styrning.workflow import Move, Workflow

ENTERS = frozenset({Who.STAFF, Who.CONTROLLER})

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
