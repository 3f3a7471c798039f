"""The models of the third floor: how it goes."""

from followup.models.assessment import Assessment, Ground
from followup.models.audit import AuditSearch, Examination
from followup.models.edition import AuditorsOpinion, EditionFile, Report, ReportChapter, ReportEdition
from followup.models.onward import Onward
from followup.models.opening import Opening
from followup.models.round import Activity, FollowUpRound, RoundDeadline

__all__ = [
    "Activity",
    "Assessment",
    "AuditSearch",
    "AuditorsOpinion",
    "EditionFile",
    "Examination",
    "FollowUpRound",
    "Ground",
    "Onward",
    "Opening",
    "Report",
    "ReportChapter",
    "ReportEdition",
    "RoundDeadline",
]
