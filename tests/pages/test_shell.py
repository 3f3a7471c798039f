"""What stands around every page."""

from typing import Any

import pytest
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.urls import reverse

from burlov_styrning.base.models import Municipality, Person
from burlov_styrning.pages import context
from burlov_styrning.pages.context import SIGNED_IN, Item, Shell, links

PAGE = "{% extends 'base.html' %}{% block title %}Titel{% endblock %}{% block content %}<h1>Hej</h1>{% endblock %}"


@pytest.fixture
def shell(rf: RequestFactory) -> Shell:
    return Shell(rf.get("/"))


def test_an_entry_without_address_is_left_out_and_the_current_is_marked(rf: RequestFactory) -> None:
    request = rf.get("/")
    request.resolver_match = type("Match", (), {"view_name": "account_login"})()
    shown = links([Item("nowhere", "Ingenstans"), Item("account_login", "Logga in")], request)
    assert [(link.label, link.current) for link in shown] == [("Logga in", "page")]


def test_a_page_belongs_to_its_entry() -> None:
    proposals = next(item for item in SIGNED_IN if item.url_name == "goals:proposals")
    assert proposals.owns("goals:proposal-submit") and not proposals.owns("goals:goals")


@pytest.mark.django_db
def test_an_empty_installation_names_nobody(shell: Shell) -> None:
    assert shell.municipality == "" and shell.example == "" and shell.term is None


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["Luleå", "Luleå kommun"])
def test_made_up_people_are_said_to_be_so_in_the_municipalitys_own_name(shell: Shell, name: str) -> None:
    Municipality.objects.create(code="2580", name=name, own=True)
    assert shell.example == ""
    Person.objects.create(key="anna", name="Anna", example=True)
    whose = "Luleås kommuns" if name == "Luleå" else "Luleå kommuns"
    assert Shell(shell.request).example == f"Exempel, inte {whose} handling"


def test_the_date_a_phase_lasts_to_is_said_as_it_is_known() -> None:
    assert context._until("2031-12-11") == "till 11 december 2031"
    assert context._until("2031-12") == "till december 2031"
    assert context._until("") == ""


@pytest.mark.django_db
def test_the_frame_asks_little_and_names_its_language(rf: RequestFactory, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(3):
        html = Template(PAGE).render(Context({"shell": Shell(rf.get("/"))}))
    assert '<html lang="sv">' in html and 'href="#innehall"' in html and 'id="innehall"' in html
    assert "<style" not in html and " style=" not in html


@pytest.mark.django_db
def test_an_address_that_leads_nowhere_says_what_to_do(client: Client) -> None:
    answer = client.get("/finns-inte/")
    assert answer.status_code == 404
    assert "Sidan finns inte" in answer.content.decode()


@pytest.mark.django_db
def test_a_stale_tab_gives_back_what_was_typed_but_no_password() -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post(reverse("account_login"), {"password": "hemligt", "analys": "Ett långt <b>svar</b>"})
    html = answer.content.decode()
    assert answer.status_code == 403 and "Ett långt &lt;b&gt;svar&lt;/b&gt;" in html and "hemligt" not in html


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["account_login", "account_reset_password", "account_reset_password_done"])
def test_pages_of_sign_in_wear_our_look(client: Client, name: str) -> None:
    html = client.get(reverse(name)).content.decode()
    assert "css/theme.css" in html and html.count("<main") == 1 and html.count("<h1") == 1
