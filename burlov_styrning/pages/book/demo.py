"""Example people and what is theirs, for installations that show no example cast."""

from __future__ import annotations

from django.utils.translation import gettext as _

from burlov_styrning.pages.book.faults import Remark
from burlov_styrning.pages.book.schema import Book


def without_example_people(book: Book) -> tuple[Book, list[Remark]]:
    """The book without its example people and their lists, with a remark for each row left out.

    Nothing but lists names people, so nothing else of the book changes.
    """
    gone = {person.key for person in book.people if person.example is True}
    people = [person for person in book.people if person.key not in gone]
    ballots = [ballot for ballot in book.ballots if ballot.person not in gone and ballot.example is not True]
    if len(people) == len(book.people) and len(ballots) == len(book.ballots):
        return book, []
    remarks = [
        Remark(row.place, _("Exempelperson: tas bara in där exemplet visas."))
        for row in book.people
        if row not in people
    ]
    remarks += [
        Remark(row.place, _("En exempelpersons lista: tas bara in där exemplet visas."))
        for row in book.ballots
        if row not in ballots
    ]
    return book.model_copy(update={"people": people, "ballots": ballots}), remarks
