"""Swedish is the source and English is whole: nothing untranslated, nothing that escapes the catalogue."""

from __future__ import annotations

import ast
import gettext
import html.parser
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

from tests.house.rows import Row
from tests.house.test_access import all_rows

ROOT = Path(settings.BASE_DIR)
PO = ROOT / "burlov_styrning/locale/en/LC_MESSAGES/django.po"
PACKAGES = ("burlov_styrning", "indicators", "goals", "followup")
HOW = "run `manage.py catalogue`, translate what is empty, run it again"

type Key = tuple[str, str]  # context (often empty), Swedish


# -- the catalogue ---------------------------------------------------------------------------------------------------


class Entry:
    """One message of a .po file."""

    def __init__(self, block: str) -> None:
        self.fuzzy = bool(re.search(r"^#,.*\bfuzzy\b", block, re.MULTILINE))
        found = re.findall(r'^(msg\w+(?:\[\d\])?) ((?:".*"\n?)+)', block, re.MULTILINE)
        texts = {name: "".join(ast.literal_eval(part) for part in parts.splitlines()) for name, parts in found}
        self.key: Key = (texts.get("msgctxt", ""), texts["msgid"])
        self.plural = texts.get("msgid_plural")
        self.english = [text for name, text in texts.items() if name.startswith("msgstr")]


def entries(po: Path) -> list[Entry]:
    """All but the header."""
    blocks = re.split(r"\n\s*\n", po.read_text())
    return [entry for entry in (Entry(block) for block in blocks if "msgid" in block) if entry.key[1]]


@cache
def catalogue() -> dict[Key, Entry]:
    """What is translated here, by its Swedish."""
    return {entry.key: entry for entry in entries(PO)}


def test_every_string_has_its_english() -> None:
    assert [key for key, entry in catalogue().items() if entry.fuzzy or not all(entry.english)] == [], HOW
    assert len(catalogue()) > 1000


PLACE = re.compile(r"%\(\w+\)[sd]|%[sd](?!\w)|\{[^}]*\}")


def test_the_english_has_the_places_of_the_swedish_and_its_voice() -> None:
    for entry in catalogue().values():
        swedish = set(PLACE.findall(entry.key[1] + (entry.plural or "")))
        for english in entry.english:
            if entry.plural is None:
                assert set(PLACE.findall(english)) == swedish, entry.key
            assert set(PLACE.findall(english)) <= swedish, entry.key
            assert "!" not in english, entry.key
            assert not re.search("[åäöÅÄÖ]", english), entry.key
            assert (english[:1].isspace(), english[-1:].isspace()) == (
                entry.key[1][:1].isspace(), entry.key[1][-1:].isspace(),
            ), entry.key  # fmt: skip


def test_what_is_compiled_is_what_is_written() -> None:
    with PO.with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for (context, swedish), entry in catalogue().items():
        if entry.plural is None:
            got = [compiled.pgettext(context, swedish) if context else compiled.gettext(swedish)]
        elif context:
            got = [compiled.npgettext(context, swedish, entry.plural, n) for n in (1, 2)]
        else:
            got = [compiled.ngettext(swedish, entry.plural, n) for n in (1, 2)]
        assert got == entry.english, HOW
    messages = {key[0] if isinstance(key, tuple) else key for key in compiled._catalog}  # type: ignore[attr-defined]
    assert {f"{context}\x04{swedish}" if context else swedish for context, swedish in catalogue()} == messages - {""}


@pytest.mark.skipif(not shutil.which("xgettext"), reason="gettext is not installed")
def test_extraction_finds_nothing_that_the_catalogue_lacks(tmp_path: Path) -> None:
    for name in (*PACKAGES, "templates"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "*.json", "*.csv"))
    shutil.copy(ROOT / "manage.py", tmp_path)
    (tmp_path / "static").mkdir()
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "burlov_styrning.settings", "LOCAL": "1", "DEBUG": "1"}
    run = [sys.executable, "manage.py", "catalogue"]
    done = subprocess.run(run, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    made = {entry.key: entry.plural for entry in entries(tmp_path / PO.relative_to(ROOT))}
    assert made == {key: entry.plural for key, entry in catalogue().items()}, HOW
    assert "-Date:" not in (tmp_path / PO.relative_to(ROOT)).read_text()


# -- the code --------------------------------------------------------------------------------------------------------

TRANSLATING = {
    "_": 1, "gettext": 1, "gettext_lazy": 1, "gettext_noop": 1,
    "ngettext": 2, "ngettext_lazy": 2, "pgettext": 2, "pgettext_lazy": 2, "npgettext": 3, "npgettext_lazy": 3,
}  # fmt: skip
SWEDISH_WORDS = re.compile(
    r"\b(och|för|inte|att|som|är|det|den|med|till|ett|har|kan|av|på|om|från|eller|ska|inga|ingen|inget|utan|vid)\b",
    re.IGNORECASE,
)
SWEDISH_LETTERS = re.compile("[åäöÅÄÖ]")

# Module: what it may hold, and why that is not translated.
ALLOWED: dict[str, tuple[str, str]] = {
    "burlov_styrning/pages/styleguide.py": ("", "made-up content of the page that shows the components to developers"),
    "burlov_styrning/example/figures.py": ("^Årsredovisning 2020", "the name of the report that is read"),
    "indicators/rules/accounts.py": ("^[a-zåäö ,.()/§0-9-]+$", "names of lines as reports print them"),
    "indicators/rules/keyfigures.py": ("^kr per invånare$", "a unit as it stands in the municipality's own data"),
    "indicators/rules/demography.py": ("^.*(år|years)", "how a table writes an age"),
    "indicators/sources/accounts.py": ("^[a-zåäö ,]+$", "headings that people write over accounts"),
    "burlov_styrning/pages/management/commands/demo.py": ("Burlövs styrning", "the product's name"),
    "followup/rules/accessible.py": (
        "här$|^läs mer$|^länk$|ÅÄÖ",
        "words of links and beginnings of sentences in people's texts",
    ),
    "burlov_styrning/settings.py": ("^Burlövs styrning$", "the product's name"),
    "burlov_styrning/quantities.py": ("^(år|poäng)$", "units as they stand in the municipality's own data"),
    "indicators/reading.py": ("^[a-zåäö]+$", "words that people write in a spreadsheet, read in any language"),
    "indicators/sources/sheets.py": ("^[a-zåäö -]+$", "headings that people write in a spreadsheet"),
    "indicators/rules/kolada.py": (
        "inv|år|zåäö",
        "units as Kolada's titles and the municipality's own data write them",
    ),
    "indicators/sources/kolada.py": ("^preliminärt$", "a status as `reading` takes it"),
    "indicators/sources/scb.py": ("^(män|kön)$", "what SCB calls its dimensions and values"),
    "indicators/sources/surveys.py": ("^[a-zåäö %()]+$", "headings that providers write over a survey's columns"),
    "indicators/rules/formulas.py": ("^[a-zåäö_]+$", "the words of formulas, the same in every language"),
    "indicators/formula_words.py": (r"^(per_invånare|ändring\w*)\(", "formulas as they are typed"),
    "indicators/rules/units.py": ("^#?[a-zåäö]+$", "units as they stand in the municipality's own data"),
    "burlov_styrning/example/load.py": (
        "^(Kommunerna|De sju kommuner) ",
        "what the example's people wrote of their groups",
    ),
    "burlov_styrning/swedish.py": ("^åäæöøéèêáàü$", "the alphabet that sorts"),
}


def modules() -> Iterator[tuple[str, ast.Module]]:
    """Every module of the product but the migrations, with its name."""
    for package in PACKAGES:
        for file in sorted((ROOT / package).rglob("*.py")):
            if "migrations" not in file.parts:
                yield str(file.relative_to(ROOT)), ast.parse(file.read_text())


def called(node: ast.AST) -> str:
    """The name of a function that translates, else nothing."""
    if not isinstance(node, ast.Call):
        return ""
    name = getattr(node.func, "id", "") or getattr(node.func, "attr", "")
    return name if name in TRANSLATING else ""


def docstrings(tree: ast.Module) -> set[int]:
    """The nodes that are docstrings: strings that stand alone as a statement."""
    return {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}


def texts_inside(node: ast.AST) -> set[int]:
    return {id(part) for part in ast.walk(node) if isinstance(part, ast.Constant)}


def loose(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Line and text of every string that is no docstring and is not translated."""
    skip = docstrings(tree)
    for node in ast.walk(tree):
        if name := called(node):
            assert isinstance(node, ast.Call)
            skip |= {part for argument in node.args[: TRANSLATING[name]] for part in texts_inside(argument)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in skip:
            yield node.lineno, node.value


def swedish(text: str) -> bool:
    """Letters that English lacks, or two of the small words."""
    return bool(SWEDISH_LETTERS.search(text)) or len(SWEDISH_WORDS.findall(text)) > 1


def test_no_swedish_in_the_code_escapes_the_catalogue() -> None:
    escaped = []
    for file, tree in modules():
        allowed = re.compile(ALLOWED[file][0]) if file in ALLOWED else None
        escaped += [
            f"{file}:{line} {text[:70]!r}"
            for line, text in loose(tree)
            if swedish(text) and not (allowed and allowed.search(text))
        ]
    assert escaped == []


def test_every_call_that_translates_finds_its_words_in_the_catalogue() -> None:
    """What xgettext cannot see, a call within an f-string among them."""
    missing = []
    for file, tree in modules():
        for node in ast.walk(tree):
            if name := called(node):
                assert isinstance(node, ast.Call)
                texts = [str(part.value) for part in node.args if isinstance(part, ast.Constant)]
                place = (texts[0], texts[1]) if "pgettext" in name else ("", texts[0] if texts else "")
                if texts and place not in catalogue():
                    missing.append(f"{file}:{node.lineno} {place}")
    assert missing == [], HOW


# -- the templates ---------------------------------------------------------------------------------------------------

BLOCKS = re.compile(
    r"{%\s*comment.*?{%\s*endcomment\s*%}|{#.*?#}|{%\s*blocktranslate.*?{%\s*endblocktranslate\s*%}", re.DOTALL
)
TAGS = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
READ_ALOUD = {"title", "aria-label", "alt", "placeholder", "data-label", "label", "aria-description"}
WORD = re.compile(r"[^\W\d_]{2,}")

# Words in templates that are the same in every language, and templates that are not for readers.
SAME_IN_ALL = {"SHA", "PDF", "JSON", "CSV", "XLSX", "Word"}
NOT_READ = {
    "components/language.html": "each language is called by its own name",
    "pages/styleguide.html": "made-up content of the page that shows the components to developers",
    "allauth/elements/button.html": "an element whose name is chosen by a tag; it has no text of its own",
}


class Words(html.parser.HTMLParser):
    """What people read or hear of a template that stands there in plain letters."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in ("script", "style")
        self.found += [value for name, value in attrs if name in READ_ALOUD and value]

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.found.append(data)


def words_of(template: str) -> list[str]:
    """The words of a template outside its tags."""
    parser = Words()
    parser.feed(TAGS.sub(" ", BLOCKS.sub(" ", template)))
    return [word for text in parser.found for word in WORD.findall(text) if word not in SAME_IN_ALL]


def literals(template: str) -> list[str]:
    """Strings inside tags that nothing translates: `{% sheet "Läget" %}`."""
    tags = TAGS.findall(BLOCKS.sub(" ", template))
    plain = [re.sub(r"""_\((".*?"|'.*?')\)""", "", tag) for tag in tags if "translate" not in tag]
    texts = [text for tag in plain for text in re.findall(r'"([^"]*)"|\'([^\']*)\'', tag)]
    return [one or other for one, other in texts if swedish(one or other)]


def test_no_words_in_a_template_escape_the_catalogue() -> None:
    escaped = {}
    for file in sorted((ROOT / "templates").rglob("*.*")):
        name, text = str(file.relative_to(ROOT / "templates")), file.read_text()
        if name not in NOT_READ and (found := words_of(text) + literals(text)):
            escaped[name] = found
    assert escaped == {}


def test_what_is_allowed_is_needed() -> None:
    for file, (pattern, why) in ALLOWED.items():
        assert why
        assert any(
            swedish(text) and re.search(pattern, text) for _line, text in loose(ast.parse((ROOT / file).read_text()))
        )
    for name in NOT_READ:
        assert words_of((ROOT / "templates" / name).read_text()), name


# -- the pages -------------------------------------------------------------------------------------------------------


IN_SWEDISH = re.compile(r'<(\w+)[^>]*\blang="sv".*?</\1>|<(code)\b.*?</\2>', re.DOTALL)
"""What people wrote, and names of columns, which are the same in every language."""


def rows_once() -> list[Row]:
    """One row for each page that can be opened."""
    by_name = {row.name: row for row in reversed(all_rows()) if row.allowed and not row.post_only}
    return [by_name[name] for name in sorted(by_name)]


def untranslated() -> set[str]:
    """The Swedish that has another English."""
    return {swedish for (_context, swedish), entry in catalogue().items() if swedish not in entry.english}


def swedish_of_ours(content: str, theirs: set[str]) -> list[str]:
    """What an English page says in our Swedish; `theirs` are words of people that happen to be ours too."""
    page = Words()
    page.feed(IN_SWEDISH.sub("", content))
    texts = [" ".join(text.split()) for text in page.found]
    ours = untranslated() - theirs
    return [text for text in texts if text in ours or len(SWEDISH_WORDS.findall(text)) > 1]
