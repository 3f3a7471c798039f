"""Reports and their frozen editions."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from burlov_styrning import rights
from burlov_styrning.base.abstract import Exampled, Exposed, HouseModel, once
from burlov_styrning.base.models import Decision, Meeting, Organ, Person
from burlov_styrning.trace import traced
from followup.models.round import FollowUpRound
from goals.models import Term


@traced()
class Report(HouseModel):
    """A report of a kind on a term or round; its editions are frozen."""

    class Kind(models.TextChoices):
        ANNUAL = "annual", _("årsredovisningens målkapitel")
        INTERIM = "interim", _("delårsrapportens målkapitel")
        TERTIAL = "tertial", _("tertialrapport")
        COMMITTEE = "committee", _("nämndens rapport")
        CATALOGUE = "catalogue", _("förslagskatalog")
        PREMISES = "premises", _("budgetförutsättningar")
        AUDIT = "audit", _("revisorernas underlag")

    class Depth(models.TextChoices):
        FULL = "full", _("hela")
        SHORT = "short", _("kort: bedömningar, skäl och siffror")

    class By(models.TextChoices):
        AREA = "area", _("målområde för målområde")
        ORGAN = "organ", _("nämnd för nämnd")

    term = models.ForeignKey(Term, models.PROTECT, related_name="reports", verbose_name=_("målperiod"))
    kind = models.CharField(_("slag"), max_length=9, choices=Kind)
    round = models.ForeignKey(
        FollowUpRound, models.PROTECT, null=True, blank=True, related_name="reports", verbose_name=_("tillfälle")
    )
    organ = models.ForeignKey(
        Organ, models.PROTECT, null=True, blank=True, related_name="reports", verbose_name=_("organ")
    )
    year = models.PositiveSmallIntegerField(_("budgetår"), null=True, blank=True)
    """Of budget premises: the year that is budgeted."""
    preface = models.TextField(_("förord"), blank=True)
    goals = models.CharField(_("mål som tas med"), max_length=120, default="all")
    """`all`, `weight` (for god ekonomisk hushållning), `area:key` or `organ:key`."""
    depth = models.CharField(_("djup"), max_length=5, choices=Depth, default=Depth.FULL)
    compared = models.CharField(_("jämförs med"), max_length=120, blank=True)
    """The key of a comparison group, or `alla`; empty where the report compares with nobody."""
    by = models.CharField(_("målens kapitel"), max_length=5, choices=By, default=By.AREA)
    revision = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(_("ändrad"), null=True, blank=True)

    rights_kind = "report"

    @classmethod
    def readable_by(cls, actor: rights.Actor) -> Q:
        """That the auditors took something out is theirs."""
        return super().readable_by(actor) & ~Q(kind=cls.Kind.AUDIT)

    class Meta(HouseModel.Meta):
        ordering = ["term_id", "id"]
        constraints = [once("report_once", "term", "kind", "round", "organ", "year", empty=["kind"])]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.round.year if self.round else self.year or self.term}"


@traced()
class ReportChapter(HouseModel):
    """What the controller decided of one chapter of a report, and wrote to it; its id is its place in the document."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="chapters", verbose_name=_("rapport"))
    chapter = models.CharField(_("kapitel"), max_length=120)
    place = models.PositiveSmallIntegerField(_("plats"))
    left_out = models.BooleanField(_("utelämnat"), default=False)
    comment = models.TextField(_("kommentar"), blank=True)

    rights_kind = "report"

    class Meta(HouseModel.Meta):
        ordering = ["place", "id"]
        constraints = [models.UniqueConstraint(fields=["report", "chapter"], name="report_chapter_once")]

    def __str__(self) -> str:
        return f"{self.report}: {self.chapter}"


@traced(leave_out={"snapshot", "done", "total", "touched_at"})
class ReportEdition(Exampled, Exposed, HouseModel):
    """One frozen snapshot with all its forms. A new number only when the content differs."""

    class State(models.TextChoices):
        MAKING = "making", _("framställs")
        FAILED = "failed", _("kunde inte framställas")
        STOPPED = "stopped", _("avbruten")
        PROPOSED = "proposed", _("kommunstyrelsens förslag")
        APPROVED = "approved", _("godkänd av fullmäktige")

    rights_kind = "edition"
    rights_lookups = {"exposure": "exposure"}
    held_by_steps = ("state",)

    report = models.ForeignKey(Report, models.PROTECT, related_name="editions", verbose_name=_("rapport"))
    number = models.PositiveIntegerField(_("utgåva"), null=True, blank=True)
    state = models.CharField(_("läge"), max_length=8, choices=State, default=State.MAKING)
    snapshot = models.TextField(_("ögonblicksbild, kanonisk JSON"), blank=True)
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True)
    issued = models.DateField(_("utgiven"))
    issued_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    decision = models.ForeignKey(Decision, models.PROTECT, null=True, blank=True, related_name="editions")
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("sammanträde")
    )
    """The meeting whose papers it belongs to, where it was issued for one."""
    published_at = models.DateTimeField(_("publicerad"), null=True, blank=True)
    done = models.PositiveIntegerField(_("klart"), default=0)
    total = models.PositiveIntegerField(_("av"), default=0)
    touched_at = models.DateTimeField(_("arbetet senast framåt"), null=True, blank=True)
    problem = models.TextField(_("fel"), blank=True)

    class Meta(HouseModel.Meta):
        ordering = ["report_id", "id"]
        indexes = [models.Index(fields=["-issued"], name="edition_latest_first")]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="edition_number_once"),
            models.CheckConstraint(
                condition=Q(state__in=["making", "failed", "stopped"]) | Q(number__isnull=False),
                name="edition_made_has_number",
                violation_error_message=_("En färdig utgåva har ett nummer."),
            ),
        ]

    @classmethod
    def readable_by(cls, actor: rights.Actor) -> Q:
        """What prints proposals by those who read every handed-in one, until it is published; what the auditors took
        out by them; the rest more widely.
        """
        narrower = {
            "catalogue": (Report.Kind.CATALOGUE, Report.Kind.PREMISES),
            "audit_edition": (Report.Kind.AUDIT,),
        }
        allowed = super().readable_by(actor) & ~Q(
            report__kind__in=[kind for some in narrower.values() for kind in some]
        )
        for right, kinds in narrower.items():
            allowed |= Q(report__kind__in=kinds) & rights.readable(right, actor, cls.rights_lookups)
        return allowed

    def __str__(self) -> str:
        return gettext("%(report)s, utgåva %(number)s") % {"report": self.report, "number": self.number or "–"}


@traced()
class EditionFile(HouseModel):
    """One form of an edition, stored and served byte for byte."""

    edition = models.ForeignKey(ReportEdition, models.CASCADE, related_name="files", verbose_name=_("utgåva"))
    format = models.CharField(
        _("format"),
        max_length=4,
        choices=[("html", "HTML"), ("pdf", "PDF"), ("xlsx", "Excel"), ("docx", "Word"), ("json", "JSON")],
    )
    approved = models.BooleanField(_("säger att fullmäktige godkänt"), default=False)
    """The same content drawn again when the council had approved it: its cover cites the decision."""
    file = models.FileField(_("fil"), upload_to="editions/")
    size = models.PositiveBigIntegerField(_("storlek, byte"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)

    class Meta(HouseModel.Meta):
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["edition", "format", "approved"], name="edition_file_once")]

    def __str__(self) -> str:
        return f"{self.edition} {self.format}"


@traced()
class AuditorsOpinion(HouseModel):
    """The auditors' written assessment of a report, attached to its edition: read by those who read the edition."""

    edition = models.ForeignKey(ReportEdition, models.PROTECT, related_name="opinions", verbose_name=_("utgåva"))
    date = models.DateField(_("daterad"))
    registry = models.CharField(_("diarienummer"), max_length=60, blank=True)
    file = models.FileField(_("fil"), upload_to="opinions/")
    size = models.PositiveBigIntegerField(_("storlek, byte"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    attached_at = models.DateTimeField(_("bifogad"), auto_now_add=True)

    class Meta(HouseModel.Meta):
        ordering = ["date", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "sha256"],
                name="opinion_once",
                violation_error_message=_("Den filen är redan bifogad till utgåvan."),
            )
        ]

    def __str__(self) -> str:
        return gettext("Revisorernas bedömning %(day)s") % {"day": self.date.isoformat()}
