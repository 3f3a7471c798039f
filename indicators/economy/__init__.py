"""Accounts and budgets: what the reports say, what follows from it."""
