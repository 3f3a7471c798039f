"""Links that show a need, as they are typed: one a line, the address first and then what it is called."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from goals.rules.problem import Problem

MOST = 20
LONGEST = 500
SCHEMES = ("http", "https")

type Link = dict[str, str]
"""`url` and `title`, as the database keeps it."""


def read(text: str) -> list[Link]:
    """The links of the typed lines, empty lines left out; a link without a name is called by its address."""
    found = []
    for line in text.splitlines():
        if line.strip():
            url, _space, title = line.strip().partition(" ")
            found.append({"url": url, "title": title.strip() or url})
    return found


def typed(links: Iterable[Link]) -> str:
    """The links as lines; `read` gives them back."""
    return "\n".join(
        link["url"] if link["title"] == link["url"] else f"{link['url']} {link['title']}" for link in links
    )


def problems(links: Iterable[Link]) -> Iterator[Problem]:
    """What cannot be a link: not an address on the web, too long, or too many."""
    number = 0
    for number, link in enumerate(links, 1):
        if len(link["url"]) > LONGEST or len(link["title"]) > LONGEST:
            yield Problem("links", "link_too_long", {"n": number, "most": LONGEST})
        elif not on_the_web(link["url"]):
            yield Problem("links", "link_not_on_the_web", {"n": number})
    if number > MOST:
        yield Problem("links", "links_too_many", {"most": MOST})


def on_the_web(url: str) -> bool:
    """Whether it is an address with http or https and a host, without anything a browser would read otherwise."""
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return False
    plain = url.isprintable() and not any(sign in url for sign in " \\\"'<>")
    return plain and parts.scheme in SCHEMES and bool(host) and parts.username is None
