"""Whatever is typed, extraction gives candidates or nothing, and every value stands in what was typed."""

from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from chatbot.domain.memory import Memory
from chatbot.domain.message import Message, Role
from chatbot.domain.records import Records
from chatbot.domain.slots import Kind, Scope
from chatbot.domain.text import clean, fold
from chatbot.memory.extract import Focus, extract

NOW = datetime(2026, 5, 13, 12, tzinfo=UTC)
DOG = Memory("M", "User's dog is called Rex", Kind.FACT, Scope.USER, "", "", "user", "pet.dog", "Rex", NOW, NOW, NOW)
_TALK = (
    "i im I'm am my the a an not no actually forget remember that is it's live in Porto work at Google name called dog "
    "Rex sister Maya love hate and , . ; : ? ! ( ) \" ' * - was used to moved from to on Friday 35 years old don't "
    "anymore if please call me keep your answers short due tomorrow favorite color her she who \n ... 's"
)
_WORDS = _TALK.split(" ")
_texts = st.one_of(st.text(max_size=80), st.lists(st.sampled_from(_WORDS), max_size=14).map(" ".join))


@settings(max_examples=120, deadline=None)
@given(_texts)
def test_any_text(text: str) -> None:
    text = clean(text)
    message = Message("m", "s", 1, 1, Role.USER, "p", text, NOW)
    for one in extract(message, Focus(NOW, Records({DOG.id: DOG}), (DOG,), "Your dog is called Rex.")):
        assert one.text and 0.0 <= one.confidence <= 1.0
        assert "\n" not in one.value
        words = fold(text).replace("*", " ").split()
        if one.value and one.value != DOG.value and '"' not in text:
            assert fold(one.value).split()[0].strip("'") in " ".join(words)
