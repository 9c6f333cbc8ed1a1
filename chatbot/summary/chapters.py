"""Chapters of a session: how one is written without a model, and what it lost.

Pure. Raw messages are never touched: a chapter names those it covers. When one is due is in `standing`, chapters
of chapters are in `compress`, chapters by a model in `model_written`.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from chatbot.domain.ids import NewId
from chatbot.domain.message import Message, MessageState, Role
from chatbot.domain.session import Chapter, KeyFact
from chatbot.domain.text import clean, clean_line
from chatbot.domain.value import replace
from chatbot.summary.keyfacts import KINDS, checked, is_wanted, key_facts
from chatbot.summary.paragraphs import gathered
from chatbot.summary.select import Line, choose
from chatbot.summary.sentences import content_words, sentences_of

MUST_KEEP = ("names", "numbers", "dates", "promises", "decisions", "questions")
"""What a chapter adds when it was lost in writing, unless the persona says otherwise."""

UNNAMED = "You"
"""What the user is called in a chapter as long as nobody told a name."""
_SHARE_WRITTEN = 0.2
_LEAST_CHARACTERS, _MOST_CHARACTERS = 320, 1800
_ADDED_CHARACTERS = 500
_TITLE_NAMES = 3
_FEWEST_WORDS, _WORDS_OF_A_LINE = 2, 6
ADDED = "Also: "
"""How the line begins that holds what was lost in writing."""


def write_extractive(
    messages: Sequence[Message],
    new_id: NewId,
    now: datetime,
    user_name: str,
    names: Mapping[str, str],
    focus: Sequence[str] = (),
    must_keep: Sequence[str] = MUST_KEEP,
) -> Chapter:
    """A chapter made of the messages' own sentences.

    Args:
        messages: what it covers, oldest first, at least one.
        new_id: makes the chapter's id.
        now: the chapter's moment.
        user_name: what the user is called in it.
        names: persona id -> the name it is called by; an unknown id stands for itself.
        focus: what the persona's summaries look for.
        must_keep: kinds of facts that are added where the sentences lost them, in the singular or plural.

    Raises:
        ValueError: no messages.
    """
    if not messages:
        raise ValueError("a chapter needs at least one message")
    telling = [message for message in messages if not _echoes(message)] or messages
    facts = key_facts(telling, focus, frozenset(names.values()))
    size = sum(len(message.text) for message in telling)
    room = max(_LEAST_CHARACTERS, min(_MOST_CHARACTERS, int(size * _SHARE_WRITTEN)))
    lines = choose(candidate_lines(telling, user_name, names, focus), facts, room)
    text, facts = with_missing(gathered(line.text for line in lines), facts, must_keep)
    return Chapter(
        id=new_id(),
        title=title_of([fact for fact in facts if fact.text != user_name], messages),
        text=text,
        first_seq=messages[0].seq,
        last_seq=messages[-1].seq,
        created_at=now,
        updated_at=now,
        covers=tuple(message.id for message in messages),
        key_facts=facts,
    )


def _echoes(message: Message) -> bool:
    """Whether a reply only says again what the user said, as those without a model do."""
    return message.role is Role.PERSONA and message.receipt is not None and message.receipt.backend == "offline"


def candidate_lines(
    messages: Iterable[Message], user_name: str, names: Mapping[str, str], focus: Sequence[str] = ()
) -> tuple[Line, ...]:
    """Every sentence that says something, as a line "Name: sentence".

    A persona's, a question's and a short one are worth less, strong feeling and the focus more.
    """
    wanted = frozenset().union(*(content_words(phrase) for phrase in focus))
    found: list[Line] = []
    for message in messages:
        if message.state is MessageState.DRAFT:
            continue
        speaker = user_name if message.role is Role.USER else names.get(message.persona_id, message.persona_id)
        feeling = 0.15 * abs(message.reading.valence) if message.reading else 0.0
        for sentence in sentences_of(message):
            words = content_words(sentence.text)
            if len(words) < _FEWEST_WORDS:
                continue
            weight = (0.15 if sentence.by_user else 0.05) + feeling + (0.3 if wanted & words else 0.0)
            weight *= min(1.0, len(words) / _WORDS_OF_A_LINE) * (0.5 if sentence.text.endswith("?") else 1.0)
            found.append(Line(f"{speaker}: {sentence.text}", len(found), weight))
    return tuple(found)


def with_missing(
    text: str, facts: Iterable[KeyFact], must_keep: Sequence[str], characters: int = _ADDED_CHARACTERS
) -> tuple[str, tuple[KeyFact, ...]]:
    """The text with a last line of the wanted facts it lost, heaviest first while there is room, and the facts checked.

    Args:
        text: a chapter's text.
        facts: what it should hold.
        must_keep: kinds that are added.
        characters: the most that is added.
    """
    found = checked(facts, text)
    lost = [fact for fact in found if not fact.kept and is_wanted(fact, must_keep)]
    added: list[KeyFact] = []
    for fact in sorted(lost, key=lambda fact: -fact.weight):
        if len(fact.text) + 2 <= characters:
            characters -= len(fact.text) + 2
            added.append(fact)
    if not added:
        return text, found
    added.sort(key=lambda fact: KINDS.index(fact.kind) if fact.kind in KINDS else len(KINDS))
    line = ADDED + "; ".join(fact.text.rstrip(".;") for fact in added) + "."
    whole = f"{text}\n{line}" if text else line
    return whole, checked(found, whole)


def title_of(facts: Sequence[KeyFact], messages: Sequence[Message]) -> str:
    """A title from the heaviest names and dates, else the first words of the first message."""
    told = sorted((fact for fact in facts if fact.kind == "name"), key=lambda fact: -fact.weight)
    if told:
        names = list(dict.fromkeys(fact.text for fact in told))
        return clean_line(", ".join(names[:_TITLE_NAMES]), 60)
    return clean_line(messages[0].text, 60) if messages else ""


def loss(chapter: Chapter) -> str:
    """What the chapter kept and lost, for the user: "kept 14, missing 2: the 3 May train, Maya"."""
    missing = [fact.text for fact in sorted(chapter.key_facts, key=lambda fact: -fact.weight) if not fact.kept]
    kept = f"kept {len(chapter.key_facts) - len(missing)}"
    if chapter.level > 1:
        kept += f" of the {len(chapter.key_facts)} heaviest"
    return f"{kept}, missing {len(missing)}: {', '.join(missing)}" if missing else f"{kept}, missing none"


def edited(chapter: Chapter, text: str, now: datetime) -> Chapter:
    """The chapter with the user's text, checked against its facts anew; no longer stale."""
    cleaned = clean(text).strip()
    return replace(
        chapter,
        text=cleaned,
        key_facts=checked(chapter.key_facts, cleaned),
        origin="user",
        stale="",
        version=chapter.version + 1,
        updated_at=now,
    )
