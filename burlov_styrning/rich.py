"""Text with headings, lists, tables and emphasis, written as plain text: one source for every form of it.

    ## Vad vi gjorde            a heading
    - först det ena             a list; `1. ` numbers it
    **viktigt**, *betonat*      bold, emphasis
    | År | Antal |              a table: the first line is its head; columns of numbers stand to the right
    | 2026 | 12 |

A text in which nobody thought of any of this reads as it was written. CommonMark by markdown-it, of which only that is
switched on: no links, pictures, code or HTML; what comes out is sanitised by nh3 all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import takewhile

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

DEEPEST = 6
TAGS = {"p", "br", "ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td", "strong", "em",
        *(f"h{n}" for n in range(2, DEEPEST + 1))}  # fmt: skip
ATTRIBUTES = {"ol": {"start"}, "th": {"scope", "class"}, "td": {"class"}, "table": {"class"}}
ROW = re.compile(r"\s*\|.*\|.*\|\s*")
RULE = re.compile(r":?-+:?")
NUMBER = re.compile(r"[-−+]?\d[\d\s.,]*\s?(%|kr|tkr|mnkr)?|–")
PLUS = re.compile(r"^([ \t]*)\+(?=[ \t])", re.MULTILINE)
"""`+ 3 procent` is a number to a Swede, not the point of a list."""


@dataclass(frozen=True)
class Block:
    """A piece that stands for itself: `head` (with its level from 1), `text`, `points`, `numbered` or `table`."""

    kind: str
    lines: Sequence[str] = ()
    level: int = 1
    head: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    numeric: frozenset[int] = frozenset()


@cache
def _parser() -> MarkdownIt:
    made = MarkdownIt("zero", {"breaks": True, "html": False})
    return made.enable(["heading", "list", "table", "emphasis", "newline", "escape"])


def _tokens(text: str) -> list[Token]:
    plain = PLUS.sub(r"\1\\+", text.replace("\r\n", "\n").replace("\x00", ""))
    return _parser().parse("\n".join(_ruled(plain.split("\n"))))


def _ruled(lines: Sequence[str]) -> Iterator[str]:
    """The line that CommonMark wants under a table's head, which nobody need write."""
    for place, line in enumerate(lines):
        yield line
        if ROW.fullmatch(line) and not (place and ROW.fullmatch(lines[place - 1])):
            body = [_cells(one) for one in takewhile(ROW.fullmatch, lines[place + 1 :])]
            if body and not all(RULE.fullmatch(cell) for cell in body[0]):
                yield f"|{'|'.join(_rule(body, column) for column in range(len(_cells(line))))}|"


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def _rule(body: Sequence[Sequence[str]], column: int) -> str:
    told = [row[column] for row in body if column < len(row) and row[column]]
    return "---:" if column and told and all(NUMBER.fullmatch(cell) for cell in told) else "---"


# As HTML


def as_html(text: str, level: int = 3) -> str:
    """The text as HTML whose first heading is of `level`; no heading is more than one level under the one before."""
    tokens = _tokens(text)
    _order_headings(tokens, level)
    for token in tokens:
        _dress(token)
    made = _parser().renderer.render(tokens, _parser().options, {})
    return nh3.clean(made, tags=TAGS, attributes=ATTRIBUTES, link_rel=None)


def _order_headings(tokens: Sequence[Token], level: int) -> None:
    now, typed = level - 1, [int(token.tag[1]) for token in tokens if token.type == "heading_open"]
    first = min(typed, default=1)
    for token in tokens:
        if token.type == "heading_open":
            now = min(level + int(token.tag[1]) - first, now + 1, DEEPEST)
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{now}"


def _dress(token: Token) -> None:
    """Heads of columns say so; numbers stand to the right by a class, for the pages allow no style of their own."""
    if token.type == "table_open":
        token.attrSet("class", "table")
    if token.type in ("th_open", "td_open"):
        numeric = "right" in str(token.attrs.pop("style", ""))
        token.attrs |= {"class": "num"} if numeric else {}
        token.attrs |= {"scope": "col"} if token.type == "th_open" else {}


# As plain blocks


def blocks(text: str) -> list[Block]:
    """The text in pieces, without its marks: for papers and sheets."""
    return list(_blocks(_tokens(text)))


def _blocks(tokens: Sequence[Token]) -> Iterator[Block]:
    at = 0
    while at < len(tokens):
        token = tokens[at]
        end = next(n for n in range(at, len(tokens)) if _closes(tokens[n], token))
        inside = tokens[at + 1 : end]
        if token.type == "heading_open":
            yield Block("head", [_words(inside)], int(token.tag[1]))
        elif token.type == "paragraph_open":
            yield Block("text", _words(inside).split("\n"))
        elif token.type == "table_open":
            yield _table(inside)
        else:
            first = int(token.attrs.get("start", 1))
            kind = "numbered" if token.type == "ordered_list_open" else "points"
            yield Block(kind, list(_points(inside, first if kind == "numbered" else None)))
        at = end + 1


def _closes(token: Token, opened: Token) -> bool:
    return token.level == opened.level and token.type == opened.type.replace("_open", "_close")


def _words(tokens: Sequence[Token]) -> str:
    """The words of inline tokens, a line for each line."""
    found = []
    for token in tokens:
        for child in token.children or ():
            found.append("\n" if child.type in ("softbreak", "hardbreak") else child.content)
    return "".join(found)


def _points(tokens: Sequence[Token], number: int | None, depth: int = 0) -> Iterator[str]:
    """Each point as a line; the points under it further in."""
    base = tokens[0].level if tokens else 0
    for at, token in enumerate(tokens):
        if token.type == "list_item_open" and token.level == base:
            end = next(n for n in range(at, len(tokens)) if _closes(tokens[n], token))
            inside = tokens[at + 1 : end]
            nested = next((n for n, one in enumerate(inside) if one.type.endswith("list_open")), len(inside))
            sign = f"{number}. " if number is not None else "– "
            yield f"{'   ' * depth}{sign}{_words(inside[:nested])}".replace("\n", " ")
            if under := inside[nested + 1 :]:
                numbered = inside[nested].type == "ordered_list_open"
                yield from _points(under, 1 if numbered else None, depth + 1)
            number = None if number is None else number + 1


def _table(tokens: Sequence[Token]) -> Block:
    rows: list[list[str]] = []
    numeric = set()
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        elif token.type in ("th_open", "td_open") and "right" in str(token.attrs.get("style", "")):
            numeric.add(len(rows[-1]))
        elif token.type == "inline":
            rows[-1].append(_words([token]).replace("\n", " "))
    return Block("table", head=rows[0], rows=rows[1:], numeric=frozenset(numeric))


def as_text(text: str) -> str:
    """The text as it is read where nothing can be set: a cell, a list, a mail."""
    found = []
    for one in blocks(text):
        rows = [" | ".join(row) for row in (one.head, *one.rows)] if one.kind == "table" else one.lines
        found.append("\n".join(rows))
    return "\n".join(found)


def is_marked(text: str) -> bool:
    """Whether it has anything besides paragraphs of plain words."""
    return any(
        token.type not in ("paragraph_open", "paragraph_close", "inline")
        or any(child.nesting for child in token.children or ())
        for token in _tokens(text)
    )


def words(text: str) -> Iterator[str]:
    """The runs of words between the marks, as they come to stand between tags."""
    for token in _tokens(text):
        yield from (child.content.strip() for child in token.children or () if child.content.strip())
