"""Writes the request of a turn from its brief: sections in a fixed order, cut to a budget, every cut with its reason.

It decides nothing about what is remembered or felt: it arranges what the brief holds. It makes no request.
"""

import re
from collections.abc import Mapping
from datetime import tzinfo

from chatbot.domain.brief import Brief
from chatbot.domain.patterns import lazy
from chatbot.domain.receipt import HISTORY, Recalled, Section, Span
from chatbot.domain.session import Chapter
from chatbot.domain.text import counted
from chatbot.domain.value import Value, field
from chatbot.llm.base import ChatMessage
from chatbot.persona.lore import Activation
from chatbot.prompt import conversation, known
from chatbot.prompt.budget import TOKENS_A_MESSAGE, cut_middle, estimate_tokens, message_tokens
from chatbot.prompt.character import Expand, description, examples, main_prompt
from chatbot.prompt.conversation import Conversation
from chatbot.prompt.ending import Ending, ending_of, with_ending
from chatbot.prompt.guidance import guidance_of, switched, working_of
from chatbot.prompt.inert import inert, inert_name
from chatbot.prompt.prose import prose
from chatbot.prompt.room import Room

_FRAME_TOKENS = 6
_MESSAGE_SHARE, _MAIN_SHARE, _DESCRIPTION_SHARE, _GUIDANCE_SHARE = 0.5, 0.25, 0.2, 0.15
_SIDE_SHARE, _ENDING_SHARE, _ESSENTIAL_SHARE, _KNOWN_SHARE, _CHAPTER_SHARE = 0.1, 0.08, 0.6, 0.25, 0.2
"""The most that a section may take, as shares of the room for the request. In a large room few sections reach
theirs, and nearly all of it goes to the conversation."""

_MACRO = lazy(r"\{\{\s*(\w+)[^{}]*\}\}|<(BOT|CHAR|USER)>", re.IGNORECASE)
_FURNITURE_TOKENS, _SHORT_FURNITURE_TOKENS = 75, 25
"""What the sentences and tags around remembered lines take, in their long and their short form."""

_SMALL_ROOM_TOKENS = 1000
"""Below it the short form is used."""


class Frame(Value):
    """What the turn found out beside the brief.

    Attributes:
        local: whether the model runs on this machine.
        lore: what the lorebook gives for this turn.
        behaviour: what the persona's conditions that hold tell it to do.
        remind: whether the persona's reminder is due by cadence; a drift alone makes it due too.
        names: persona id -> name, for the replies of others.
        expand: replaces macros in the persona's texts; None for the two names alone.
        zone: the user's zone for dates; None for this machine's.
    """

    local: bool = False
    lore: Activation = field(default_factory=Activation)
    behaviour: tuple[str, ...] = ()
    remind: bool = False
    names: Mapping[str, str] = field(default_factory=dict)
    expand: Expand | None = None
    zone: tzinfo | None = None


class Composition(Value):
    """A request and the parts of its receipt.

    Attributes:
        messages: exactly what is sent, in order.
        sections: the parts with their tokens, in the order of the prompt; the user's message last.
        history: positions of the messages that are sent as conversation, as in a receipt.
        recalled: everything that was ranked, with its fate.
        chapters: ids of the summary chapters that are sent.
        lore: ids of the lore entries that are sent; those dropped with the reason after a colon.
        guidance: what the prompt says about the user's feeling; empty for nothing.
        notes: what was cut, in the user's words.
        budget_tokens: the most tokens for request and reply.
        prompt_tokens: the request's, estimated.
    """

    messages: tuple[ChatMessage, ...]
    sections: tuple[Section, ...]
    history: tuple[Span | str, ...]
    recalled: tuple[Recalled, ...]
    chapters: tuple[str, ...]
    lore: tuple[str, ...]
    guidance: str
    notes: tuple[str, ...]
    budget_tokens: int
    prompt_tokens: int


def compose(brief: Brief, budget_tokens: int, reply_tokens: int, frame: Frame | None = None) -> Composition:
    """The request for a turn. It always fits, and always holds the user's message, if need be without its middle.

    Args:
        brief: the turn.
        budget_tokens: what the model can hold, request and reply together.
        reply_tokens: what is kept free for the reply; less where the budget is small.
        frame: what else the turn found out; None for nothing.
    """
    frame = frame or Frame()
    free = min(reply_tokens, budget_tokens // 3)
    room = Room(max(budget_tokens - free - 2 * TOKENS_A_MESSAGE - _FRAME_TOKENS, 16))
    message = _own_message(room, brief.message.text)
    _place_persona(room, brief, frame)
    _place_guidance(room, brief, frame)
    due = frame.remind or brief.drifted
    char, expand = inert_name(brief.persona.char), _expand_of(brief, frame)
    ending = ending_of(brief.persona, char, due, expand, room.share(_ENDING_SHARE))
    room.take(ending.tokens)
    chapters = _place_chapters(room, brief)
    recalled = _place_known(room, brief, frame, chapters)
    talk = _conversation(room, brief, frame, chapters)
    if not talk.left_out:
        room.put("examples", examples(brief.persona, char, expand, room.left // 2), room.left // 2)
    return _composition(room, brief, frame, message, ending, talk, recalled, chapters, budget_tokens)


def _own_message(room: Room, text: str) -> ChatMessage:
    """The user's message, without its middle where it would fill the request."""
    most = max(room.share(_MESSAGE_SHARE), 8)
    kept = cut_middle(text, most)
    if kept != text:
        room.notes.append(f"The middle of your message was not sent: the model can take about {most} tokens of it.")
    room.take(estimate_tokens(kept))
    return ChatMessage("user", kept)


def _place_persona(room: Room, brief: Brief, frame: Frame) -> None:
    """The rules, then who the persona is with its lore."""
    persona, char, expand = brief.persona, inert_name(brief.persona.char), _expand_of(brief, frame)
    main = main_prompt(persona, char, inert_name(brief.user_name), expand)
    share = _MAIN_SHARE + (_DESCRIPTION_SHARE if persona.prompt.system_override.strip() else 0)
    room.put("persona", main, room.share(share), f"The rules of {char} were shortened to fit the model.")
    before, after = (
        "\n".join(expand(entry.content) for entry in part) for part in (frame.lore.before, frame.lore.after)
    )
    most = min(room.share(_DESCRIPTION_SHARE) + frame.lore.tokens, room.left // 2)
    whole = description(persona, before, after, expand, max(most, 0))
    room.put("character", whole, most, f"The description of {char} was shortened to fit the model.")


def _place_guidance(room: Room, brief: Brief, frame: Frame) -> None:
    """How to meet the feeling, what the conditions say, who spoke before, what is under way."""
    user, expand = inert_name(brief.user_name), _expand_of(brief, frame)
    text = guidance_of(brief, frame.behaviour, user, expand, frame.zone)
    room.put("guidance", text, room.share(_GUIDANCE_SHARE), "The guidance for this reply was shortened to fit.")
    room.put("switched", switched(brief, inert_name(brief.persona.char), user), room.share(_SIDE_SHARE))
    room.put("working", working_of(brief.working), room.share(_SIDE_SHARE))


def _place_known(room: Room, brief: Brief, frame: Frame, chapters: tuple[Chapter, ...]) -> tuple[Recalled, ...]:
    """What was recalled and fits, as data; the result is everything recalled, with its fate.

    What the newest half of the room's conversation will hold anyway is not sent twice.
    """
    newest = _choose_talk(brief, frame, chapters, room.left // 2)
    small = room.total < _SMALL_ROOM_TOKENS
    furniture = _SHORT_FURNITURE_TOKENS if small else _FURNITURE_TOKENS
    chosen = known.choose(
        brief.recalled,
        brief.persona,
        room_tokens=max(room.share(_KNOWN_SHARE) - furniture, 0),
        most_tokens=max(room.share(_ESSENTIAL_SHARE) - furniture, 0),
        local=frame.local,
        shown=frozenset((*newest.ids, *(chapter.id for chapter in chapters))),
        zone=frame.zone,
    )
    if chosen.lines:
        values = {"user": inert_name(brief.user_name), "lines": "\n".join(chosen.lines)}
        room.put("known", prose("known_short" if small else "known", values), room.left)
    return chosen.recalled


_UNNAMED = lazy(r"^You: ", re.MULTILINE)


def _place_chapters(room: Room, brief: Brief) -> tuple[Chapter, ...]:
    """The newest chapters that fit, in order; the result is those."""
    most = room.share(_CHAPTER_SHARE) - _FURNITURE_TOKENS // 2
    chosen: list[Chapter] = []
    lines: list[str] = []
    used = 0
    for chapter in reversed(brief.chapters):
        text = _UNNAMED.sub("User: ", chapter.text)  # "You" would be the model itself
        line = f"- {inert(chapter.title, 80)}: {inert(text, 4000)}"
        used += estimate_tokens(line)
        if used > most:
            room.notes.append(
                f"{counted(len(brief.chapters) - len(chosen), 'older chapter')} of the summary did not fit."
            )
            break
        chosen.insert(0, chapter)
        lines.insert(0, line)
    if lines:
        room.put("chapters", prose("chapters", {"lines": "\n".join(lines)}), room.left)
    return tuple(chosen)


def _conversation(room: Room, brief: Brief, frame: Frame, chapters: tuple[Chapter, ...]) -> Conversation:
    """The newest messages that fit into what is left."""
    talk = _choose_talk(brief, frame, chapters, room.left)
    room.take(talk.tokens)
    if talk.left_out:
        room.notes.append(f"{counted(talk.left_out, 'earlier message')} did not fit.")
    return talk


def _choose_talk(brief: Brief, frame: Frame, chapters: tuple[Chapter, ...], tokens: int) -> Conversation:
    covered = max((chapter.last_seq for chapter in chapters if not chapter.stale), default=0)
    earlier = tuple(message for message in brief.history if message.id != brief.message.id)
    others = {each.persona_id for each in earlier} - {brief.persona.id}
    names = dict.fromkeys(others, brief.previous_persona_name) if len(others) == 1 else {}
    names = {persona_id: name for persona_id, name in names.items() if name} | dict(frame.names)
    return conversation.choose(earlier, brief.persona.id, names, tokens, covered)


def _composition(
    room: Room,
    brief: Brief,
    frame: Frame,
    message: ChatMessage,
    ending: Ending,
    talk: Conversation,
    recalled: tuple[Recalled, ...],
    chapters: tuple[Chapter, ...],
    budget_tokens: int,
) -> Composition:
    system = (ChatMessage("system", room.system),) if room.system else ()
    messages = system + with_ending(talk.messages, ending, message)
    sections = [*room.sections, Section(HISTORY, talk.tokens)]
    if ending.messages:
        sections.append(Section("reminder", ending.tokens, "\n\n".join(each.content for each in ending.messages)))
    sections.append(Section("message", message_tokens(message), message.content))
    return Composition(
        messages=messages,
        sections=tuple(sections),
        history=talk.history,
        recalled=recalled,
        chapters=tuple(chapter.id for chapter in chapters),
        lore=_lore_ids(frame.lore),
        guidance=brief.guidance.instruction,
        notes=tuple(room.notes),
        budget_tokens=budget_tokens,
        prompt_tokens=sum(map(message_tokens, messages)),
    )


def _lore_ids(lore: Activation) -> tuple[str, ...]:
    """Ids of the entries that are sent, then of those dropped with the reason."""
    sent = tuple(entry.id for entry in (*lore.before, *lore.after))
    return sent + tuple(f"{dropped.entry.id}: {dropped.reason}" for dropped in lore.dropped)


def _expand_of(brief: Brief, frame: Frame) -> Expand:
    """The caller's macros; without any, those for the two names, and every other one becomes nothing."""
    if frame.expand:
        return frame.expand
    names = {"char": inert_name(brief.persona.char), "user": inert_name(brief.user_name)}
    names["bot"] = names["char"]
    return lambda text: _MACRO.sub(lambda match: names.get((match.group(1) or match.group(2)).lower(), ""), text)
