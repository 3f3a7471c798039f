"""Needs: what a unit says matters most."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from burlov_styrning.base.abstract import Exampled, Exposed, HouseModel
from burlov_styrning.base.models import Organ, Person, Unit
from burlov_styrning.fields import KeyField
from burlov_styrning.trace import traced
from burlov_styrning.workflow import PhaseInfo
from goals.models.term import Term
from indicators.models import Indicator


@traced(m2m={"indicators"})
class Need(Exampled, Exposed, HouseModel):
    """What is the case, for whom, since when, what happens if nothing is done; with evidence."""

    class State(models.TextChoices):
        OPEN = "open", _("obesvarat")
        ANSWERED = "answered", _("besvarat av förslag")
        CARRIED = "carried", _("tas om hand av nämnden")
        SET_ASIDE = "set_aside", _("lagt åt sidan")

    rights_kind = "need"
    rights_lookups = {"organ": "organ", "unit": "unit", "exposure": "exposure"}
    held_by_steps = ("state", "group", "rank")

    term = models.ForeignKey(Term, models.PROTECT, related_name="needs", verbose_name=_("målperiod"))
    key = KeyField()
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="needs", verbose_name=_("enhet"))
    organ = models.ForeignKey(Organ, models.PROTECT, related_name="needs", verbose_name=_("organ"))
    state = models.CharField(_("läge"), max_length=10, choices=State, default=State.OPEN)
    reason = models.TextField(_("skäl"), blank=True)
    text = models.TextField(_("behov"))
    for_whom = models.TextField(_("för vem"), blank=True)
    since = models.CharField(_("sedan när"), max_length=200, blank=True)
    if_nothing = models.TextField(_("om inget görs"), blank=True)
    evidence = models.TextField(_("underlag"), blank=True)
    links = models.JSONField(_("länkar"), default=list, blank=True)
    """What shows it elsewhere: a list of {"url", "title"}, as `goals.rules.links` reads them."""
    indicators = models.ManyToManyField(Indicator, blank=True, related_name="needs", verbose_name=_("indikatorer"))
    group = models.CharField(_("grupp"), max_length=80, blank=True)
    """The committee's word for needs that belong together; working material of the committee."""
    rank = models.PositiveIntegerField(_("plats i nämndens ordning"), default=0)
    """Its place in the committee's order, from 1; 0 until the committee has placed anything."""
    written_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="needs")
    changed_at = models.DateTimeField(_("ändrat"), auto_now=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta(HouseModel.Meta):
        ordering = ["term_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["term", "key"], name="need_key_once"),
            models.CheckConstraint(
                condition=~Q(state="set_aside") | ~Q(reason=""),
                name="need_set_aside_with_reason",
                violation_error_message=_("Skriv varför behovet läggs åt sidan."),
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]

    def phase_infos(self) -> Sequence[PhaseInfo]:
        """The phases of its term."""
        return self.term.phase_infos()
