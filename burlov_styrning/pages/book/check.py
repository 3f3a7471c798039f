"""Everything that can be wrong or odd with one book, found at once.

The book that is checked is the whole one: what the database already has of the term merged with what the file says
(`merge`), so that a file may add to a thing without repeating it. What lies outside a term's book (other terms' goals,
people) is told by a `Known`; whether a judgement departs from what its figures suggest, by `suggest`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from burlov_styrning.pages.book.checks import base, followup, goals, indicators, keys, paths, references
from burlov_styrning.pages.book.checks.context import Context, Known, Suggest
from burlov_styrning.pages.book.faults import Fault, Note, Remark
from burlov_styrning.pages.book.schema import Book

__all__ = ["CHECKS", "Findings", "Known", "Suggest", "check", "check_keys"]

type Check = Callable[[Context], Iterator[Note]]

CHECKS: tuple[Check, ...] = (
    keys.required,
    references.resolve,
    base.term,
    base.phases,
    base.people_and_organs,
    base.decisions,
    indicators.definitions,
    indicators.versions,
    indicators.outcomes,
    goals.proposals,
    goals.ballots,
    goals.goals,
    goals.targets,
    paths.paths,
    followup.rounds,
    followup.assessments,
    followup.judged_once,
    followup.judgements,
)


class Findings:
    """Faults and remarks, each in the order of the book's checks, none twice."""

    def __init__(self, notes: Iterator[Note]) -> None:
        unique = list(dict.fromkeys(notes))
        self.faults = [note for note in unique if isinstance(note, Fault)]
        self.remarks = [note for note in unique if isinstance(note, Remark)]


def check(book: Book, known: Known | None = None, suggest: Suggest | None = None) -> Findings:
    """All checks over a whole book."""
    context = Context(book, known or Known(), suggest)
    return Findings(note for part in (keys.unique, *CHECKS) for note in part(context))


def check_keys(book: Book) -> list[Fault]:
    """What must hold of a file by itself before it can be merged: no thing stands in it twice."""
    return Findings(keys.unique(Context(book, Known(), None))).faults
