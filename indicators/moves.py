"""Moves on the first floor: indicators and outcomes."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from burlov_styrning.rights import Who
from burlov_styrning.workflow import Move, Workflow

ANY: frozenset[str] = frozenset()
CONTROLLER = frozenset({Who.CONTROLLER})

INDICATORS = Workflow(
    "indicators",
    _("Indikatorer"),
    {},
    (
        Move("define", _("Lägg till indikator"), ANY, None, CONTROLLER, creates=True),
        Move("edit", _("Ändra indikatorn"), ANY, None, CONTROLLER),
    ),
)

OUTCOMES = Workflow(
    "outcomes",
    _("Utfall"),
    {},
    (
        Move("enter", _("Lämna utfall"), ANY, None, frozenset({Who.STAFF, Who.CONTROLLER}), creates=True),
        Move("revise", _("Revidera utfallet"), ANY, None, frozenset({Who.STAFF, Who.CONTROLLER})),
    ),
)
