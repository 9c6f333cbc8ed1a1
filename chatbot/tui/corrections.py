"""From something wrong on the screen to something right: the memories behind a reply, and what becomes of them."""

from typing import TYPE_CHECKING

from chatbot.domain.memory import Memory, Status
from chatbot.domain.message import Message, Role
from chatbot.domain.receipt import Fate, Found
from chatbot.domain.text import clean_line, fold
from chatbot.domain.value import Value
from chatbot.errors import ChatbotError
from chatbot.session.base import saved
from chatbot.tui import change_lines, narrate, panels
from chatbot.tui.transcript import Transcript

if TYPE_CHECKING:
    from chatbot.tui.screens.main import MainScreen

MOST_SUSPECTS = 60
"""More than that is a list to be searched: the memory page has a filter."""

_NEIGHBOURS = 4
_GONE = (Status.FORGOTTEN, Status.SUPERSEDED, Status.ARCHIVED)


class Suspect(Value):
    """A memory that may be what is wrong about a reply.

    Attributes:
        memory: as it is now.
        told: whether the reply was given it, or names its value, so that another reply would follow from another one.
        note: how it concerns the reply, for the user; empty for not at all.
    """

    memory: Memory
    told: bool
    note: str = ""


def suspects(screen: "MainScreen", reply: Message | None) -> list[Suspect]:
    """What the session knows, the likeliest to be meant first: what the reply names, was given, or what was learnt."""
    session = screen.desk.current.session
    known = session.memories.readable(session.id, session.meta.persona_id).values()
    given = given_to(reply) if reply is not None else ()
    learnt = _learnt(screen, reply)
    words = fold(reply.text) if reply is not None else ""
    ranked = []
    for memory in known:
        if memory.status in _GONE:
            continue
        named = bool(memory.value) and fold(memory.value) in words
        note = "learnt here" if memory.id in learnt else "used for the reply" if memory.id in given else ""
        note = note or ("the reply names it" if named else "")
        place = given.index(memory.id) if memory.id in given else len(given)
        order = (not named, memory.id not in learnt, place, -memory.updated_at.timestamp())
        ranked.append((order, Suspect(memory, named or memory.id in given, note)))
    ranked.sort(key=lambda pair: pair[0])
    return [suspect for _, suspect in ranked][:MOST_SUSPECTS]


def given_to(reply: Message) -> tuple[str, ...]:
    """Ids of the memories that a reply was given, the most fitting first."""
    recalled = reply.receipt.recalled if reply.receipt is not None else ()
    return tuple(one.id for one in recalled if one.found is Found.MEMORY and one.fate is Fate.INJECTED)


def _learnt(screen: "MainScreen", reply: Message | None) -> frozenset[str]:
    """Ids of what the turn of a reply taught or changed."""
    if reply is None:
        return frozenset()
    session = screen.desk.current.session
    around = session.files.messages(reply.seq + 1, _NEIGHBOURS)
    asked = {one.id for one in around if one.turn == reply.turn and one.role is Role.USER}
    entries = session.memories.journal(limit=change_lines.NEWEST_ENTRIES)
    changes = (change for entry in entries if entry.message_id in asked for change in entry.changes)
    return frozenset(change.memory_id for change in changes)


def reply_of(screen: "MainScreen", message_id: str) -> Message | None:
    """The reply that is meant: the message itself, or the answer to it; the newest where no id is given."""
    files = screen.desk.current.session.files
    if not message_id:
        return next((one for one in reversed(files.messages(limit=_NEIGHBOURS)) if one.role is Role.PERSONA), None)
    message = files.message(message_id)
    if message.role is Role.PERSONA:
        return message
    after = files.messages(message.seq + _NEIGHBOURS, _NEIGHBOURS)
    return next((one for one in after if one.role is Role.PERSONA and one.turn == message.turn), None)


async def put_right(screen: "MainScreen", message_id: str) -> None:
    """Lets the user put right what a reply used or learnt; a reply that was told the wrong thing is written again.

    Raises:
        ChatbotError: it could not be put right.
    """
    from chatbot.tui.screens.put_right import PutRight

    reply = reply_of(screen, message_id)
    found = suspects(screen, reply)
    if not found:
        screen.stage.say("Nothing is remembered yet. What you tell is remembered, and can be put right then.")
        return
    answer = await screen.app.push_screen_wait(PutRight(found))
    if answer is None:
        return
    book, suspect = screen.desk.book, answer.suspect
    if answer.text:
        entry = await saved(book.edit(suspect.memory.id, text=answer.text))
        screen.stage.flash(f"Put right: {narrate.words_now(entry)}")
    else:
        entry = await saved(book.forget((suspect.memory.id,)))
        screen.stage.flash(f"Forgotten: {clean_line(suspect.memory.text, 60)}")
    again = suspect.told and reply is not None and reply.turn > 0 and screen.desk.current.replying is None
    change_lines.tell(screen, entry, reply.id if again and reply is not None else "")
    if again and reply is not None:
        conversation = screen.desk.current
        # An answer finds the right words by itself; what only took note of the wrong ones must be told.
        told = entry if suspect.memory.id in _learnt(screen, reply) else None
        screen.follow(conversation, conversation.session.regenerate(reply.id, told))


async def what_if(screen: "MainScreen", message_id: str, without: str = "") -> None:
    """Shows a reply beside what it would be without a memory, with another one, or by another persona.

    Args:
        screen: where.
        message_id: of the reply or of the message that it answers; empty for the newest.
        without: id of a memory that is left out from the start; empty for none.

    Raises:
        ChatbotError: a reply is being written.
    """
    from chatbot.session import supposing
    from chatbot.tui.screens.what_if import WhatIf

    conversation = screen.desk.current
    reply = reply_of(screen, message_id)
    if reply is None or reply.turn == 0:
        screen.stage.say("There is no reply to ask this about. Say something first.")
        return
    if conversation.replying is not None:
        raise ChatbotError("A reply is being written.", "Ask again when it is done, or stop it with esc.")
    preview = await screen.app.push_screen_wait(WhatIf(screen, reply, without))
    if preview is None:
        return
    taken = await supposing.take(conversation.session, preview)
    if screen.stage.has_on_screen(conversation):
        screen.query_one(Transcript).replace(taken)
        screen.query_one(Transcript).focus_message(taken.id)
    screen.stage.flash("Taken. ← on the reply brings the one before back.")
    panels.refresh(screen)


async def judge(screen: "MainScreen", memory_id: str, verdict: str, message_id: str) -> None:
    """Notes what a recalled memory was worth; one that is wrong is put right or forgotten, if the user likes.

    Args:
        screen: where.
        memory_id: of the memory.
        verdict: `useful`, `irrelevant` or `wrong`.
        message_id: of the reply that it was recalled for.

    Raises:
        NotFound, MemoryRefused: the memory is gone or past.
    """
    book = screen.desk.book
    if verdict == "useful":
        await saved(book.rate(memory_id, "useful", message_id=message_id))
        screen.stage.flash("Useful: it comes up sooner from now on. u in the memory list takes that back.")
    elif verdict == "irrelevant":
        await saved(book.rate(memory_id, "irrelevant", message_id=message_id))
        screen.stage.flash("Not of use here: it comes up later from now on. u in the memory list takes that back.")
    else:
        await saved(book.rate(memory_id, "wrong", message_id=message_id))
        panels.refresh(screen)
        await _ask_what_is_right(screen, book.find(memory_id), message_id)
    panels.refresh(screen)


async def _ask_what_is_right(screen: "MainScreen", memory: Memory, message_id: str) -> None:
    from chatbot.tui.screens.put_right import PutRight

    answer = await screen.app.push_screen_wait(PutRight([Suspect(memory, False, "you said that it is wrong")]))
    if answer is None:
        screen.stage.say("It is marked as wrong. /check asks about it again.")
        return
    book = screen.desk.book
    change = book.edit(memory.id, text=answer.text) if answer.text else book.forget((memory.id,))
    change_lines.tell(screen, await saved(change))
