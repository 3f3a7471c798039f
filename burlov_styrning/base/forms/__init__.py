"""Forms of the ground."""

from burlov_styrning.base.forms.decisions import DecisionForm

__all__ = ["DecisionForm"]
