"""Outside data: each source turns what it gets into the same rows (`row.py`); `indicators.imports` does the rest."""
