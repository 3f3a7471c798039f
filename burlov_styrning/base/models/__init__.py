"""The models of the ground: who and when everything hangs on."""

from burlov_styrning.base.models.calendar import CalendarAddress
from burlov_styrning.base.models.decisions import Correction, Decision, Meeting, Source
from burlov_styrning.base.models.drafts import DecisionDraft, DraftText
from burlov_styrning.base.models.events import Access, Comment, Event, Text
from burlov_styrning.base.models.mail import MailChoice, Notice
from burlov_styrning.base.models.organs import COUNTRY_CODE, Municipality, Organ, Unit
from burlov_styrning.base.models.people import ROLE_LABELS, Assignment, Person
from burlov_styrning.base.models.sent import Sent
from burlov_styrning.base.models.user import User

__all__ = [
    "COUNTRY_CODE",
    "ROLE_LABELS",
    "Access",
    "Assignment",
    "CalendarAddress",
    "Comment",
    "Correction",
    "Decision",
    "DecisionDraft",
    "DraftText",
    "Event",
    "MailChoice",
    "Meeting",
    "Municipality",
    "Notice",
    "Organ",
    "Person",
    "Sent",
    "Source",
    "Text",
    "Unit",
    "User",
]
