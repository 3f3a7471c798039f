"""The goal book: one term as a JSON file. Pure modules: reading, checking, merging and comparing ask no database."""
