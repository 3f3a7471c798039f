"""The goal book and the database's rows: one declaration per list, read for the export and written for the import."""
