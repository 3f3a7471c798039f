"""Two wordings compared: nothing is lost on either side."""

from hypothesis import given
from hypothesis import strategies as st

from burlov_styrning.diffs import compare


@given(st.text(max_size=80), st.text(max_size=80))
def test_both_texts_can_be_had_back(old: str, new: str) -> None:
    changes = compare(old, new)
    assert "".join(text for kind, text in changes if kind != "ins") == old
    assert "".join(text for kind, text in changes if kind != "del") == new


@given(st.text(max_size=80))
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert all(kind == "same" for kind, _text in compare(text, text))


def test_whole_words_are_compared() -> None:
    assert compare("minst 93 av 100", "minst 94 av 100") == [
        ("same", "minst "),
        ("del", "93"),
        ("ins", "94"),
        ("same", " av 100"),
    ]
