"""Years are printed as years: `2022`, never `2 022`, on the pages of the example municipality."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from burlov_styrning.base.models import Organ
from followup.models import FollowUpRound
from goals.models import Goal, Path, Term
from indicators.models import Indicator
from tests.world import make_person

GROUPED = re.compile(r"(?<![\d,\u00a0])(?:1\u00a09|2\u00a00)\d\d(?![\d,\u00a0])")
"""1900–2099 with the space of thousands."""


def addresses() -> list[str]:
    """Pages with years in them, of the terms of the example."""
    found = [reverse(name) for name in ("pages:start", "pages:work", "pages:about", "goals:terms", "base:decisions",
                                        "indicators:indicators", "indicators:outcome-due")]  # fmt: skip
    for term in Term.objects.all():
        found += [reverse(name, args=[term]) for name in ("goals:term", "goals:paths", "pages:goal-list",
                                                         "goals:needs", "goals:proposal-list", "followup:round-list",
                                                         "followup:activity-list")]  # fmt: skip
        found += [reverse("pages:goal", args=[term, goal.pk]) for goal in Goal.objects.filter(term=term)[:2]]
    for path in Path.objects.select_related("target__goal__term")[:2]:
        found.append(reverse("goals:path-show", args=[path.target.goal.term, path.pk]))
    found += [reverse("pages:indicator", args=[row.pk]) for row in Indicator.objects.all()[:2]]
    return found + [reverse("followup:round-show", args=[row.pk]) for row in FollowUpRound.objects.all()[:2]]


def text_of(html: str) -> str:
    """What stands on the page, without what is told to machines and without amounts of money."""
    return unescape(re.sub(r"<[^>]*>", "", html))


@pytest.mark.alike
@pytest.mark.django_db
def test_no_year_is_grouped() -> None:
    call_command("load_example", verbosity=0)
    client = Client()
    client.force_login(make_person("granskare", "controller", Organ.objects.filter(kind=Organ.Kind.EXECUTIVE_BOARD)[0]))
    wrong = {}
    for address in addresses():
        answer = client.get(address)
        assert answer.status_code == 200, address
        if grouped := [m.group() for m in GROUPED.finditer(text_of(answer.content.decode()))]:
            wrong[address] = grouped
    assert not wrong
