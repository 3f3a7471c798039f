"""Every address that code or a page names exists: nobody writes one that its page is then not called by."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.urls import URLResolver, get_resolver

from burlov_styrning.pages import context

ROOT = Path(__file__).parent.parent.parent
CODE = ("burlov_styrning", "indicators", "goals", "followup")
SPACES = "goals|followup|indicators|pages|base"
NAMED = [
    re.compile(rf"""["']((?:{SPACES}):[\w-]+)["']"""),  # in our own namespaces, wherever it stands
    re.compile(r"""{%\s*url\s+["']([^"']+)["']"""),
    re.compile(r"""\b(?:reverse|reverse_lazy|redirect|address|resolve_url|Item)\(\s*["']([\w:-]+)["']"""),
]
COMING: set[str] = set()
"""Pages that are named but not built yet; a menu leaves them out."""


def names(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[str]:
    """The name of every address."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern, f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix)
        elif pattern.name:
            yield f"{prefix}{pattern.name}"


def mentions() -> Iterator[tuple[str, str]]:
    """The file and the name of every mention."""
    for path in files():
        text, patterns = path.read_text(), NAMED
        if path.name == "context.py":  # menus also have beginnings of names
            patterns = NAMED[1:]
        for pattern in patterns:
            yield from ((str(path.relative_to(ROOT)), name) for name in pattern.findall(text))


def files() -> Iterator[Path]:
    """Code and templates."""
    for folder in CODE:
        yield from sorted((ROOT / folder).rglob("*.py"))
    yield from sorted((ROOT / "templates").rglob("*.html"))


def test_every_name_that_is_mentioned_has_its_address() -> None:
    known = {*names(), *COMING}
    wrong = sorted({(path, name) for path, name in mentions() if name not in known})
    assert not wrong, f"no page is called so: {wrong}"


def test_the_search_finds_what_it_should() -> None:
    found = {name for _path, name in mentions()}
    assert {"goals:proposal-show", "pages:start", "account_login", "mfa_index", "goals:terms"} <= found


@pytest.mark.parametrize("menu", ["PUBLIC", "SIGNED_IN", "ACCOUNT", "FOOTER"])
def test_a_menu_owns_only_beginnings_of_names_that_there_are(menu: str) -> None:
    known = {*names(), *COMING}
    owned = {own for item in getattr(context, menu) for own in item.own}
    assert not {own for own in owned if not any(name.startswith(own) for name in known)}


def test_who_has_use_of_an_entry_is_said_of_entries_that_there_are() -> None:
    items = (*context.PUBLIC, *context.SIGNED_IN, *context.ACCOUNT, *context.FOOTER)
    assert set(context.USE) <= {item.url_name for item in items}


def test_no_key_is_printed_as_a_number_for_people() -> None:
    """A key above a thousand would get a separator of thousands, and lead nowhere."""
    printed = re.compile(r"\{\{ *[\w.]*(\.pk|(?<!auto)_id) *\}\}")
    files = list((ROOT / "templates").rglob("*.html"))
    assert len(files) > 200
    assert [f"{file}: {found[0]}" for file in files for found in printed.finditer(file.read_text())] == []
