"""Two texts that began as one are joined: pure, and nothing that only one of them wrote goes lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from burlov_styrning.merging import Typed, merge, said

NAMES = st.sampled_from(["f1-outcome", "f1-reason", "text", "m1-owners"])
TEXTS: st.SearchStrategy[Typed] = st.dictionaries(NAMES, st.lists(st.sampled_from(["", "a", "b"]), max_size=2))


@given(TEXTS, TEXTS, TEXTS)
def test_every_change_of_one_alone_is_there(base: Typed, mine: Typed, theirs: Typed) -> None:
    merged = merge(base, mine, theirs)
    for name in {*mine, *theirs}:
        was, my, their, now = said(base, name), said(mine, name), said(theirs, name), said(merged.typed, name)
        assert now == (their if my == was else my)
        assert (name in merged.clashes) == (len({str(was), str(my), str(their)}) == 3)


@given(TEXTS, TEXTS, TEXTS)
def test_it_does_not_matter_who_comes_first_where_nothing_clashes(base: Typed, mine: Typed, theirs: Typed) -> None:
    one, other = merge(base, mine, theirs), merge(base, theirs, mine)
    assert one.clashes == tuple(sorted(one.clashes, key=list(one.typed).index))
    if not one.clashes:
        for name in one.typed:
            assert said(one.typed, name) == said(other.typed, name)


@given(TEXTS, TEXTS)
def test_who_alone_writes_is_never_stopped(base: Typed, mine: Typed) -> None:
    assert merge(base, mine, base).clashes == () and merge(base, mine, base).came == ()
