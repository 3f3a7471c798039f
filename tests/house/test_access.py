"""Nobody opens what DOMAIN §10 does not give them: every URL × every person of the cast."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.template.base import Template
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils.safestring import SafeString

from tests.house.rows import EVERYBODY, Row
from tests.world import World

ELSEWHERE = {"set_language", "set-language", "styleguide"}
NOT_OURS = ("account_", "mfa_", "socialaccount_", "openid_connect_")


def all_rows() -> list[Row]:
    """The rows of every app, each once."""
    files = sorted(Path(__file__).parent.parent.glob("*/access*.py"))
    modules = [importlib.import_module(f"tests.{path.parent.name}.{path.stem}") for path in files]
    return list({id(row): row for module in modules for row in module.ROWS}.values())


def all_names(resolver: Any = None, prefix: str = "") -> Iterator[str]:
    """The names of all our URLs."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from all_names(pattern, inner)
        elif isinstance(pattern, URLPattern) and pattern.name and not pattern.name.startswith(NOT_OURS):
            yield f"{prefix}{pattern.name}"


def test_every_url_has_its_row() -> None:
    missing = {name for name in all_names() if name not in ELSEWHERE} - {row.name for row in all_rows()}
    assert not missing, f"rows are missing for {sorted(missing)}"


@pytest.fixture
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who gets a page is settled before it is drawn; the other sweeps draw each (a third of this one's time)."""
    monkeypatch.setattr(Template, "_render", lambda template, context: SafeString())


@pytest.mark.django_db
@pytest.mark.alike
@pytest.mark.usefixtures("undrawn", "unprinted")
@pytest.mark.parametrize("row", all_rows(), ids=lambda row: f"{row.name} {row.case}".strip())
def test_who_gets_the_page(row: Row, world: World) -> None:
    address = reverse(row.name, kwargs=row.kwargs(world))
    wrong = {}
    for who in sorted(EVERYBODY):
        client = Client()
        if who != "anonymous":
            client.force_login(world.users[who])
        status = client.get(address).status_code
        if status not in expected(row, who):
            wrong[who] = (status, expected(row, who))
    assert not wrong


def expected(row: Row, who: str) -> set[int]:
    """The answers that are right for this person."""
    if who in row.allowed:
        return {405} if row.post_only else {200}
    if who in row.refused:
        return {403, 405} if row.post_only else {403}
    if who == "anonymous":
        return {404} if row.public else {302}
    return {404, 405} if row.post_only else {404}
