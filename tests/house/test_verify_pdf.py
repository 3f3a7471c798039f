"""The PDF validator finds what is wrong, and nothing where nothing is."""

from pathlib import Path

import pytest
from weasyprint import HTML

from tests.verify_pdf import verify_pdf

PAGE = "<html lang=sv><title>Prov</title><h1>Prov</h1><p>Text</p></html>"


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    file = tmp_path / "prov.pdf"
    HTML(string=PAGE).write_pdf(file, pdf_variant="pdf/a-2a")
    return file


def test_an_archive_file_passes_as_one_but_does_not_claim_to_be_accessible(pdf: Path) -> None:
    assert {line[:6] for line in verify_pdf(pdf)} == {"ua1 5-"}


def test_what_is_no_pdf_is_an_error_and_not_a_pass(tmp_path: Path) -> None:
    file = tmp_path / "prov.pdf"
    file.write_text("not a PDF")
    with pytest.raises(RuntimeError):
        verify_pdf(file)
