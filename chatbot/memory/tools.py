"""The memory tools that a model may call: what they are called, what they take, and what a call changes.

Pure but for the values handed in. A model proposes here too: without the user's own words an addition or a
correction waits for the user, nothing is forgotten, and what the user locked, pinned or wrote stays as it is.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Literal

import msgspec

from chatbot.domain.change import Change, Op
from chatbot.domain.memory import USER_SUBJECT, Candidate, Cue, Memory, Origin, Status
from chatbot.domain.message import Message
from chatbot.domain.patterns import lazy
from chatbot.domain.persona import MemoryLens
from chatbot.domain.slots import Kind, slot_of
from chatbot.domain.text import clean_line, fold
from chatbot.domain.value import Value, replace
from chatbot.errors import ModelFault
from chatbot.llm.base import Tool, ToolCall
from chatbot.memory.by_model.answer import Found
from chatbot.memory.by_model.grounding import Grounded, candidate_of
from chatbot.memory.by_model.learning import changes_of
from chatbot.memory.phrase import to_record
from chatbot.memory.reconcile import Setting, reconcile

LARGEST_ARGUMENTS = 4_000
"""Characters of a call's arguments."""

_WAITS_BELOW = 0.5
_UNPROVED = 0.3
"""Confidence of what no words of the user show: it always waits."""

_FORGETTING = lazy(
    r"\b(?:forget|delete|remove|erase|drop|wipe|stop remembering|(?:do not|don't|no longer) (?:remember|keep|store))\b"
)


class SearchMemory(Value):
    """Arguments of `search_memory`."""

    query: str


class AddMemory(Value):
    """Arguments of `add_memory`; see `Found` for the meaning of the fields."""

    text: str
    quote: str = ""
    subject: str = USER_SUBJECT
    attribute: str = ""
    value: str = ""


class EditMemory(Value):
    """Arguments of `edit_memory`: the number that a search gave, the new value, and the user's words for it."""

    number: int
    value: str
    quote: str = ""


class ForgetMemory(Value):
    """Arguments of `forget_memory`: the number that a search gave, and the user's words that ask for it."""

    number: int
    quote: str


Arguments = SearchMemory | AddMemory | EditMemory | ForgetMemory
_ARGUMENTS: dict[str, type[Arguments]] = {
    "search_memory": SearchMemory,
    "add_memory": AddMemory,
    "edit_memory": EditMemory,
    "forget_memory": ForgetMemory,
}


class Outcome(Value):
    """What a call did.

    Attributes:
        line: for the user, the receipt and the model: one line.
        changes: to be written; empty for none.
    """

    line: str
    changes: tuple[Change, ...] = ()


class Ground(Value):
    """What calls are judged by.

    Attributes:
        known: what the session may read, by id, of every status.
        shown: memories that searches of this turn found, in the order of their numbers, from 1.
        said: the user's messages of this session, newest first.
        user_name: what the user is called.
        lens: the persona's.
        setting: the turn.
        touched: (message id, memory id) of what the turn's message has changed before.
    """

    known: Mapping[str, Memory]
    shown: tuple[str, ...]
    said: tuple[Message, ...]
    user_name: str
    lens: MemoryLens
    setting: Setting
    touched: frozenset[tuple[str, str]] = frozenset()


def tools() -> tuple[Tool, ...]:
    """The tools as a request offers them."""
    quote = ("string", "The user's own words that say it, copied exactly from a message of theirs.")
    number = ("integer", "The number of the memory in the last search result.")
    return (
        _tool("search_memory", "Look up what is remembered about the user. Gives numbered lines.",
              {"query": ("string", "What to look for, a few words.")}),
        _tool("add_memory", "Remember a lasting fact that the user just told about themselves or their world.",
              {"text": ("string", "The fact as one sentence in the third person that stands alone."), "quote": quote,
               "subject": ("string", "`user`, or a third person's name in lower case."),
               "attribute": ("string", "A slot such as home, job or pet.dog; empty where none fits."),
               "value": ("string", "The core of the fact, copied from the quote; empty without a slot.")}),
        _tool("edit_memory", "Put a remembered value right that the user corrected. Search for it first.",
              {"number": number, "value": ("string", "The right value, copied from the quote."), "quote": quote}),
        _tool("forget_memory", "Forget a memory because the user asked to. Search for it first.",
              {"number": number, "quote": quote}),
    )  # fmt: skip


def _tool(name: str, description: str, arguments: Mapping[str, tuple[str, str]]) -> Tool:
    properties = {key: {"type": kind, "description": text} for key, (kind, text) in arguments.items()}
    schema = {"type": "object", "properties": properties, "required": list(arguments), "additionalProperties": False}
    return Tool(name, description, json.dumps(schema))


def read_call(call: ToolCall) -> Arguments:
    """The arguments of a call, checked.

    Raises:
        ModelFault: there is no such tool, or its arguments are too long or of other types.
    """
    kind = _ARGUMENTS.get(call.name)
    if kind is None:
        raise ModelFault(f"there is no tool {clean_line(call.name, 40)!r}", f"there are: {', '.join(_ARGUMENTS)}")
    if len(call.arguments) > LARGEST_ARGUMENTS:
        raise ModelFault("the arguments are too long", "say it shorter")
    try:
        return msgspec.json.decode((call.arguments or "{}").encode("utf-8", "replace"), type=kind)
    except (msgspec.DecodeError, RecursionError) as error:
        raise ModelFault(f"the arguments cannot be read: {clean_line(str(error), 120)}", "follow the schema") from None


def decide(wish: AddMemory | EditMemory | ForgetMemory, ground: Ground) -> Outcome:
    """What a call that changes something does."""
    match wish:
        case AddMemory():
            return _learn(Found(0, wish.quote, wish.subject, wish.attribute, wish.value, wish.text), ground)
        case EditMemory():
            return _edit(wish, ground)
        case ForgetMemory():
            return _forget(wish, ground)


def _learn(found: Found, ground: Ground) -> Outcome:
    spoken = "\n".join(message.text for message in ground.said)
    for message in ground.said:
        candidate = candidate_of(found, message, spoken, ground.user_name)
        if candidate is not None:
            changes = changes_of(
                (Grounded(message, candidate),), ground.known, ground.lens, ground.setting, ground.touched
            )
            return _told(changes)
    return _waiting(found, ground)


def _waiting(found: Found, ground: Ground) -> Outcome:
    """An addition that the user's words do not show: it waits for the user, and changes nothing else."""
    attribute = found.attribute.strip().lower()
    slot = slot_of(attribute) if attribute else None
    value = clean_line(found.value, 160) if slot else ""
    subject = fold(clean_line(found.subject, 60)) or USER_SUBJECT
    text = to_record(subject, attribute, value) if slot and value else clean_line(found.text, 300)
    if not text or (attribute and not (slot and value)):
        return Outcome("not stored: there is nothing to remember in it, or no such slot")
    candidate = Candidate(
        text, slot.kind if slot else Kind.FACT, subject, attribute, value, "",
        confidence=_UNPROVED, origin=Origin.MODEL,
    )  # fmt: skip
    wary = replace(ground.lens, keep_threshold=0.0, pending_threshold=max(_WAITS_BELOW, ground.lens.pending_threshold))
    # Without a message: what nobody said has no source.
    made = reconcile((candidate,), ground.known, wary, replace(ground.setting, message=None))
    kept = tuple(change for change in made if _only_waits(change))
    return _told(kept) if kept else Outcome("nothing changed: it is known already, or waits already")


def _only_waits(change: Change) -> bool:
    fresh = change.before is None and change.after is not None and change.after.status is Status.PENDING
    return fresh or change.op is Op.REJECT


def _edit(wish: EditMemory, ground: Ground) -> Outcome:
    memory = _shown(wish.number, ground)
    if isinstance(memory, str):
        return Outcome(memory)
    if _protected(memory):
        return Outcome(f"not changed: “{memory.text}” is the user's to change")
    if not memory.attribute:
        return Outcome("not changed: a note has no value; add what is right as a new memory")
    change: Literal["corrected"] = "corrected"
    found = Found(0, wish.quote, memory.subject, memory.attribute, wish.value, change=change)
    return _learn(found, ground)


def _forget(wish: ForgetMemory, ground: Ground) -> Outcome:
    memory = _shown(wish.number, ground)
    if isinstance(memory, str):
        return Outcome(memory)
    if _protected(memory):
        return Outcome(f"not forgotten: “{memory.text}” is the user's to forget")
    quote = fold(wish.quote)
    message = next((one for one in ground.said if len(quote) > 2 and quote in fold(one.text)), None)
    if message is None or not _FORGETTING.search(quote):
        return Outcome("not forgotten: the user did not ask for it in words of their own; they can with /forget")
    order = Candidate(
        memory.text, memory.kind, memory.subject, memory.attribute, memory.value, clean_line(wish.quote, 400),
        cue=Cue.FORGET, origin=Origin.MODEL,
    )  # fmt: skip
    one = {memory.id: memory}
    return _told(reconcile((order,), one, ground.lens, replace(ground.setting, message=message)))


def _shown(number: int, ground: Ground) -> Memory | str:
    """The memory of a number, or one line that says why there is none."""
    memory = ground.known.get(ground.shown[number - 1]) if 0 < number <= len(ground.shown) else None
    if memory is None or memory.status not in (Status.ACTIVE, Status.CONFLICT):
        return "there is no memory of that number; search first"
    return memory


def _protected(memory: Memory) -> bool:
    return memory.locked or memory.pinned or memory.origin is Origin.USER


def _told(changes: Iterable[Change]) -> Outcome:
    made = tuple(changes)
    if not made:
        return Outcome("nothing changed: it is known already")
    lines = [
        f"{_word(change)}: {change.after.text if change.after else change.proposed} ({change.reason})"
        for change in made
    ]
    return Outcome(clean_line("; ".join(lines), 400), made)


def _word(change: Change) -> str:
    if change.after is not None and change.after.status is Status.PENDING:
        return "waits for the user"
    return {Op.ADD: "stored", Op.REJECT: "not stored", Op.FORGET: "forgotten"}.get(change.op, change.op.value)
