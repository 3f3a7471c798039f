"""What the figures of a book suggest for a goal: the rules of status, asked with a book's plain values."""

from __future__ import annotations

from burlov_styrning.pages.book.checks.context import Suggest
from burlov_styrning.pages.book.schema import Assessment, Book


def suggest(book: Book) -> Suggest:
    """Makes the function that tells what the indicators suggest for the goal of a judgement."""

    def suggestion(row: Assessment) -> str | None:
        return None

    return suggestion
