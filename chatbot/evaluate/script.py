"""Scripted conversations: what the user says, and what must be remembered, recalled and replied. Reads and judges.

The program is run by whoever calls; here nothing is sent to anybody.
"""

import tomllib
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

import msgspec

from chatbot.domain.memory import USER_SUBJECT, Memory, Status
from chatbot.domain.patterns import lazy
from chatbot.domain.text import clean_line, fold
from chatbot.domain.value import Value
from chatbot.errors import UsageError
from chatbot.evaluate.extraction import MATCH_AT_LEAST
from chatbot.evaluate.lines import read_lines
from chatbot.memory.similarity import alike

MOST_STEPS = 10_000
START = datetime(2026, 1, 15, 12, tzinfo=UTC)
"""When a script begins that does not say."""
BETWEEN = timedelta(minutes=1)
"""From one step to the next where the script does not say."""

_Line = Annotated[str, msgspec.Meta(min_length=1, max_length=50_000)]
_Words = str | list[str]
_HINT = 'a script is {"steps": [{"say": "...", "expect": {"memories": [...], "reply": [...]}}]}, as JSON or TOML'
_SPAN = lazy(r"(\d{1,5}) (minute|hour|day|week)s?")
_MINUTES = {"minute": 1, "hour": 60, "day": 1440, "week": 10_080}


class Fact(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A memory as a script describes it; what is left out may be anything.

    Attributes:
        attribute: the slot; empty for a note.
        value: matched as words (see `extraction.MATCH_AT_LEAST`).
        text: words that its sentence must hold.
        subject: whose fact it is.
        status: where the record must stand.
    """

    attribute: str | None = None
    value: str | None = None
    text: str | None = None
    subject: str = USER_SUBJECT
    status: Status = Status.ACTIVE


class Expect(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What must be so after a step. In `reply` and `recalled`, a list within the list means: any of these.

    Attributes:
        memories, no_memories: records that the session must, or must not, be able to read.
        reply, not_reply: words that the reply must, or must not, hold, whatever their case.
        recalled: words of memories, messages or chapters that the reply was given.
        emotion: how the message must be read: an emotion, or its family.
    """

    memories: tuple[Fact, ...] = ()
    no_memories: tuple[Fact, ...] = ()
    reply: tuple[_Words, ...] = ()
    not_reply: tuple[str, ...] = ()
    recalled: tuple[_Words, ...] = ()
    emotion: str = ""


class Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing that the user says.

    Attributes:
        say: the words.
        session: title of the session; another title is another session.
        persona: who replies from here on; empty for who did.
        at: the moment; None for `after` the step before.
        after: such as "3 days" or "2 hours"; empty for a minute.
        restart: whether the program is closed and opened before it.
        expect: see there.
    """

    say: _Line
    session: _Line = "script"
    persona: str = ""
    at: datetime | None = None
    after: str = ""
    restart: bool = False
    expect: Expect = Expect()


class Script(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A whole conversation; `start` is the moment of the first step."""

    steps: tuple[Step, ...]
    title: str = ""
    start: datetime = START


class Outcome(Value):
    """What came of a step.

    Attributes:
        reply: its text; empty where none came.
        memories: what the session can read, of every status.
        recalled: texts that the reply was given.
        emotions: how the message was read: emotion and family.
        failed: why no reply came; empty where one did.
    """

    reply: str
    memories: tuple[Memory, ...]
    recalled: tuple[str, ...] = ()
    emotions: tuple[str, ...] = ()
    failed: str = ""


class StepResult(Value):
    """A step judged, each expectation as one line that begins with its kind: met, missed, or there and must not be."""

    number: int
    say: str
    reply: str
    found: tuple[str, ...]
    missing: tuple[str, ...]
    unexpected: tuple[str, ...]


def read_script(content: bytes, name: str) -> Script:
    """Reads a script: JSON, TOML (`.toml`), or one step a line (`.jsonl`).

    Args:
        content: the file's bytes, UTF-8.
        name: what the file is called; its ending tells the form.

    Raises:
        UsageError: it is no script; says where.
    """
    if name.lower().endswith(".jsonl"):
        script = Script(read_lines(content, Step, name))
    else:
        try:
            plain: Any = (
                tomllib.loads(content.decode("utf-8"))
                if name.lower().endswith(".toml")
                else msgspec.json.decode(content)
            )
            script = msgspec.convert(plain, Script)
        except (msgspec.DecodeError, tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
            raise UsageError(f"{name} is no script: {clean_line(str(error))}", _HINT) from error
    if not 0 < len(script.steps) <= MOST_STEPS:
        raise UsageError(f"{name} has {len(script.steps)} steps", f"give 1 to {MOST_STEPS}")
    moments(script, name)
    return script


def moments(script: Script, name: str = "the script") -> tuple[datetime, ...]:
    """The moment of every step, aware UTC.

    Raises:
        UsageError: an `after` is no span of time, or a step lies before the one before it.
    """
    found: list[datetime] = []
    at = _aware(script.start)
    for number, step in enumerate(script.steps, 1):
        where = f"{name}, step {number}"
        if step.at is not None:
            at = _aware(step.at)
        elif step.after:
            match = _SPAN.fullmatch(step.after.strip().lower())
            if match is None:
                raise UsageError(
                    f'{where}: after = "{clean_line(step.after, 40)}"', 'write it as "3 days" or "2 hours"'
                )
            at += timedelta(minutes=int(match[1]) * _MINUTES[match[2]])
        elif found:
            at += BETWEEN
        if found and at < found[-1]:
            raise UsageError(f"{where} lies before the step before it", "put the steps in order of time")
        found.append(at)
    return tuple(found)


def _aware(at: datetime) -> datetime:
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


def judge(number: int, step: Step, outcome: Outcome) -> StepResult:
    """Compares what came of a step with what its script expects."""
    expect = step.expect
    reply = fold(outcome.reply)
    checks = [(f"memory {_shown(fact)}", _remembered(fact, outcome.memories)) for fact in expect.memories]
    checks += [(f"reply holds {_either(words)}", _holds(reply, words)) for words in expect.reply]
    checks += [
        (f"recalled {_either(words)}", any(_holds(fold(text), words) for text in outcome.recalled))
        for words in expect.recalled
    ]
    if expect.emotion:
        checks.append((f"emotion {expect.emotion}", fold(expect.emotion) in outcome.emotions))
    absent = [(f"absent memory {_shown(fact)}", not _remembered(fact, outcome.memories)) for fact in expect.no_memories]
    absent += [(f"absent reply {_either(words)}", fold(words) not in reply) for words in expect.not_reply]
    return StepResult(
        number,
        step.say,
        outcome.reply,
        tuple(line for line, met in (*checks, *absent) if met),
        tuple(line for line, met in checks if not met),
        (
            *(line for line, met in absent if not met),
            *([f"failure to reply: {outcome.failed}"] if outcome.failed else ()),
        ),
    )


def summed(script: Script, results: Sequence[StepResult]) -> dict[str, Any]:
    """What `evaluate script --json` prints: shares met by kind and over all, and every step."""
    kinds: dict[str, list[int]] = {}
    for result in results:
        for met, lines in ((1, result.found), (0, (*result.missing, *result.unexpected))):
            for line in lines:
                kinds.setdefault(line.split(" ", 1)[0], []).append(met)
    every = [met for values in kinds.values() for met in values]
    return {
        "title": script.title,
        "expectations": len(every),
        "met": sum(every),
        "kinds": {kind: {"expected": len(values), "met": sum(values)} for kind, values in sorted(kinds.items())},
        "steps": [msgspec.to_builtins(result) for result in results],
    }


def _remembered(fact: Fact, memories: Iterable[Memory]) -> bool:
    return any(
        memory.status is fact.status
        and fold(memory.subject) == fold(fact.subject)
        and (fact.attribute is None or memory.attribute == fact.attribute)
        and (fact.value is None or alike(memory.value, fact.value, MATCH_AT_LEAST))
        and (fact.text is None or fold(fact.text) in fold(memory.text))
        for memory in memories
    )


def _holds(folded: str, words: _Words) -> bool:
    return any(fold(each) in folded for each in ([words] if isinstance(words, str) else words))


def _shown(fact: Fact) -> str:
    slot = f"{fact.subject}.{fact.attribute}" if fact.attribute else fact.subject
    said = " ".join(f"“{part}”" for part in (fact.value, fact.text) if part)
    status = "" if fact.status is Status.ACTIVE else f" ({fact.status.value})"
    return clean_line(f"{slot} {said}{status}")


def _either(words: _Words) -> str:
    return clean_line(" or ".join(f"“{each}”" for each in ([words] if isinstance(words, str) else words)))
