"""What the auditors did: samples they drew, evidence they took out, what they searched the log for. Theirs alone."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from burlov_styrning.base.abstract import HouseModel
from burlov_styrning.base.models import Person
from burlov_styrning.trace import traced, untraced
from goals.models import Term


@traced()
class Examination(HouseModel):
    """One thing that an auditor did. Written once; an archive gets the hash of its list of files when it is made."""

    class Kind(models.TextChoices):
        SAMPLE = "sample", _("stickprov")
        EVIDENCE = "evidence", _("underlag hämtat")

    rights_kind = "examination"
    rights_lookups = {}

    kind = models.CharField(_("slag"), max_length=8, choices=Kind)
    person = models.ForeignKey(Person, models.PROTECT, related_name="examinations", verbose_name=_("person"))
    at = models.DateTimeField(_("tid"), auto_now_add=True)
    term = models.ForeignKey(Term, models.PROTECT, related_name="+", verbose_name=_("målperiod"))
    seed = models.CharField(_("slumpfrö"), max_length=40)
    among = models.JSONField(_("målen som lottades"), default=list)
    """Their keys, as the drawing read them."""
    drawn = models.JSONField(_("målen som drogs"), default=list)
    day = models.DateField(_("som det stod"))
    sample = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="taken_out")
    sha256 = models.CharField(_("fillistans SHA-256"), max_length=64, blank=True)

    class Meta(HouseModel.Meta):
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="evidence") | Q(sample__isnull=False),
                name="evidence_is_of_a_sample",
                violation_error_message=_("Underlag hämtas för ett stickprov."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.term}, {self.seed}"


LONGEST = 2000
"""Signs of an address that is kept: what is longer nobody typed."""


@untraced("what an auditor has looked for is their own to come back to, and to take away")
class AuditSearch(HouseModel):
    """What an auditor narrowed the change log to, in words and as the address has it; when last, with how many hits."""

    rights_kind = "examination"
    rights_lookups = {}

    person = models.ForeignKey(Person, models.CASCADE, related_name="audit_searches", verbose_name=_("person"))
    query = models.CharField(_("adress"), max_length=LONGEST)
    words = models.TextField(_("sökning"))
    hits = models.PositiveIntegerField(_("träffar"))
    at = models.DateTimeField(_("senast"))

    class Meta(HouseModel.Meta):
        ordering = ["-at", "-id"]
        constraints = [models.UniqueConstraint(fields=["person", "query"], name="audit_search_once")]

    def __str__(self) -> str:
        return self.words
