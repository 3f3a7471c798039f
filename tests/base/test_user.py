"""Accounts are found by e-mail address, in any case."""

import pytest
from django.core.exceptions import ValidationError

from burlov_styrning.base.models import User

pytestmark = pytest.mark.django_db


def test_an_address_is_stored_in_lower_case() -> None:
    assert User.objects.create_user(" Anna@Example.se ").email == "anna@example.se"


def test_the_same_address_in_another_case_is_refused_with_a_sentence() -> None:
    User.objects.create_user("anna@example.se")
    with pytest.raises(ValidationError, match="Det finns redan ett konto"):
        User(email="ANNA@example.se", password="x").validate_constraints()


def test_without_password_nobody_can_sign_in_by_one() -> None:
    assert not User.objects.create_user("anna@example.se").has_usable_password()
