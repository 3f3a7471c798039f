"""The one list: search, order, pages; whatever stands in the address gives a page."""

from collections import OrderedDict

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from burlov_styrning.base.models import User
from burlov_styrning.lists import Column, Listing
from burlov_styrning.parts import Empty, Filter

WORDS = ["Öar", "Zoo", "Åar", "Ärt", "arm"]
ROWS = [{"name": word, "size": size, "kind": "ab"[size % 2]} for size, word in enumerate(WORDS)]
COLUMNS = [Column("Namn", "name", words=True), Column("Storlek", "size", number=True), Column("Fritt")]


def listing(address: str = "", **options: object) -> Listing:
    given_options = {"columns": COLUMNS, "search": ["name"], "per_page": 2, **options}
    return Listing(RequestFactory().get("/rader/" + address), options.pop("rows", ROWS), **(given_options | options))  # type: ignore[arg-type]


def names(shown: Listing) -> list[str]:
    return [row["name"] for row in shown.rows]


def test_words_are_put_in_swedish_order() -> None:
    assert names(listing("?sort=name", per_page=9)) == ["arm", "Zoo", "Åar", "Ärt", "Öar"]
    assert names(listing("?sort=-name", per_page=9)) == ["Öar", "Ärt", "Åar", "Zoo", "arm"]


def test_search_finds_every_word_whatever_its_case() -> None:
    assert names(listing("?q=ÄR")) == ["Ärt"]
    assert names(listing("?q=a r", per_page=9)) == ["Öar", "Åar", "arm"]


def test_words_that_are_made_of_a_row_are_searched_in_a_box_too() -> None:
    made = listing("?q=stor", search=lambda row: f"{row['name']} {'stor' if row['size'] else ''}", per_page=9)
    assert names(made) == WORDS[1:]
    assert 'type="search"' in drawn(made) and 'type="search"' not in drawn(listing(search=()))


def test_a_filter_narrows_and_an_unknown_choice_does_not() -> None:
    kinds = [Filter("kind", "Slag", [("a", "A"), ("b", "B")])]
    assert names(listing("?kind=b", filters=kinds)) == ["Zoo", "Ärt"]
    assert listing("?kind=x", filters=kinds).count == 5


@given(st.dictionaries(st.sampled_from(["q", "sort", "page", "kind"]), st.text(max_size=12)))
def test_any_address_gives_a_page(asked: dict[str, str]) -> None:
    shown = Listing(RequestFactory().get("/rader/", asked), ROWS, columns=COLUMNS, search=["name"], per_page=2)
    assert len(shown.rows) <= 2
    assert all(heading.order in ("", "none", "ascending", "descending") for heading in shown.headings)
    assert shown.pages


def test_a_page_too_far_is_the_last_and_links_keep_the_search() -> None:
    shown = listing("?q=a&sort=name&page=99")
    assert shown.page.number == 2
    assert shown.before == "/rader/?q=a&sort=name&page=1"
    assert shown.headings[0].url == "/rader/?q=a&sort=-name"
    assert shown.headings[2].url == ""


TEMPLATE = "{% list shown %}{% for row in shown.rows %}<tr><td>{{ row.name }}</td></tr>{% endfor %}{% endlist %}"


def drawn(shown: Listing) -> str:
    return Template(TEMPLATE).render(Context({"shown": shown}))


def test_the_order_is_said_to_those_who_listen() -> None:
    html = drawn(listing("?sort=name"))
    assert 'aria-sort="ascending"' in html and 'aria-sort="none"' in html
    assert 'aria-current="page"' in html


def test_nothing_found_shows_the_way_back_and_what_was_typed_safely() -> None:
    html = drawn(listing("?q=<script>"))
    assert "&lt;script&gt;" in html and "<script>" not in html
    assert "Visa alla" in html and "<table" not in html


def test_an_empty_list_says_what_to_do() -> None:
    html = drawn(
        Listing(RequestFactory().get("/"), [], empty=Empty("Inga behov ännu.", "Skriv ett behov", "/behov/nytt/"))
    )
    assert "Inga behov ännu." in html and 'href="/behov/nytt/"' in html


@pytest.mark.django_db
def test_rows_of_the_database_are_searched_sorted_and_cut(django_assert_num_queries: object) -> None:
    for word in OrderedDict.fromkeys(WORDS):
        User.objects.create(email=f"{word.lower()}@example.org")
    request = RequestFactory().get("/?sort=email")
    columns = [Column("E-post", "email", words=True)]
    shown = Listing(request, User.objects.all(), columns=columns, search=["email"], per_page=2)
    with django_assert_num_queries(2):  # type: ignore[operator]
        assert [user.email[:3] for user in shown.rows] == ["arm", "zoo"]
        assert shown.count == 5
    found = Listing(RequestFactory().get("/?q=zoo"), User.objects.all(), columns=columns, search=["email"])
    assert [user.email for user in found.rows] == ["zoo@example.org"]
