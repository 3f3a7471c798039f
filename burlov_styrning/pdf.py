"""HTML to PDF that everybody can read and that can be kept: PDF/UA-1 and PDF/A-2a in one file.

WeasyPrint makes the one claim or the other. Asked for PDF/A-2a it writes a fully tagged file that lacks only what
`finish` adds in its public `finisher` hook: the PDF/UA claim (with the schema that PDF/A demands for it), list items
whose content is one body, the scope of each table heading, and running heads as artifacts, so that a screen reader
does not read them on every page. veraPDF checks both claims in the tests.

Nothing is fetched but our own static files and what the caller hands over: a report can neither reach the network nor
read a file of the server. The same HTML gives the same bytes.
"""

import gc
import mimetypes
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pydyf
from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.exceptions import SuspiciousFileOperation
from weasyprint import HTML, Attachment
from weasyprint.urls import URLFetcher, URLFetcherResponse

# Where relative addresses point when the caller names no site: nowhere, by RFC 2606.
NOWHERE = "https://print.invalid"
RESOURCE = "/resource/"

# fontTools stamps each embedded font with the time of day unless this standard variable says otherwise, and then the
# same report would have another hash a second later.
os.environ.setdefault("SOURCE_DATE_EPOCH", "0")


class Unfetchable(ValueError):
    """The document asked for something that a document may not have."""


def render(
    html: str,
    *,
    title: str = "",
    author: str = "",
    created: datetime | None = None,
    resources: Mapping[str, bytes] | None = None,
    attachments: Sequence[Attachment] = (),
    site: str = NOWHERE,
) -> bytes:
    """The PDF of an HTML document; `resources` are files by name, asked for as `/resource/NAME`.

    `title`, `author` and `created` are written over what the HTML says of itself; links without a host lead to `site`.
    With attachments it is PDF/A-3a, which is the same but allows them. Raises `Unfetchable` when the document asks for
    anything but static files and resources.
    """
    fetcher = Fetcher(site, resources or {})
    with _uncollected():
        document = HTML(string=html, base_url=f"{site}/", url_fetcher=fetcher).render()
        _describe(document.metadata, title, author, created)
        document.metadata.attachments += attachments
        variant = "pdf/a-3a" if document.metadata.attachments else "pdf/a-2a"
        written = document.write_pdf(pdf_variant=variant, finisher=finish)
    if fetcher.refused:
        raise Unfetchable(", ".join(fetcher.refused))
    return bytes(written or b"")


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without looking for garbage: a document lives until it is written, and to search it takes a third more."""
    if not gc.isenabled():  # another thread is at it
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _describe(metadata: Any, title: str, author: str, created: datetime | None) -> None:
    metadata.title = title or metadata.title
    metadata.authors = [author] if author else metadata.authors
    if created:
        metadata.created = metadata.modified = created.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Fetcher(URLFetcher):  # type: ignore[misc]
    """Serves static files and in-memory resources, and remembers what else was asked for."""

    def __init__(self, site: str, resources: Mapping[str, bytes]) -> None:
        super().__init__(allowed_protocols=["data"])
        self.site, self.resources = site, resources
        self.refused: list[str] = []

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        """The file, or `Unfetchable`."""
        if url.startswith("data:"):
            return super().fetch(url, headers)
        body = self._read(url)
        if body is None:
            self.refused.append(url[:200])
            raise Unfetchable(url[:200])
        kind = mimetypes.guess_type(urlsplit(url).path)[0] or "application/octet-stream"
        return URLFetcherResponse(url, body, {"Content-Type": kind})

    def _read(self, url: str) -> bytes | None:
        if not url.startswith(f"{self.site}/"):
            return None
        path = unquote(urlsplit(url).path)
        if path.startswith(RESOURCE):
            return self.resources.get(path.removeprefix(RESOURCE))
        prefix = urlsplit(settings.STATIC_URL).path
        return static_file(path.removeprefix(prefix)) if path.startswith(prefix) else None


def static_file(name: str) -> bytes | None:
    """A static file from the source, or under its hashed name where files are collected; never from outside both."""
    try:
        if isinstance(found := finders.find(name), str):
            return Path(found).read_bytes()
        if staticfiles_storage.exists(name):
            return staticfiles_storage.open(name).read()
    except (SuspiciousFileOperation, OSError):
        return None
    return None


# -- the finisher ----------------------------------------------------------------------------------------------------

MCID = re.compile(rb"/MCID (\d+)")

# The prefixes are prescribed by PDF/A.
UA_CLAIM = b"""\
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>part of ISO 14289</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description></rdf:RDF>"""


def finish(document: Any, pdf: pydyf.PDF) -> None:
    """Makes WeasyPrint's PDF/A-2a a PDF/UA-1 as well."""
    for element in [item for item in pdf.objects if _kind(item) == "/StructElem"]:
        if element["S"] == "/TH":
            _set_scope(pdf, element)
        elif element["S"] == "/LI":
            _gather_body(pdf, element)
    _mark_running_heads(pdf)
    _claim_accessibility(pdf)


def _kind(item: Any) -> str:
    return str(item.get("Type", "")) if isinstance(item, dict) else ""


def _at(pdf: pydyf.PDF, reference: bytes | str) -> Any:
    """The object that a reference like `12 0 R` names."""
    return pdf.objects[int(reference.split()[0])]


def _set_scope(pdf: pydyf.PDF, heading: pydyf.Dictionary) -> None:
    """A heading in the table's head is its column's, any other its row's."""
    part = _at(pdf, _at(pdf, heading["P"])["P"])
    heading["A"]["Scope"] = "/Column" if part["S"] == "/THead" else "/Row"


def _gather_body(pdf: pydyf.PDF, item: pydyf.Dictionary) -> None:
    """A list item may hold a label and a body, nothing else: loose paragraphs and lists get a common body."""
    kids = list(item["K"])
    loose = [kid for kid in kids if isinstance(kid, int) or _at(pdf, kid).get("S") != "/Lbl"]
    if len(loose) == 1 and not isinstance(loose[0], int) and _at(pdf, loose[0]).get("S") == "/LBody":
        return
    if not loose:
        return
    body = pydyf.Dictionary(
        {"Type": "/StructElem", "S": "/LBody", "K": pydyf.Array(loose), "Pg": item["Pg"], "P": item.reference}
    )
    pdf.add_object(body)
    item["K"] = pydyf.Array([kid for kid in kids if kid not in loose] + [body.reference])
    for kid in (_at(pdf, kid) for kid in loose if not isinstance(kid, int)):
        if _kind(kid) == "/StructElem":
            kid.update(P=body.reference, S="/Div" if kid["S"] == "/LBody" else kid["S"])


def _mark_running_heads(pdf: pydyf.PDF) -> None:
    """Marked content that hangs on no branch of the structure tree is a margin box: an artifact of pagination."""
    root = _at(pdf, pdf.catalog["StructTreeRoot"])
    reached = set(_reached(pdf, root))
    numbers = _at(pdf, root["ParentTree"])["Nums"]
    for page, references in zip(pdf.page_references, numbers[1::2], strict=False):
        lost = {place for place, reference in enumerate(references) if reference not in reached}
        _as_artifacts(_at(pdf, _at(pdf, page)["Contents"]).stream, lost)
        for place in lost:
            references[place] = "null"


def _reached(pdf: pydyf.PDF, root: pydyf.Dictionary) -> Iterator[bytes]:
    waiting = list(root["K"])
    while waiting:
        reference = waiting.pop()
        yield reference
        waiting += [kid for kid in _at(pdf, reference).get("K", ()) if not isinstance(kid, int)]


def _as_artifacts(operations: list[Any], lost: set[int]) -> None:
    for place, operation in enumerate(operations):
        if operation != b"BDC":
            continue
        properties = getattr(operations[place - 1], "data", operations[place - 1])
        match = MCID.search(properties)
        if match and int(match[1]) in lost:
            operations[place - 2 : place] = [b"/Artifact", b"<</Type /Pagination>>"]


def _claim_accessibility(pdf: pydyf.PDF) -> None:
    metadata = _at(pdf, pdf.catalog["Metadata"])
    metadata.stream = [part.replace(b"</rdf:RDF>", UA_CLAIM) for part in metadata.stream]
