from datetime import UTC, datetime

from chatbot.domain.memory import Memory, Origin, Status
from chatbot.domain.message import Message, Role
from chatbot.domain.mood import Reading
from chatbot.domain.receipt import Fate, Found, Recalled, Receipt, Usage
from chatbot.domain.slots import Kind, Scope
from chatbot.domain.value import replace
from chatbot.session.figures import cost, figures, moods, remembered

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def reply(backend: str, prompt: int, recall_ms: float, fate: Fate) -> Message:
    found = Recalled(Found.MEMORY, "m", "text", NOW, 1.0, {}, fate)
    receipt = Receipt(backend, "m", recalled=(found,), usage=Usage(prompt, 10, False), elapsed_ms={"recall": recall_ms})
    return Message("r", "s", 1, 1, Role.PERSONA, "p", "hi", NOW, receipt=receipt)


def test_receipts_add_up() -> None:
    said = [
        reply("offline", 0, 1.0, Fate.INJECTED),
        reply("openai", 1000, 2.0, Fate.DROPPED),
        reply("openai", 500, 30.0, Fate.INJECTED),
    ]
    found = figures([*said, replace(said[0], receipt=None)])
    assert (found.replies, found.prompt_tokens, found.completion_tokens, found.estimated) == (3, 1500, 30, False)
    assert (found.paid_tokens, found.stage_ms, found.slow_stage_ms) == ((1500, 20), {"recall": 2.0}, {"recall": 30.0})
    assert found.models == {"openai m": 2, "offline m": 1}
    assert (found.recalled["memory"], found.dropped) == (2, 1)
    assert cost(found, 2.0, 10.0) == (1500 * 2 + 20 * 10) / 1e6
    assert cost(found, 0.0, 0.0) is None
    assert figures(()).replies == 0


def test_moods_are_of_the_user() -> None:
    sad = Message("u", "s", 1, 1, Role.USER, "p", "oh", NOW, reading=Reading(valence=-0.5, emotion="sadness"))
    found = moods([sad, replace(sad, reading=Reading()), reply("offline", 0, 1.0, Fate.INJECTED)])
    assert (found.messages, found.valence) == (2, -0.25)
    assert sum(found.emotions.values()) == 2
    assert moods(()).valence == 0.0


def test_memories_are_counted_by_what_holds() -> None:
    one = Memory("a", "x", Kind.FACT, Scope.USER, "", "", "user", "", "", NOW, NOW, NOW, pinned=True, uses=2)
    found = remembered((one, replace(one, id="b", status=Status.FORGOTTEN), replace(one, id="c", origin=Origin.USER)))
    assert found.statuses == {"active": 2, "forgotten": 1}
    assert (found.origins, found.pinned, found.used) == ({"rule": 1, "user": 1}, 2, 2)
