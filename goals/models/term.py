"""Terms, their phases and areas, the vision they hang on."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Left, Length
from django.utils.translation import gettext_lazy as _

from burlov_styrning.base.abstract import Exampled, HouseModel
from burlov_styrning.base.models import Decision, Organ, Source, Unit
from burlov_styrning.fields import KeyField, PartialDateField
from burlov_styrning.trace import traced
from burlov_styrning.workflow import PhaseInfo


@traced()
class Vision(Exampled, HouseModel):
    """What the municipality wants to become; dated. A new vision never rewrites an old one."""

    text = models.TextField(_("vision"))
    adopted = PartialDateField(_("antagen"), null=True, blank=True)
    decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="visions", verbose_name=_("beslut")
    )
    source = models.ForeignKey(Source, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("källa"))

    class Meta(HouseModel.Meta):
        ordering = ["id"]

    def __str__(self) -> str:
        return self.text


@traced()
class Term(Exampled, HouseModel):
    """A run of years with goals of its own; they apply until the next are adopted."""

    class By(models.TextChoices):
        PERSON = "person", _("en lista per ledamot")
        PARTY = "party", _("en lista per partigrupp")

    first_year = models.PositiveSmallIntegerField(_("första år"))
    last_year = models.PositiveSmallIntegerField(_("sista år"))
    prolonged_to = models.PositiveSmallIntegerField(_("förlängd till"), null=True, blank=True)
    decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="prolonged_terms", verbose_name=_("beslut")
    )
    places = models.PositiveSmallIntegerField(_("platser på listan"), default=10)
    ballots_by = models.CharField(_("listor"), max_length=6, choices=By, default=By.PERSON)
    vision = models.ForeignKey(
        Vision, models.PROTECT, null=True, blank=True, related_name="terms", verbose_name=_("vision")
    )

    class Meta(HouseModel.Meta):
        ordering = ["first_year", "last_year"]
        constraints = [
            models.UniqueConstraint(
                fields=["first_year", "last_year"],
                name="term_once",
                violation_error_message=_("Målperioden finns redan."),
            ),
            models.CheckConstraint(
                condition=Q(last_year__gte=F("first_year")),
                name="term_years_in_order",
                violation_error_message=_("Sista året kan inte ligga före det första."),
            ),
            models.CheckConstraint(
                condition=Q(prolonged_to__isnull=True) | Q(prolonged_to__gt=F("last_year")),
                name="term_prolonged_after_last",
                violation_error_message=_("En förlängning går till ett år efter det sista."),
            ),
            models.CheckConstraint(
                condition=Q(places__gte=1),
                name="term_has_places",
                violation_error_message=_("En lista har minst en plats."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_year}–{self.last_year}"

    @property
    def key(self) -> str:
        """The term in addresses and commands: `2023-2026`."""
        return f"{self.first_year}-{self.last_year}"

    @property
    def end_year(self) -> int:
        """The last year that is followed, also when the term was prolonged."""
        return self.prolonged_to or self.last_year

    @property
    def years(self) -> range:
        """All years of the term, prolonged ones too."""
        return range(self.first_year, self.end_year + 1)

    @property
    def is_under_way(self) -> bool:
        """Whether one of its phases is open."""
        return any(info.state == Phase.State.OPEN for info in self.phase_infos())

    @classmethod
    def with_phases(cls) -> list[Term]:
        """The terms, oldest first, each with its phases: one query for both."""
        found: dict[int, Term] = {}
        for phase in sorted(Phase.objects.select_related("term").order_by(), key=attrgetter("order")):
            term = found.setdefault(phase.term_id, phase.term)
            term._phases = [*getattr(term, "_phases", ()), phase.info()]
        return sorted(found.values(), key=attrgetter("first_year", "last_year"))

    def phase_infos(self) -> Sequence[PhaseInfo]:
        """The six phases in order (kept on the object: many rows of a page share one term)."""
        if not hasattr(self, "_phases"):
            self._phases = [phase.info() for phase in self.phases.all()]
        return self._phases


@traced()
class Phase(Exampled, HouseModel):
    """One phase of a term: planned dates, opened and closed by the controller."""

    class Name(models.TextChoices):
        NEEDS = "needs", _("Behov")
        PROPOSALS = "proposals", _("Förslag")
        SELECTION = "selection", _("Prioritering")
        BREAKDOWN = "breakdown", _("Nedbrytning")
        FOLLOW_UP = "follow_up", _("Uppföljning")
        CLOSED = "closed", _("Avslutad")

    class State(models.TextChoices):
        PLANNED = "planned", _("planerad")
        OPEN = "open", _("öppen")
        CLOSED = "closed", _("stängd")

    held_by_steps = ("state",)

    term = models.ForeignKey(Term, models.CASCADE, related_name="phases", verbose_name=_("målperiod"))
    order = models.PositiveSmallIntegerField(default=0)
    phase = models.CharField(_("fas"), max_length=10, choices=Name)
    state = models.CharField(_("läge"), max_length=8, choices=State, default=State.PLANNED)
    opens = PartialDateField(_("öppnar"), null=True, blank=True)
    closes = PartialDateField(_("stänger"), null=True, blank=True)

    class Meta(HouseModel.Meta):
        ordering = ["term_id", "order"]
        constraints = [
            models.UniqueConstraint(fields=["term", "phase"], name="phase_once"),
            models.CheckConstraint(
                condition=Q(opens__isnull=True)
                | Q(closes__isnull=True)
                | Q(closes__gte=Left("opens", Length("closes"))),
                name="phase_closes_after_opening",
                violation_error_message=_("Fasen kan inte stänga innan den öppnar."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.term} {self.get_phase_display()}"

    def info(self) -> PhaseInfo:
        """The phase as a plain value."""
        return PhaseInfo(self.phase, Phase.Name(self.phase).label, self.state, self.opens or "", self.closes or "")


@traced()
class CoreValue(Exampled, HouseModel):
    """A word of the municipality's värdegrund, as it stood in the term."""

    term = models.ForeignKey(Term, models.CASCADE, related_name="core_values", verbose_name=_("målperiod"))
    word = models.CharField(_("värdeord"), max_length=120)

    class Meta(HouseModel.Meta):
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["term", "word"], name="core_value_once")]

    def __str__(self) -> str:
        return self.word


@traced()
class GoalArea(Exampled, HouseModel):
    """An area that gathers goals, with its link to the vision."""

    term = models.ForeignKey(Term, models.CASCADE, related_name="areas", verbose_name=_("målperiod"))
    key = KeyField()
    name = models.CharField(_("namn"), max_length=200)
    text = models.TextField(_("koppling till visionen"), blank=True)
    order = models.PositiveSmallIntegerField(_("ordning"), default=0)

    class Meta(HouseModel.Meta):
        ordering = ["term_id", "order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["term", "key"], name="area_key_once", violation_error_message=_("Nyckeln finns redan.")
            )
        ]

    def __str__(self) -> str:
        return self.name


@traced()
class TermDecision(HouseModel):
    """A decision that a term's goal book told of, which need not be named by any row of the term."""

    term = models.ForeignKey(Term, models.CASCADE, related_name="decisions", verbose_name=_("målperiod"))
    told = models.ForeignKey(Decision, models.PROTECT, related_name="terms", verbose_name=_("beslut"))

    class Meta(HouseModel.Meta):
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["term", "told"], name="term_decision_once")]

    def __str__(self) -> str:
        return f"{self.term} {self.told}"


@traced()
class TermUnit(Exampled, HouseModel):
    """Which organ a unit belonged to in a term."""

    term = models.ForeignKey(Term, models.CASCADE, related_name="units", verbose_name=_("målperiod"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="terms", verbose_name=_("enhet"))
    organ = models.ForeignKey(Organ, models.PROTECT, related_name="term_units", verbose_name=_("organ"))

    class Meta(HouseModel.Meta):
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["term", "unit"], name="term_unit_once")]

    def __str__(self) -> str:
        return f"{self.term} {self.unit}"
