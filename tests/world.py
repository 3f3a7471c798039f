"""The cast: a small municipality with one person per role, for every test of rights and steps."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from burlov_styrning.base.models import Assignment, Decision, Municipality, Organ, Person, Unit, User
from burlov_styrning.rights import Role
from burlov_styrning.workflow import writing
from goals.models import GoalArea, Phase, Term
from indicators.models import Indicator, IndicatorVersion

PHASES = [phase.value for phase in Phase.Name]


@dataclass
class World:
    """Everything a test takes for granted; made by `make_world`."""

    municipality: Municipality
    council: Organ
    board: Organ
    school: Organ
    social: Organ
    preschool: Unit
    library: Unit
    homecare: Unit
    term: Term
    area: GoalArea
    indicator: Indicator
    users: dict[str, User] = field(default_factory=dict)

    def __getattr__(self, name: str) -> User:
        """`world.manager`: the account of that person of the cast."""
        try:
            return self.__dict__["users"][name]
        except KeyError as error:
            raise AttributeError(name) from error

    def phase(self, *open_ones: str) -> Term:
        """The term with these phases open, those before closed, those after planned."""
        first = min((PHASES.index(name) for name in open_ones), default=0)
        with writing():
            for index, name in enumerate(PHASES):
                state = "open" if name in open_ones else "closed" if index < first else "planned"
                Phase.objects.filter(term=self.term, phase=name).update(state=state)
        self.term = Term.objects.get(pk=self.term.pk)
        return self.term

    def decision(self, organ: Organ, kind: str, paragraph: str = "1") -> Decision:
        """A decision of an organ, already recorded."""
        number = Decision.objects.count() + 1
        made: Decision = Decision.objects.create(
            key=f"{organ.key}-{number}", organ=organ, kind=kind, date="2026-12-02", paragraph=paragraph,
            registry="2026/1", exposure="record",
        )  # fmt: skip
        return made


CAST: dict[str, tuple[str, str, str | None, str]] = {
    # name: (role, organ, unit, party)
    "employee": (Role.EMPLOYEE, "ukn", "forskola", ""),
    "unit_staff": (Role.STAFF, "ukn", "forskola", ""),
    "staff": (Role.STAFF, "ukn", None, ""),
    "manager": (Role.MANAGER, "ukn", None, ""),
    "member": (Role.MEMBER, "ukn", None, "Parti A"),
    "deputy": (Role.DEPUTY, "ukn", None, "Parti B"),
    "chair": (Role.CHAIR, "ukn", None, "Parti A"),
    "secretary": (Role.SECRETARY, "ukn", None, ""),
    "other_staff": (Role.STAFF, "sn", None, ""),
    "other_manager": (Role.MANAGER, "sn", None, ""),
    "other_member": (Role.MEMBER, "sn", None, "Parti C"),
    "other_secretary": (Role.SECRETARY, "sn", None, ""),
    "councillor": (Role.COUNCILLOR, "kf", None, "Parti A"),
    "councillor_b": (Role.COUNCILLOR, "kf", None, "Parti B"),
    "council_secretary": (Role.SECRETARY, "kf", None, ""),
    "board_staff": (Role.STAFF, "ks", None, ""),
    "board_manager": (Role.MANAGER, "ks", None, ""),
    "board_member": (Role.MEMBER, "ks", None, "Parti A"),
    "board_secretary": (Role.SECRETARY, "ks", None, ""),
    "controller": (Role.CONTROLLER, "ks", None, ""),
    "auditor": (Role.AUDITOR, "rev", None, ""),
    "administrator": (Role.ADMINISTRATOR, "ks", None, ""),
}


def make_world() -> World:
    """A municipality (not Burlöv), four organs and auditors, three units, one term, the cast."""
    own = Municipality.objects.create(code="9999", name="Provköpings kommun", own=True)
    organs = {
        key: Organ.objects.create(key=key, name=name, kind=kind)
        for key, name, kind in [
            ("kf", "Kommunfullmäktige", "council"),
            ("ks", "Kommunstyrelsen", "executive_board"),
            ("ukn", "Utbildningsnämnden", "committee"),
            ("sn", "Socialnämnden", "committee"),
            ("rev", "Revisorerna", "auditors"),
        ]
    }
    units = {
        key: Unit.objects.create(key=key, name=name, organ=organs[organ])
        for key, name, organ in [
            ("forskola", "Förskolan", "ukn"),
            ("bibliotek", "Biblioteket", "ukn"),
            ("hemtjanst", "Hemtjänsten", "sn"),
        ]
    }
    term = Term.objects.create(first_year=2027, last_year=2030, places=3)
    with writing():
        Phase.objects.bulk_create(
            Phase(term=term, order=i, phase=name, opens="2026-09-01", closes="2026-12-31")
            for i, name in enumerate(PHASES)
        )
    area = GoalArea.objects.create(term=term, key="trygga", name="Trygga Provköping")
    world = World(
        own, organs["kf"], organs["ks"], organs["ukn"], organs["sn"], units["forskola"], units["bibliotek"],
        units["hemtjanst"], term, area, make_indicator("plats", organs["ukn"]),
    )  # fmt: skip
    for name, (role, organ, unit, party) in CAST.items():
        world.users[name] = make_person(name, role, organs[organ], units.get(unit or ""), party)
    return world


def make_person(name: str, role: str, organ: Organ, unit: Unit | None = None, party: str = "") -> User:
    """An account with a person and one assignment."""
    user = User.objects.create_user(f"{name.replace('_', '.')}@example.org", "losenord-for-prov")
    person = Person.objects.create(key=name.replace("_", "-"), name=name.replace("_", " ").title(), user=user)
    Assignment.objects.create(person=person, organ=organ, unit=unit, role=role, starts="2020-01-01", party=party)
    return user


def make_indicator(key: str, organ: Organ | None = None, **meaning: Any) -> Indicator:
    """An indicator with its current version (per cent, higher is better, unless told)."""
    indicator = Indicator.objects.create(key=key, organ=organ)
    values = {"name": f"Indikator {key}", "unit": "%", "decimals": 0, "direction": "higher"} | meaning
    indicator.current = IndicatorVersion.objects.create(indicator=indicator, **values)
    indicator.save()
    return indicator
