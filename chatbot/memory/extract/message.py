"""The whole way from a message to candidates: prose, sentences, guards, clauses, statements, orders, corrections."""

import re

from chatbot.domain.memory import Candidate, Cue, Memory
from chatbot.domain.message import Message
from chatbot.domain.patterns import lazy
from chatbot.memory import guards
from chatbot.memory.extract import (
    birthdays,
    candidates,
    changes,
    corrections,
    diets,
    doubts,
    orders,
    over,
    redated,
    reminders,
    righting,
    styles,
    together,
)
from chatbot.memory.extract.appointments import appointments
from chatbot.memory.extract.clauses import Clause, clauses, sentences
from chatbot.memory.extract.findings import Finding
from chatbot.memory.extract.focus import Focus
from chatbot.memory.extract.fulfilled import fulfilled
from chatbot.memory.extract.introductions import answered, unsure
from chatbot.memory.extract.lexicon import RELATIONS
from chatbot.memory.extract.line import Line, read
from chatbot.memory.extract.people import NAMING, Cast, Person, spoken_of
from chatbot.memory.extract.statements import addressed, introduced, named_by, read_clause
from chatbot.memory.extract.subjects import fronted, with_subject
from chatbot.memory.extract.things import things

_EMPHASIS = lazy(r"(?<!\w)([*_]{1,3})(?=\w)([^*_\n]{1,60})(?<=\w)\1(?!\w)")
_HEAD = lazy(
    r"(?:i|we)(?= [a-z])|(?:he|she|they|(?:my|our) \w+(?: \w+)??)(?= (?:am|are|is|have|has|live|lives|work|works|love|"
    r"loves|like|likes|moved|just|was|play|study|got|used|do|does|quit|grew|own|drive|speak|hate|hates)\b)"
)
"""The subject that a clause without one goes on with."""
_UNBOUND = lazy(r"^(?:not|never|hardly|barely|no)\b")
_LOST = lazy(
    r"\b(?:it|they) (?:was|were|got|has been|is|are|just) (?:\w+ )?(?:stolen|sold|gone|lost|totall?ed|destroyed)\b"
)
"""Takes back that something was one's own."""
_MOST_SENTENCES = 40
_LONGEST_SENTENCE = 500
"""Nobody types a longer one by hand; it also bounds the time that patterns take."""


def extract(message: Message, focus: Focus) -> tuple[Candidate, ...]:
    """What a user's message tells, as candidates in the order in which it was said.

    Only the message's own words are read. Rules alone decide; the same input gives the same result.

    Args:
        message: the user's message.
        focus: the moment, and what is known, for pronouns, corrections and orders to forget.
    """
    text = _EMPHASIS.sub(lambda match: " " * len(match[1]) + match[2] + " " * len(match[1]), message.text)
    if guards.acted(text) or guards.staged(message.text):
        return ()
    text, scope = orders.said_scope(guards.prose(text))
    whole = read(text)
    forgotten = orders.forgetting(whole, focus)
    if forgotten is not None:
        return forgotten
    found: list[Finding] = []
    notes: list[Candidate] = []
    cast = _cast(focus)
    quiet = False
    for number, (sentence, question) in enumerate(doubts.in_earnest(sentences(whole))):
        if number >= _MOST_SENTENCES:
            break
        if len(sentence.norm) > _LONGEST_SENTENCE:
            continue
        asked = reminders.reminder(sentence, focus.now)
        if asked is not None:
            notes.append(asked)
            continue
        righted = not question and redated.corrected(sentence, focus) is not None
        if (guards.order(sentence.norm) and not righted) or (
            guards.fiction(sentence.norm) and not _about_hobby(sentence.norm)
        ):
            quiet = quiet or guards.order(sentence.norm) or guards.fiction(sentence.norm)
            continue
        if found and not question and len(kept := doubts.taken_back(found, sentence)) < len(found):
            found = kept
            continue
        if not question and (doubt := doubts.doubt(sentence, focus)):
            notes.append(doubt)
            focus = doubts.doubting(sentence, focus)
            continue
        order = orders.remembering(sentence, question)
        if order is not None:
            told = read_sentence(order, False, focus, cast)
            found += [candidates.ordered(finding) for finding in told]
            if not told:
                notes.append(orders.note(order, sentence))
            continue
        if quiet or orders.trailing_order(sentence):
            notes += orders.turned_into_note(sentence, found) if not quiet else []
            if quiet:
                continue
        found = _with_sentence(found, sentence, question, focus, cast)
        focus = focus if question else doubts.doubting(sentence, focus)
    if not found and not notes:
        found = answered(whole, focus.last_reply, focus.before.text if focus.before else "")
    made = candidates.build(found, focus.now, scope)
    return made + tuple(candidates.scoped(note, scope) for note in doubts.settled(notes, found))


def _with_sentence(found: list[Finding], sentence: Line, question: bool, focus: Focus, cast: Cast) -> list[Finding]:
    """The message's findings with those of one more sentence, which may also put the last of them right."""
    if guards.voiced(sentence.norm):
        return found
    told = read_sentence(sentence, question, focus, cast)
    told = unsure(birthdays.on_their_day(told, focus), focus)
    told = over.told_anew(over.changed_with(told, sentence, focus), sentence, focus)
    if shifted := appointments(sentence, question, focus):
        told = shifted + [one for one in told if one.start != shifted[0].start]
    told += over.endings_meant(sentence, question, told, focus)
    told = over.switched(over.parted(over.ended_now(told, sentence, focus), sentence, question), sentence)
    told = diets.together(told, focus)
    told += fulfilled(sentence, question, told, focus)
    told += things(sentence, question, told, focus)
    if not told and not question and found:
        better = redated.resumed(found[-1], sentence, focus.now) or corrections.resumed(found[-1], sentence)
        if better:
            return [*found[:-1], better]
    if not guards.ironic(sentence.norm) and not guards.denied(sentence.norm) and not told:
        told = changes.read(sentence, question, focus)
    return found + (doubts.withdrawn(told, sentence, focus) or righting.read(sentence, question, focus))


def _about_hobby(sentence: str) -> bool:
    return (
        re.match(r"^(?:my (?:hobby|hobbies)|i (?:love|like|enjoy)) ", sentence) is not None
        and "pretend" not in sentence
    )


def read_sentence(sentence: Line, question: bool, focus: Focus, cast: Cast) -> list[Finding]:
    """The findings of one sentence, guards applied."""
    if guards.ironic(sentence.norm) or guards.denied(sentence.norm):
        return []
    sentence, wrong = corrections.contrasted(sentence, focus)
    typed = sentence.typed
    sentence, ages = together.without_ages(sentence)
    parts = corrections.joined(clauses(sentence, question))
    polite = question and len(parts) == 1 and named_by(parts[0].line)
    if question and not polite and (len(parts) <= 1 or not guards.asking(parts[-1].line.norm)):
        return []
    found: list[Finding] = []
    covered = reported = False
    subject: Line | None = None
    for part in parts:
        line = part.line
        if not line.norm:
            continue
        line = subject.join(line) if part.carried and subject is not None else with_subject(line, question)
        reported = (guards.reported(line.norm) and not styles.wishes(line.norm)) or (
            reported and not part.correcting and not part.opposed
        )
        covered = covered or guards.conditional(line.norm)
        if covered or reported or _guarded(line, part):
            covered = covered or guards.wishing(line.norm)
            found += introduced(line, sentence.typed, cast) if reported and not covered else []
            continue
        told = _told(line, typed, focus, cast, part.greeting)
        if part.correcting and not told:
            told = corrections.renamed(line, sentence.typed)
            if not told and found and (better := corrections.bettered(found[-1], line, sentence)):
                found[-1] = better
        told = [one for one in told if one.attribute != "owns" or not _LOST.search(sentence.norm)]
        found += [corrections.marked(finding, part, sentence, wrong) for finding in told]
        head = _HEAD.match(line.norm)
        subject = line.cut(0, head.end()) if head else subject
    return found + together.aged(found, ages, typed, cast)


def _told(line: Line, quote: str, focus: Focus, cast: Cast, greeting: bool) -> list[Finding]:
    """The findings of a clause about one, or about several people at once."""
    told = together.said_of_all(line, quote, focus.now, cast)
    if told is None:
        told = read_clause(line, quote, focus.now, cast, greeting)
    if not told and (ordered := fronted(line, focus.now)):
        told = read_clause(ordered, quote, focus.now, cast, greeting)
    together.note(told, line, cast)
    return told


def _guarded(line: Line, part: Clause) -> bool:
    text = line.norm
    if addressed(text):
        return False
    return guards.asking(text) or guards.wishing(text) or _UNBOUND.match(text) is not None or '"' in text


def _cast(focus: Focus) -> Cast:
    cast = Cast(focus.known, group=together.lately(focus))
    for memory in focus.recent[:1]:
        name = memory.value.lower() if _names(memory) else memory.subject
        name = memory.value.lower().split(" ")[0] if memory.attribute == "event" else name
        cast.last = cast.find(name) or _unnamed(name)
    if focus.before is not None and not any(one.source.message_id == focus.before.id for one in focus.recent):
        cast.last = spoken_of(read(focus.before.text), cast) or cast.last
    return cast


def _unnamed(subject: str) -> Person | None:
    """Somebody known only by what they are to the user; None for any other subject."""
    return Person(subject, RELATIONS[subject], subject) if subject in RELATIONS else None


def _names(memory: Memory) -> bool:
    return memory.attribute.startswith(NAMING) and bool(memory.value)


__all__ = ["Cue", "extract", "read_sentence"]
