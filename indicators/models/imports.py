"""Imports: what came from a source, what it would change, what it changed."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from burlov_styrning.base.abstract import HouseModel
from burlov_styrning.base.models import Person
from burlov_styrning.trace import traced, untraced
from indicators.models.indicator import Indicator
from indicators.models.outcome import Outcome


@traced(leave_out={"done", "total", "touched_at", "file", "answered"})
class Import(HouseModel):
    """Rows from one source: read, shown as a preview, applied all or none; then it is their receipt."""

    class Origin(models.TextChoices):
        SHEET = "sheet", _("kalkylblad")
        KOLADA = "kolada", "Kolada"
        SCB = "scb", "SCB"

    class State(models.TextChoices):
        READING = "reading", _("läses")
        PREVIEWED = "previewed", _("väntar på dig")
        APPLYING = "applying", _("genomförs")
        APPLIED = "applied", _("genomförd")
        DISCARDED = "discarded", _("kastad")
        FAILED = "failed", _("gick inte att läsa")

    rights_kind = "import"
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
    request = models.JSONField(_("vad som hämtas"), default=dict, blank=True)
    """What a source over the net is asked for, so that it can be asked again; empty for a file."""
    answered = models.JSONField(default=dict, blank=True)
    """Address → what the source said of its answer (ETag, date of change), so that it need not send it again."""
    sha256 = models.CharField(_("filens SHA-256"), max_length=64, blank=True)
    skips_rejected = models.BooleanField(_("utan de avvisade raderna"), default=False)
    remarks = models.JSONField(_("att veta"), default=list, blank=True)
    problem = models.TextField(_("fel"), blank=True)
    done = models.PositiveIntegerField(_("klart"), default=0)
    total = models.PositiveIntegerField(_("av"), default=0)
    touched_at = models.DateTimeField(_("arbetet senast framåt"), null=True, blank=True)

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

    class Verdict(models.TextChoices):
        REJECTED = "rejected", _("avvisad")
        CHANGED = "changed", _("ändrat")
        NEW = "new", _("nytt")
        UNCHANGED = "unchanged", _("oförändrat")

    belongs_to = models.ForeignKey(Import, models.CASCADE, related_name="rows", verbose_name=_("inläsning"))
    number = models.PositiveIntegerField(_("rad"))
    said = models.JSONField(_("så stod det"), default=dict)
    """Emptied when the import is over: from then on the outcome tells, which knows what must not be shown."""
    verdict = models.CharField(_("utslag"), max_length=9, choices=Verdict, blank=True)
    reason = models.TextField(_("skäl"), blank=True)
    indicator = models.ForeignKey(Indicator, models.PROTECT, null=True, blank=True, related_name="+")
    before = models.ForeignKey(Outcome, models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.ForeignKey(Outcome, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta(HouseModel.Meta):
        ordering = ["belongs_to_id", "number"]
        constraints = [models.UniqueConstraint(fields=["belongs_to", "number"], name="import_row_once")]
        indexes = [models.Index(fields=["belongs_to", "verdict"])]

    def __str__(self) -> str:
        return f"{self.belongs_to_id} {self.number}"
