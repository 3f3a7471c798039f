"""What stands around every page: the menu, the strip of phases, who is signed in, and whose municipality it is.

Lazy: a page that draws none of it asks the database nothing. The few facts come through the functions under
"what is asked of the models"; all else here is plain values.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.conf import settings
from django.db.models import Exists
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from burlov_styrning.base.examples import example_line
from burlov_styrning.base.models import Municipality, Person
from burlov_styrning.base.people import assignments_of
from burlov_styrning.clock import today
from burlov_styrning.rights import Actor, Role, actor_of, as_query
from burlov_styrning.rights import Who as Rel
from burlov_styrning.swedish import day_month, partial_date, sentence
from followup.closing import is_closed
from goals.models import Term

type Text = str | Promise


@dataclass(frozen=True)
class Item:
    """An entry of a menu: an address by name, what it is called, and the url names (or beginnings) that are its own."""

    url_name: str
    label: Text
    own: Sequence[str] = ()

    def owns(self, view_name: str) -> bool:
        """Whether a page stands under this entry."""
        return any(view_name.startswith(name) for name in (self.url_name, *self.own))


@dataclass(frozen=True)
class Link:
    """An entry as it is drawn; `current` is `page`, `true` (a page under it) or empty."""

    label: Text
    url: str
    current: str = ""


@dataclass(frozen=True)
class Phase:
    """A phase in the strip: `state` is planned, open or closed; `until` as people say it (`till 11 december`)."""

    name: str
    label: Text
    state: str
    until: Text = ""


@dataclass(frozen=True)
class Who:
    """The person in the corner: name, the assignment that is shown, and all of them in words."""

    name: str
    role: Text = ""
    assignments: Sequence[Text] = ()
    example: bool = False


# The menus. An entry whose address does not exist is left out.
PUBLIC = (
    Item("pages:start", gettext_lazy("Så går det")),
    Item("pages:goals", gettext_lazy("Mål"), ("pages:goal",)),
    Item("followup:reports", gettext_lazy("Rapporter"), ("followup:report", "followup:edition")),
    Item("pages:data", gettext_lazy("Öppna data")),
    Item("pages:about", gettext_lazy("Om styrningen")),
)
SIGNED_IN = (
    Item("pages:work", gettext_lazy("Mitt arbete")),
    Item("pages:goals", gettext_lazy("Mål"), ("pages:goal", "goals:goal", "goals:path")),
    Item(
        "goals:proposals", gettext_lazy("Förslag"), ("goals:proposal", "goals:need", "goals:ballot", "goals:selection")
    ),
    Item("followup:rounds", gettext_lazy("Uppföljning"), ("followup:round", "followup:assessment", "followup:activit")),
    Item(
        "indicators:indicators",
        gettext_lazy("Indikatorer"),
        (
            "indicators:indicator",
            "indicators:outcome",
            "indicators:import",
            "indicators:kolada",
            "indicators:drift",
            "indicators:scb",
            "indicators:lacking",
            "indicators:compare",
            "indicators:group",
            "indicators:survey",
            "pages:indicator",
        ),
    ),
    Item(
        "indicators:economy",
        gettext_lazy("Ekonomi"),
        (
            "indicators:econom",
            "indicators:scenario",
            "indicators:efficiency",
            "indicators:area",
            "pages:service-area",
            "indicators:account",
            "indicators:key-figure",
            "indicators:tax-rate",
            "indicators:balance",
            "indicators:frames",
            "indicators:demography",
            "indicators:population",
            "indicators:costs",
            "indicators:staff",
        ),
    ),
    Item("followup:reports", gettext_lazy("Rapporter"), ("followup:report", "followup:edition")),
    Item("followup:audit", gettext_lazy("Granskning"), ("followup:audit",)),
    Item("base:people", gettext_lazy("Personer och uppdrag"), ("base:person", "base:organ", "base:assignment")),
)
ACCOUNT = (
    Item("goals:terms", gettext_lazy("Målperioder"), ("goals:term",)),
    Item("pages:calendar", gettext_lazy("Kalender")),
    Item("base:meetings", gettext_lazy("Sammanträden och beslut")),
    Item("pages:records", gettext_lazy("Allmänna handlingar")),
    Item("pages:about", gettext_lazy("Om styrningen")),
    Item("base:mail", gettext_lazy("E-post till mig")),
    Item("account_change_password", gettext_lazy("Byt lösenord")),
    Item("mfa_index", gettext_lazy("Inloggning i två steg")),
    Item("pages:demo", gettext_lazy("Byt person")),
)
FOOTER = (
    Item("pages:start", gettext_lazy("Så går det")),
    Item("pages:about", gettext_lazy("Om styrningen")),
    Item("pages:data", gettext_lazy("Öppna data")),
    Item("pages:accessibility", gettext_lazy("Tillgänglighet")),
)


# --- what is asked of the models -------------------------------------------------------------------------------


def municipality() -> Municipality | None:
    """The municipality that steers here (`example`: made-up people act in it), or none in an empty installation."""
    made_up = Exists(Person.objects.filter(example=True))
    own: Municipality | None = Municipality.objects.filter(own=True).annotate(example=made_up).first()
    return own


def term_of(request: HttpRequest, signed_in: bool) -> Term | None:
    """The term whose phases the strip shows: the page's own (`request.term`), else what staff work with now."""
    if hasattr(request, "term"):
        return request.term
    if not signed_in:
        return None
    return next((term for term in reversed(Term.with_phases()) if term.is_under_way), None)


def phases_of(term: Term) -> list[Phase]:
    """The phases of a term, in order; of the open one until when."""
    return [
        Phase(info.name, info.label, info.state, _until(info.closes) if info.state == "open" else "")
        for info in term.phase_infos()
    ]


def _until(closes: str) -> str:
    if not closes:
        return ""
    day = day_month(date.fromisoformat(closes), today()) if len(closes) == 10 else partial_date(closes)
    return _("till %(day)s") % {"day": day}


def person_of(request: HttpRequest) -> Who:
    """The signed-in person with the assignments in force today."""
    rows = assignments_of(request.user)  # type: ignore[arg-type]
    if not rows:
        return Who(str(request.user))
    lines = [f"{sentence(row.get_role_display())}, {row.unit or row.organ}" for row in rows]
    return Who(rows[0].person.name, sentence(str(rows[0].unit or rows[0].organ)), lines, rows[0].person.example)


def menu_of(request: HttpRequest, items: Sequence[Item]) -> Sequence[Item]:
    """The entries that this person has any use of."""
    actor = actor_of(request.user)
    return [item for item in items if USE.get(item.url_name, lambda _actor: True)(actor)]


def _official(actor: Actor) -> bool:
    return as_query(Rel.OFFICIAL, actor, {}) is True


USE: dict[str, Callable[[Actor], bool]] = {
    "goals:proposals": _official,
    "followup:rounds": _official,
    "pages:records": _official,
    "base:meetings": lambda actor: bool(actor.posts),
    "pages:calendar": lambda actor: bool(actor.posts),
    "base:mail": lambda actor: bool(actor.posts),
    "goals:terms": lambda actor: bool(actor.posts),
    "followup:audit": lambda actor: actor.has(Role.AUDITOR, Role.CONTROLLER),
    "base:people": lambda actor: actor.has(Role.ADMINISTRATOR),
    "pages:demo": lambda actor: settings.DEMO,
}
"""Entries that not everybody has: the condition by address name."""


# --- the shell -------------------------------------------------------------------------------------------------


def links(items: Sequence[Item], request: HttpRequest) -> list[Link]:
    """The entries whose address exists, the current one marked."""
    match = request.resolver_match
    here, found = (match.view_name if match else ""), []
    for item in items:
        try:
            url = reverse(item.url_name)
        except NoReverseMatch:
            continue
        current = "page" if here == item.url_name else "true" if here and item.owns(here) else ""
        found.append(Link(item.label, url, current))
    return found


class Shell:
    """Everything that `base.html` needs, each asked for once and only if drawn."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @property
    def product(self) -> str:
        """The name in the wordmark, a setting."""
        return settings.PRODUCT_NAME

    @property
    def home(self) -> str:
        """Where the wordmark leads: to one's work, or to the public start."""
        return reverse("pages:work") if self.signed_in else reverse("pages:start")

    @property
    def here(self) -> str:
        """This page, to come back to after a change of language."""
        return self.request.get_full_path() if self.request.method == "GET" else self.request.path

    @cached_property
    def signed_in(self) -> bool:
        """Whether somebody is signed in; also on an error page, that may have no user."""
        user = getattr(self.request, "user", None)
        return bool(user and user.is_authenticated)

    @cached_property
    def nav(self) -> list[Link]:
        """The main menu."""
        return links(menu_of(self.request, SIGNED_IN) if self.signed_in else PUBLIC, self.request)

    @cached_property
    def account(self) -> list[Link]:
        """What stands in the person's own menu."""
        return links(menu_of(self.request, ACCOUNT), self.request) if self.signed_in else []

    @cached_property
    def footer(self) -> list[Link]:
        """The links at the foot."""
        return links(FOOTER, self.request)

    @cached_property
    def person(self) -> Who | None:
        """Who is signed in."""
        return person_of(self.request) if self.signed_in else None

    @cached_property
    def term(self) -> Term | None:
        """The term of the strip."""
        return term_of(self.request, self.signed_in)

    @cached_property
    def phases(self) -> Sequence[Phase]:
        """The strip of phases; none without a term."""
        return phases_of(self.term) if self.term else ()

    @property
    def ended(self) -> str:
        """Where it is told what a closed term left behind; empty while the term of the strip is not closed."""
        if self.term is None or not is_closed(self.term):
            return ""
        official = self.signed_in and _official(actor_of(self.request.user))
        return reverse("followup:onward-list" if official else "pages:goal-list", args=[self.term])

    @cached_property
    def _municipality(self) -> Municipality | None:
        return municipality()

    @property
    def municipality(self) -> str:
        """The municipality's name, for the foot; empty in an empty installation."""
        return self._municipality.name if self._municipality else ""

    @cached_property
    def example(self) -> str:
        """The line that says that nothing here is the municipality's own, where that is so."""
        return example_line(self._municipality)


def shell(request: HttpRequest) -> dict[str, object]:
    """The context processor."""
    return {"shell": Shell(request)}
