"""The proposal catalogue: a term's handed-in proposals for the council's papers."""
