"""What models of the house have in common: reading rights, keys, example marks."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Coalesce
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from burlov_styrning import rights, spoken
from burlov_styrning.exposure import Exposure
from burlov_styrning.fields import FieldNamesField
from burlov_styrning.workflow import is_writing


class HouseQuerySet[M: models.Model](models.QuerySet[M]):
    """The one door to rows: `visible_to(user)`."""

    def visible_to(self, user: Any) -> Self:
        """The rows that the person may read, for page, search, export and feed alike."""
        model: Any = self.model
        allowed = model.readable_by(rights.actor_of(user))
        if model.rights_many:  # several owners: a join would show the row once for each
            return self.filter(Exists(model._base_manager.filter(allowed, pk=OuterRef("pk"))))
        return self.filter(allowed)

    def own_of(self, user: Any) -> Self:
        """The rows of the organs and units that the person writes for, as far as they may read them.

        While the table of rights lets them read all of their own, there is nothing more to ask. Of several owners each
        makes a row.
        """
        model: Any = self.model
        actor = rights.actor_of(user)
        own = rights.any_of((rights.Who.STAFF,), actor, model.rights_lookups)
        rows = self.filter(own) if isinstance(own, Q) else self.none()
        return rows if rights.reads_own(model.rights_kind) else rows.visible_to(actor)

    def _fetch_all(self) -> None:
        """Values and annotations are no model's fields: they are told here."""
        fresh = self._result_cache is None  # type: ignore[has-type]
        super()._fetch_all()  # type: ignore[misc]
        if fresh and spoken.is_heard():
            spoken.hear_found(self._result_cache or (), self.query.annotation_select)

    def update(self, **values: Any) -> int:
        """Refuse a state written past the steps."""
        guard_state(self.model, values)
        return super().update(**values)


def _opened_to(model: type[HouseModel], actor: rights.Actor) -> Q:
    """Drafts that somebody was invited to read, or asked to as an auditor (both logged)."""
    from burlov_styrning.base.models import Access

    rows = Access.objects.filter(kind=model.rights_kind, person_id=actor.person)
    return Q(pk__in=rows.values("row"))


def guard_state(model: Any, names: Collection[str]) -> None:
    """No door around the steps: a workflow's state is written inside a step or the goal book only."""
    held = set(getattr(model, "held_by_steps", ())) & set(names)
    if held and not is_writing():
        raise RuntimeError(f"{model.__name__}.{', '.join(sorted(held))} is written by steps only")


class HouseManager[M: models.Model](models.Manager.from_queryset(HouseQuerySet)):  # type: ignore[misc]
    """Fetches what a page's rows share in one query for all of them, not one for each."""

    def get_queryset(self) -> HouseQuerySet[M]:
        queryset: HouseQuerySet[M] = super().get_queryset().fetch_mode(models.FETCH_PEERS)
        return queryset


class HouseModel(models.Model):
    """Base of all content models."""

    rights_kind: ClassVar[str] = ""
    rights_lookups: ClassVar[Mapping[str, str]] = {}
    rights_many: ClassVar[bool] = False
    opens_to_invited: ClassVar[bool] = False
    held_by_steps: ClassVar[Collection[str]] = ()

    objects: ClassVar[Any] = HouseManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; a changed state only inside a step."""
        read = getattr(self, "_read_states", {})
        changed = [n for n in self.held_by_steps if n in self.__dict__ and self.__dict__[n] != read.get(n)]
        guard_state(type(self), changed)
        super().save(*args, **kwargs)
        if self.held_by_steps:
            self._read_states = {n: self.__dict__.get(n) for n in self.held_by_steps}

    @classmethod
    def readable_by(cls, actor: rights.Actor) -> Q:
        """The rows that the actor may read, as a condition."""
        if not cls.rights_kind:
            return Q()
        allowed = rights.readable(cls.rights_kind, actor, cls.rights_lookups)
        if not allowed or actor.person is None or not cls.opens_to_invited:
            return allowed  # an empty condition is every row
        return allowed | _opened_to(cls, actor)

    def organ_ids(self) -> Collection[int]:
        """Organs that the row belongs to."""
        organ = getattr(self, "organ_id", None)
        return () if organ is None else (organ,)

    def unit_id_of(self) -> int | None:
        """The unit that the row belongs to, if it is one unit's."""
        return getattr(self, "unit_id", None)

    def person_id_of(self) -> int | None:
        """The person whose own the row is."""
        return getattr(self, "person_id", None)

    @classmethod
    def from_db(cls, db: Any, field_names: Any, values: Any, **kwargs: Any) -> Self:
        """Remember the state as it was read, so that a save can tell a changed one."""
        row = super().from_db(db, field_names, values, **kwargs)
        spoken.hear(row)
        if cls.held_by_steps:
            row._read_states = {name: row.__dict__.get(name) for name in cls.held_by_steps}  # type: ignore[attr-defined]
        return row


class Exampled(models.Model):
    """May be made up for the example: the whole row, or some of its fields."""

    example = models.BooleanField(_("exempel"), default=False)
    example_fields = FieldNamesField(_("fält som är exempel"), default=list, blank=True)
    untold = FieldNamesField(default=list, blank=True, editable=False)
    """Fields that hold their default because no book said them: a later book may, and an export does not."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Whoever saves a row stands for all that it says."""
        if self.untold:
            self.untold = []
            if kwargs.get("update_fields") is not None:
                kwargs["update_fields"] = {*kwargs["update_fields"], "untold"}
        super().save(*args, **kwargs)

    def is_example(self, *names: str) -> bool:
        """Whether the row, or one of the named fields, is an example."""
        return made_up(self, *names)


def made_up(row: Any, *names: str) -> bool:
    """`is_example` of a row, or of its values where they were read as plain ones."""
    return row.example or any(name in row.example_fields for name in names)


class Exposed(models.Model):
    """Has come so far out: working material, ready, public record, published."""

    # Without an index: nearly all rows are published, and one would lead SQLite through them all.
    exposure = models.CharField(
        _("offentlighet"),
        max_length=10,
        choices=[
            (Exposure.WORKING, _("arbetsmaterial")),
            (Exposure.READY, _("klar för beslut")),
            (Exposure.RECORD, _("allmän handling")),
            (Exposure.PUBLISHED, _("publicerad")),
        ],
        default=Exposure.WORKING,
    )

    class Meta:
        abstract = True


def once(name: str, *columns: str, empty: Sequence[str] = (), **options: Any) -> models.UniqueConstraint:
    """A unique constraint in which an empty column equals an empty column, on every database."""
    keys = [Coalesce(F(column), Value("")) if column in empty else Coalesce(F(column), 0) for column in columns]
    return models.UniqueConstraint(*keys, name=name, **options)


def next_key(rows: models.QuerySet[Any], prefix: str) -> str:
    """A key that no row of the list has had: the prefix and the next number. Asked inside the step."""
    taken = set(rows.filter(key__startswith=prefix).values_list("key", flat=True))
    number = len(taken) + 1
    while f"{prefix}{number}" in taken:
        number += 1
    return f"{prefix}{number}"


def key_from(name: str, rows: models.QuerySet[Any]) -> str:
    """A key made of a name, unlike all others of the list: `anna-berg`, `anna-berg-2`; asked inside the step."""
    word = slugify(name)[:60] or "utan-namn"
    taken = set(rows.filter(key__startswith=word).values_list("key", flat=True))
    number, key = 1, word
    while key in taken:
        number += 1
        key = f"{word}-{number}"
    return key
