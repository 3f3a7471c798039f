"""Judgements held against what the figures suggest, by the same rules and readings as every page and report."""

from __future__ import annotations

from burlov_styrning.pages.book.checks.context import Context, Known, Suggest
from burlov_styrning.pages.book.checks.followup import judgements
from burlov_styrning.pages.book.faults import Note
from burlov_styrning.pages.book.schema import Assessment, Book
from followup.figures import GoalFigures, Occasion, load
from followup.models import FollowUpRound
from goals.models import Goal, Term


def departures(book: Book, term: Term) -> list[Note]:
    """Judgements that depart from the figures and do not say why. The book must be recorded already."""
    return list(judgements(Context(book, Known(), suggest(term))))


def suggest(term: Term) -> Suggest:
    """Tells what the stored figures suggest for the goal of a judgement; each round's are fetched once."""
    rounds = {row.key: row for row in FollowUpRound.objects.filter(term=term)}
    goals = {row.key: row for row in Goal.objects.filter(term=term)}
    found: dict[str, dict[int, GoalFigures]] = {}

    def suggestion(row: Assessment) -> str | None:
        if row.round not in found:
            found[row.round] = load(list(goals.values()), Occasion.of(rounds[row.round]))
        figures = found[row.round][goals[row.goal or ""].pk]
        mine = [owner.suggestion for owner in figures.owners if owner.organ and owner.organ.key == row.owner]
        return str((figures.suggestion if row.weighed or not mine else mine[0]).verdict)

    return suggestion
