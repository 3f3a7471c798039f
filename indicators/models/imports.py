"""Imports: what came from a source, what it would change, what it changed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from burlov_styrning.base.abstract import HouseModel
from burlov_styrning.base.models import Municipality, Person
from burlov_styrning.exposure import Exposure
from burlov_styrning.fields import ExactDecimalField, PartialDateField
from burlov_styrning.trace import traced, untraced
from indicators.models.economy import AccountFigure
from indicators.models.indicator import Indicator, IndicatorVersion
from indicators.models.outcome import Missing, Outcome, Sex
from indicators.models.survey import Survey


class Verdict(models.TextChoices):
    """What a row would do."""

    REJECTED = "rejected", _("avvisad")
    CHANGED = "changed", _("ändrat")
    NEW = "new", _("nytt")
    UNCHANGED = "unchanged", _("oförändrat")


@traced(leave_out={"done", "total", "touched_at", "written", "file", "answered", "block"}, by_step=True)
class Import(HouseModel):
    """Rows from one source: read, shown as a preview, applied all or none; then it is their receipt."""

    class Origin(models.TextChoices):
        SHEET = "sheet", _("kalkylblad")
        SURVEY = "survey", _("undersökning")
        KOLADA = "kolada", "Kolada"
        SCB = "scb", "SCB"
        ACCOUNTS = "accounts", _("redovisning och budget")

    class State(models.TextChoices):
        READING = "reading", _("läses")
        PREVIEWED = "previewed", _("väntar på dig")
        APPLYING = "applying", _("genomförs")
        APPLIED = "applied", _("genomförd")
        DISCARDED = "discarded", _("kastad")
        FAILED = "failed", _("gick inte att läsa")

    rights_kind = "import"
    exposure: ClassVar[str] = Exposure.RECORD
    rights_lookups = {"person": "person"}
    held_by_steps = ("state",)

    origin = models.CharField(_("källa"), max_length=10, choices=Origin)
    title = models.CharField(_("namn"), max_length=200)
    state = models.CharField(_("läge"), max_length=10, choices=State, default=State.READING)
    person = models.ForeignKey(Person, models.PROTECT, related_name="imports", verbose_name=_("vem"))
    begun = models.DateTimeField(_("påbörjad"), auto_now_add=True)
    applied_at = models.DateTimeField(_("genomförd"), null=True, blank=True)
    file = models.FileField(_("fil"), upload_to="imports/", blank=True)
    status = models.CharField(
        _("status där raden inte säger någon"), max_length=11, choices=Outcome.Status.choices[:2],
        default=Outcome.Status.FINAL,
    )  # fmt: skip
    survey = models.ForeignKey(
        Survey, models.PROTECT, null=True, blank=True, related_name="imports", verbose_name=_("undersökning")
    )
    period = models.CharField(_("period där raden inte säger någon"), max_length=7, blank=True)
    request = models.JSONField(_("vad som hämtas"), default=dict, blank=True)
    """What a source over the net is asked for, so that it can be asked again; empty for a file."""
    terms = models.JSONField(_("gäller alla belopp"), default=dict, blank=True)
    """Of accounts: entity, version, unit and report where a row says none, and that odd amounts are right."""
    block = models.TextField(_("inklistrat"), blank=True)
    """Accounts as they were pasted, to be mended where they were wrong; emptied when the import is over."""
    answered = models.JSONField(default=dict, blank=True)
    """Address → what the source said of its answer (ETag, date of change), so that it need not send it again."""
    sha256 = models.CharField(_("filens SHA-256"), max_length=64, blank=True)
    skips_rejected = models.BooleanField(_("utan de avvisade raderna"), default=False)
    remarks = models.JSONField(_("att veta"), default=list, blank=True)
    problem = models.TextField(_("fel"), blank=True)
    done = models.PositiveIntegerField(_("klart"), default=0)
    total = models.PositiveIntegerField(_("av"), default=0)
    touched_at = models.DateTimeField(_("arbetet senast framåt"), null=True, blank=True)
    written = models.PositiveIntegerField(_("skrivna"), default=0)
    """How many of the facts about others, while they are written."""
    counts = models.JSONField(_("uppgifter om andra"), default=dict, blank=True)
    """Verdict → how many facts about others; what was new and unchanged is not kept as rows."""
    first_new = models.BigIntegerField(_("första nya utfall om andra"), null=True, blank=True)
    last_new = models.BigIntegerField(_("sista nya utfall om andra"), null=True, blank=True)

    class Meta(HouseModel.Meta):
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.title

    def person_id_of(self) -> int:
        """Whose import it is."""
        return self.person_id


@untraced("what an import would do; what it did is logged with its outcomes")
class ImportRow(HouseModel):
    """One row of an import, as the source said it, with its verdict."""

    Verdict = Verdict

    belongs_to = models.ForeignKey(Import, models.CASCADE, related_name="rows", verbose_name=_("inläsning"))
    number = models.PositiveIntegerField(_("rad"))
    said = models.JSONField(_("så stod det"), default=dict)
    """Emptied when the import is over: from then on the outcome tells, which knows what must not be shown."""
    verdict = models.CharField(_("utslag"), max_length=9, choices=Verdict, blank=True)
    reason = models.TextField(_("skäl"), blank=True)
    indicator = models.ForeignKey(Indicator, models.PROTECT, null=True, blank=True, related_name="+")
    before = models.ForeignKey(Outcome, models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.ForeignKey(Outcome, models.PROTECT, null=True, blank=True, related_name="+")
    figure = models.ForeignKey(AccountFigure, models.PROTECT, null=True, blank=True, related_name="+")
    """Of accounts: the figure that stands, and when it is over the one that was written."""

    class Meta(HouseModel.Meta):
        ordering = ["belongs_to_id", "number"]
        constraints = [models.UniqueConstraint(fields=["belongs_to", "number"], name="import_row_once")]
        indexes = [models.Index(fields=["belongs_to", "verdict"])]

    def __str__(self) -> str:
        return f"{self.belongs_to_id} {self.number}"


@untraced("facts on their way in; the import that brought them is logged")
class ImportFact(HouseModel):
    """A published fact about another municipality or the country, in typed columns: there may be millions of them.

    Judged and written by the database (`indicators.facts`); what was new or unchanged is not kept when it is over. No
    reference is checked here: each would be looked up once more for every row, and is when the outcome is written.
    """

    belongs_to = models.ForeignKey(
        Import, models.CASCADE, related_name="facts", verbose_name=_("inläsning"), db_constraint=False
    )
    number = models.PositiveIntegerField(_("rad"))
    verdict = models.CharField(_("utslag"), max_length=9, choices=Verdict, default=Verdict.NEW)
    reason = models.TextField(_("skäl"), blank=True)
    said = models.JSONField(_("så stod det"), null=True, blank=True)
    """Of a row that could not be read."""
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    version = models.ForeignKey(
        IndicatorVersion, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    period = models.CharField(_("period"), max_length=7, blank=True)
    sex = models.CharField(_("kön"), max_length=1, choices=Sex, blank=True)
    value = ExactDecimalField(_("värde"), null=True, blank=True)
    missing = models.CharField(_("saknas därför att"), max_length=14, choices=Missing, blank=True)
    count = models.PositiveIntegerField(_("antal svarande eller fall"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=11, choices=Outcome.Status, blank=True)
    published = PartialDateField(_("publicerat"), null=True, blank=True)
    fetched = PartialDateField(_("hämtat"), null=True, blank=True)
    source = models.CharField(_("källa"), max_length=300, blank=True)
    section = models.CharField(_("paragraf i OSL"), max_length=60, blank=True)
    response_rate = ExactDecimalField(_("svarsfrekvens, procent"), null=True, blank=True)
    margin = ExactDecimalField(_("felmarginal"), null=True, blank=True)
    comment = models.TextField(_("kommentar"), blank=True)
    before = models.ForeignKey(
        Outcome, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )

    class Meta(HouseModel.Meta):
        ordering = ["id"]
        indexes = [
            models.Index(fields=["belongs_to", "verdict"], condition=~Q(verdict="new"), name="import_fact_not_new"),
        ]

    def __str__(self) -> str:
        return f"{self.belongs_to_id} {self.number}"
