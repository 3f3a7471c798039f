"""Organs and units as steps of the administrator."""

from __future__ import annotations

from typing import Any

from burlov_styrning.base.abstract import key_from
from burlov_styrning.base.models import Organ, Unit
from burlov_styrning.base.moves import ORGANS
from burlov_styrning.workflow import acting


def add(name: str, kind: str, *, by: Any, **fields: Any) -> Organ:
    """A new organ; `fields`: starts, ends, successor."""
    organ = Organ(name=name.strip(), kind=kind, **fields)
    with acting(ORGANS, "add", organ, by=by):
        organ.key = key_from(name, Organ.objects.all())
        organ.full_clean()
    return organ


def edit(organ: Organ, *, by: Any, **fields: Any) -> Organ:
    """Change name, kind, from–to or successor."""
    with acting(ORGANS, "edit", organ, by=by) as act:
        for name, value in fields.items():
            setattr(act.row, name, value)
        act.row.full_clean()
    return organ


def add_unit(organ: Organ, name: str, *, by: Any) -> Unit:
    """A new unit of an organ."""
    unit = Unit(name=name.strip(), organ=organ)
    with acting(ORGANS, "add", unit, by=by):
        unit.key = key_from(name, Unit.objects.all())
        unit.full_clean()
    return unit


def edit_unit(unit: Unit, name: str, organ: Organ, *, by: Any) -> Unit:
    """Rename a unit, or move it to another organ (which organ it had in a term is told by the term)."""
    with acting(ORGANS, "edit", unit, by=by) as act:
        act.row.name, act.row.organ = name.strip(), organ
        act.row.full_clean()
    return unit
