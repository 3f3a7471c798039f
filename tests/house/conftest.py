"""What the sweeps of the house share."""

from __future__ import annotations

import pytest

from burlov_styrning import papers, pdf


@pytest.fixture
def unprinted(monkeypatch: pytest.MonkeyPatch) -> None:
    """A paper is its HTML, in Word too: a sweep reads what it says, and the papers' own tests how it is printed."""
    monkeypatch.setattr(pdf, "render", lambda html, **_said: html.encode())
    monkeypatch.setattr(papers, "as_docx", papers.as_pdf)
