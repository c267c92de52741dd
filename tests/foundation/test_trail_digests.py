"""A digest holds for whatever the trail is told."""

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from ankunft.foundation.audit.services import Entry, record
from ankunft.foundation.audit.verification import first_broken
from ankunft.foundation.kernel.actor import Actor

plain = (
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
)
values = st.dictionaries(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=10),
    st.recursive(
        plain, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("äbc"), inner), max_leaves=5
    ),
    max_size=4,
)


class TestWhateverIsRecorded(TestCase):
    """What the database gives back has the digest of what was recorded."""

    @given(before=st.none() | values, after=st.none() | values)
    def test_stays_whole(self, before, after):
        record(Actor.operator(), Entry("a", "b", "c", "d", before=before, after=after))
        assert first_broken() is None
