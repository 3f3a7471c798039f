"""The access table: each URL × each person of the cast. Every app lists its rows in `tests/<app>/access.py`."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any

from tests.world import CAST, World

EVERYBODY = frozenset({*CAST, "anonymous"})
SIGNED_IN = frozenset(CAST)
OFFICIALS = SIGNED_IN - {"employee", "administrator"}


@dataclass(frozen=True)
class Row:
    """One URL with one object in one state, and who gets it. All others get 404 (the unsigned: the sign-in page)."""

    name: str
    """URL name, such as `goals:need-show`."""
    allowed: Collection[str]
    """People of the cast who get the page (a move page asked for by GET answers 200 too)."""
    kwargs: Callable[[World], dict[str, Any]] = field(default=lambda world: {})
    """Makes the object the URL shows and returns the URL's arguments."""
    case: str = ""
    """What is special, such as `draft of another committee`."""
    refused: Collection[str] = ()
    """People who may see the object but not do this: 403 with a sentence."""
    post_only: bool = False
    """No page: a GET answers 405 to those allowed."""
    public: bool = False
    """Open to the unsigned, who get 404 (not the sign-in page) for what they may not see."""
