"""People, accounts, assignments, organs: what the administrator does, and nobody else."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from burlov_styrning.base import organs, people
from burlov_styrning.base.models import Assignment, Organ, Person, Unit, User
from burlov_styrning.refusals import Reason, Refusal
from tests.world import CAST, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(world: World, client: Client) -> Client:
    client.force_login(world.administrator)
    return client


@pytest.mark.parametrize("who", sorted(set(CAST) - {"administrator"}))
def test_nobody_else_adds_people_or_organs(world: World, who: str) -> None:
    user = world.users[who]
    for step in (
        lambda: people.add("Ny", by=user),
        lambda: people.rename(world.staff.person, "Annan", by=user),
        lambda: people.assign(world.staff.person, world.school, "manager", "2026", by=user),
        lambda: people.end(Assignment.objects.get(person=world.staff.person), "2026-01-01", by=user),
        lambda: organs.add("Ny nämnd", "committee", by=user),
        lambda: organs.add_unit(world.school, "Ny enhet", by=user),
    ):
        with pytest.raises(Refusal) as refused:
            step()
        assert refused.value.reason is Reason.RIGHT


def test_a_new_person_gets_a_key_of_the_name_that_is_their_own(world: World) -> None:
    first, second = (people.add("Åsa Öberg", by=world.administrator) for _time in range(2))
    assert (first.key, second.key) == ("asa-oberg", "asa-oberg-2")


def test_the_person_chooses_a_password_by_the_link_that_is_mailed(world: World, admin: Client) -> None:
    person = people.add("Åsa Öberg", by=world.administrator)
    admin.post(reverse("base:person-account", args=[person.pk]), {"email": "Asa@Example.org", "send_link": "on"})
    person.refresh_from_db()
    assert person.user and not person.user.has_usable_password()
    (letter,) = mail.outbox
    assert letter.to == ["asa@example.org"]
    address = re.search(r"http://testserver(\S+)", str(letter.body))
    assert address
    her = Client()
    page = her.get(address[1], follow=True)
    new = {"password1": "ett-langt-losenord-9", "password2": "ett-langt-losenord-9"}
    her.post(page.redirect_chain[-1][0], new)
    person.user.refresh_from_db()
    assert person.user.check_password("ett-langt-losenord-9")


def test_for_the_municipalitys_sign_in_nothing_is_mailed(world: World, admin: Client) -> None:
    person = people.add("Åsa Öberg", by=world.administrator)
    admin.post(reverse("base:person-account", args=[person.pk]), {"email": "asa@example.org"})
    assert mail.outbox == []
    assert User.objects.get(email="asa@example.org").person == person


def test_two_people_do_not_share_an_address(world: World, admin: Client) -> None:
    person = people.add("Åsa Öberg", by=world.administrator)
    page = admin.post(reverse("base:person-account", args=[person.pk]), {"email": world.staff.email.upper()})
    assert "Det finns redan ett konto med den e-postadressen." in page.content.decode()
    with pytest.raises(Refusal):
        people.give_account(person, world.staff.email, by=world.administrator)


def test_a_closed_account_does_not_sign_in_and_ones_own_stays_open(world: World) -> None:
    people.close_account(world.staff.person, by=world.administrator)
    assert not User.objects.get(pk=world.staff.pk).is_active
    with pytest.raises(Refusal, match="eget konto"):
        people.close_account(world.administrator.person, by=world.administrator)


def test_an_assignment_is_given_and_ended(world: World, admin: Client) -> None:
    person = people.add("Åsa Öberg", by=world.administrator)
    given = {"organ": world.school.pk, "role": "member", "starts": "2026", "party": "Parti A"}
    admin.post(reverse("base:assignment-add", args=[person.pk]), given)
    row = Assignment.objects.get(person=person)
    assert (row.role, row.starts, row.ends) == ("member", "2026", None)
    admin.post(reverse("base:assignment-end", args=[row.pk]), {"ends": "2026-11-30"})
    row.refresh_from_db()
    assert row.ends == "2026-11-30"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"party": ""}, "Ange partiet"),
        ({"ends": "2025"}, "Uppdraget kan inte sluta innan det börjar."),
        ({"starts": "i våras"}, "Skriv ett år, en månad eller en dag"),
        ({"organ": ""}, "Välj ett alternativ."),
        ({"role": "kung"}, "kung"),
        ({"unit": "hemtjanst"}, "Hemtjänsten hör till Socialnämnden."),
    ],
)
def test_a_wrong_assignment_is_said_beside_its_field_and_nothing_typed_is_lost(
    world: World, admin: Client, typed: dict[str, Any], sentence: str
) -> None:
    if "unit" in typed:
        typed = {"unit": world.homecare.pk}
    given: dict[str, Any] = {"organ": world.school.pk, "role": "member", "starts": "2026", "party": "Parti Q"} | typed
    page = admin.post(reverse("base:assignment-add", args=[world.staff.person.pk]), given)
    html = page.content.decode()
    assert sentence in html
    assert given["starts"] in html
    assert Assignment.objects.filter(person=world.staff.person).count() == 1


def test_the_last_administrator_stays(world: World, admin: Client) -> None:
    row = Assignment.objects.get(person=world.administrator.person)
    page = admin.post(reverse("base:assignment-end", args=[row.pk]), {"ends": "2026-11-30"})
    assert "enda administratören" in page.content.decode()
    people.assign(world.staff.person, world.board, "administrator", "2020", by=world.administrator)
    people.end(row, "2026-11-30", by=world.administrator)
    assert row.ends == "2026-11-30"


def test_organs_and_units_are_added_and_changed(world: World, admin: Client) -> None:
    admin.post(reverse("base:organ-add"), {"name": "Kulturnämnden", "kind": "committee", "starts": "2027-01-01"})
    culture = Organ.objects.get(name="Kulturnämnden")
    changed = {"name": "Kulturnämnden", "kind": "committee", "starts": "2027", "successor": world.school.pk}
    admin.post(reverse("base:organ-edit", args=[culture.pk]), changed)
    culture.refresh_from_db()
    assert (culture.key, culture.starts, culture.successor) == ("kulturnamnden", "2027", world.school)
    admin.post(reverse("base:unit-add"), {"name": "Museet", "organ": culture.pk})
    museum = Unit.objects.get(name="Museet")
    admin.post(reverse("base:unit-edit", args=[museum.pk]), {"name": "Museet", "organ": world.school.pk})
    museum.refresh_from_db()
    assert museum.organ == world.school


def test_people_are_found_by_role_organ_and_words(world: World, admin: Client) -> None:
    address = reverse("base:people")
    found = admin.get(address, {"role": "secretary", "organ": str(world.social.pk)}).content.decode()
    assert "Other Secretary" in found and "Board Secretary" not in found
    people.assign(world.other_member.person, world.social, "chair", "2020", by=world.administrator, party="Parti C")
    found = admin.get(address, {"q": "socialn other.member"}).content.decode()
    assert found.count("Other Member</a>") == 1 and "Other Staff" not in found


def test_the_lists_ask_as_much_for_many_as_for_few(
    world: World, admin: Client, django_assert_max_num_queries: Any, django_assert_num_queries: Any
) -> None:
    for name in ("base:people", "base:organs"):
        with django_assert_max_num_queries(15) as few:
            admin.get(reverse(name))
        for number in range(3):
            person = Person.objects.create(key=f"{name[5:]}{number}", name=f"Ny {number}")
            organ = Organ.objects.create(key=f"{name[5:]}{number}", name=f"Organ {number}", kind="committee")
            Unit.objects.create(key=f"{name[5:]}{number}", name="Enhet", organ=organ)
            Assignment.objects.create(person=person, organ=organ, role="staff", starts="2020")
        with django_assert_num_queries(len(few)):
            admin.get(reverse(name))


def test_faults_are_summed_up_in_the_order_of_the_form(world: World, client: Client) -> None:
    client.force_login(world.administrator)
    page = client.post(reverse("base:assignment-add", args=[world.staff.person.pk]), {"starts": "igår"})
    hrefs = re.findall(r'<li><a href="#(id_[a-z]+)">', page.content.decode())
    assert hrefs == ["id_role", "id_organ", "id_starts"]
