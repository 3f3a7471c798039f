"""A person's own calendar address as steps: made, made anew, taken away. Nobody else makes or sees it.

The address holds a random number and its signature with the installation's secret key: who reads the database alone
cannot write an address, and no address can be guessed.
"""

from __future__ import annotations

import secrets

from django.core import signing

from burlov_styrning.base.models import CalendarAddress, Person, User

SIGNER = signing.Signer(salt="calendar")
NUMBER = 32
"""Letters of a number: 128 bits."""


def make(person: Person) -> CalendarAddress:
    """A new address; one that there was leads nowhere from now on."""
    row, _made = CalendarAddress.objects.update_or_create(
        person=person, defaults={"number": secrets.token_hex(NUMBER // 2)}
    )
    return row


def revoke(person: Person) -> None:
    """No address any more."""
    for row in CalendarAddress.objects.filter(person=person):
        row.delete()


def token_of(row: CalendarAddress) -> str:
    """What stands in the address."""
    return row.number + SIGNER.signature(row.number)


def whose(token: str) -> User | None:
    """The account that the address was made for, as long as it can sign in."""
    try:
        number = SIGNER.unsign(f"{token[:NUMBER]}:{token[NUMBER:]}")
    except signing.BadSignature:
        return None
    row = CalendarAddress.objects.filter(number=number, person__user__is_active=True).select_related("person__user")
    found = row.first()
    return found.person.user if found else None
