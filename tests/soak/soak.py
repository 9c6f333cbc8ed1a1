"""Runs the talk through whole turns and measures what the memory holds of it."""

import re
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import combinations

from rapidfuzz import fuzz

from chatbot.domain.memory import Memory, Origin, Status
from chatbot.domain.message import Message, Role
from chatbot.domain.receipt import Fate, Found
from chatbot.domain.text import fold
from chatbot.memory.similarity import stems
from chatbot.session.trace import Trace
from tests.soak.facts import Fact, all_facts
from tests.soak.house import House
from tests.soak.talk import DECOY_NAMES, DECOYS, Line, Sort, Talk

TURNS_PER_SESSION = 50
PRESENT = (Status.ACTIVE, Status.CONFLICT)
NEAR = 90.0
"""From this likeness on (rapidfuzz, 0..100) two texts are near-duplicates, unless numbers in them differ."""


@dataclass
class Report:
    """What a soak found. Every list is empty where all is well."""

    turns: int = 0
    seconds: float = 0.0
    present: int = 0
    exact: list[str] = field(default_factory=list)
    near: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    wrong_meanwhile: list[str] = field(default_factory=list)
    past_as_present: list[str] = field(default_factory=list)
    false: list[str] = field(default_factory=list)
    unexpected: list[str] = field(default_factory=list)
    asked: int = 0
    answered: int = 0
    unanswered: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)

    def lines(self) -> Iterable[str]:
        """The figures, one a line."""
        yield f"turns              {self.turns} ({1000 * self.seconds / max(1, self.turns):.1f} ms each)"
        yield f"present memories   {self.present}"
        yield f"exact duplicates   {len(self.exact)}"
        yield f"near-duplicates    {len(self.near)} ({100 * len(self.near) / max(1, self.present):.2f} %)"
        yield f"wrong at the end   {len(self.wrong)}"
        yield f"wrong meanwhile    {len(self.wrong_meanwhile)} turns"
        yield f"past as present    {len(self.past_as_present)}"
        yield f"learnt falsely     {len(self.false)}"
        yield f"not meant          {len(self.unexpected)}"
        yield f"stages skipped     {len(self.skipped)}"
        yield f"questions answered {self.answered} of {self.asked}"


def core(value: str) -> str:
    """A value as it is compared: folded, without article."""
    return fold(value).removeprefix("a ").removeprefix("an ").removeprefix("the ").strip(" .!")


async def soak(house: House, facts: tuple[Fact, ...], turns: int, seed: int, persona: str = "plain") -> Report:
    """Talks, and looks after every turn whether what was spoken of is known right.

    Args:
        house: where it happens.
        facts: what is talked about.
        turns: how many.
        seed: of the talk's chance.
        persona: who replies.
    """
    report, started = Report(), time.perf_counter()
    session = await house.session(persona)
    for number, line in enumerate(Talk(facts, turns, seed).lines(), start=1):
        if number % TURNS_PER_SESSION == 0:
            house.wait(60 * 20)
            session = await house.session(persona)
        house.wait(2)
        trace = await session.send(line.text).wait()
        assert trace.committed, trace.failed
        _look(report, line, trace, house, facts)
    report.turns, report.seconds = turns, time.perf_counter() - started
    _sum_up(report, house, facts, turns, seed)
    await house.sessions.close()
    return report


def _look(report: Report, line: Line, trace: Trace, house: House, facts: tuple[Fact, ...]) -> None:
    known = house.known()
    report.skipped += [f"{one.stage}: {one.reason}" for one in trace.skipped]
    receipt = trace.reply.receipt if trace.reply else None
    for item in receipt.recalled if receipt else ():
        if item.found is Found.MEMORY and item.fate is Fate.INJECTED and known[item.id].status not in PRESENT:
            report.past_as_present.append(f"{line.text} -> {known[item.id].text}")
    if line.fact < 0:
        return
    fact = facts[line.fact]
    if (wrong := _wrong(fact, line.now, line.before, known.values())) and line.sort is not Sort.PAST:
        report.wrong_meanwhile.append(f"{line.sort}: {line.text} -> {wrong}")
    if line.sort is Sort.ASK and fact.single:
        said = fold(trace.reply_text)
        report.asked += 1
        report.answered += core(line.now) in said
        if core(line.now) not in said:
            report.unanswered.append(f"{line.text} ({line.now}) -> {trace.reply_text}")
        if core(line.now) not in said and any(core(old) in said for old in line.before):
            report.past_as_present.append(f"{line.text} -> {trace.reply_text}")


def _slot(fact: Fact, records: Iterable[Memory]) -> list[Memory]:
    return [
        one
        for one in records
        if (one.subject, one.attribute) == (fact.subject, fact.attribute) and one.status in PRESENT
    ]


def _wrong(fact: Fact, now: str, before: tuple[str, ...], records: Iterable[Memory]) -> str:
    """What is wrong with what is known of a fact; empty for nothing."""
    there = {core(memory.value or memory.text) for memory in _slot(fact, records)}
    if now and core(now) not in there:
        return f"{fact.subject}.{fact.attribute} should be {now!r}, is {sorted(there)}"
    if fact.single and len(there) > 1:
        return f"{fact.subject}.{fact.attribute} has {len(there)} values {sorted(there)}"
    stale = [old for old in before if core(old) in there and core(old) != core(now)]
    return f"{fact.subject}.{fact.attribute} still has {stale}" if stale else ""


def _sum_up(report: Report, house: House, facts: tuple[Fact, ...], turns: int, seed: int) -> None:
    present = [memory for memory in house.known().values() if memory.status in PRESENT]
    report.present = len(present)
    last: dict[int, Line] = {line.fact: line for line in Talk(facts, turns, seed).lines() if line.fact >= 0}
    for at, line in last.items():
        if wrong := _wrong(facts[at], line.now, line.before, present):
            report.wrong.append(wrong)
    for one, other in combinations(present, 2):
        if one.subject != other.subject or one.polarity is not other.polarity:
            continue
        pair = f"{one.slot}: {one.text} / {other.slot}: {other.text}"
        if one.attribute == other.attribute and core(one.value or one.text) == core(other.value or other.text):
            report.exact.append(pair)
        elif near(one, other):
            report.near.append(pair)
    meant = {(fact.subject, fact.attribute, core(value)) for fact in all_facts() for value in fact.values}
    said = {message.id: message for files in house.shelf.files.values() for message in files.messages(limit=10**6)}
    for memory in house.known().values():
        if not _is_honest(memory, said):
            report.false.append(f"{memory.status} {memory.slot}: {memory.text} <- {memory.source.quote}")
        elif (
            memory.status in PRESENT
            and (memory.subject, memory.attribute, core(memory.value or memory.text)) not in meant
        ):
            report.unexpected.append(f"{memory.slot}: {memory.text} <- {memory.source.quote}")


def near(one: Memory, other: Memory) -> bool:
    """Whether two memories say nearly the same: one value or note holds all words of the other, or they read alike."""
    left, right = fold(one.text), fold(other.text)
    if set(re.findall(r"\d+", left)) != set(re.findall(r"\d+", right)):
        return False
    if one.attribute == other.attribute and one.value and other.value:
        a, b = set(stems(one.value)), set(stems(other.value))
        return a <= b or b <= a or fuzz.ratio(core(one.value), core(other.value)) >= NEAR
    if not one.attribute and not other.attribute:
        return fuzz.token_set_ratio(left, right) >= NEAR
    return fuzz.token_sort_ratio(left, right) >= NEAR


def _is_honest(memory: Memory, said: dict[str, Message]) -> bool:
    """Whether a memory rests on the user's own words, word for word, and on none that say what is not so."""
    message = said.get(memory.source.message_id)
    if memory.origin is Origin.USER or message is None or message.role is not Role.USER:
        return False
    words = fold(f"{memory.text} {memory.value}")
    return fold(memory.source.quote) in fold(message.text) and not any(
        fold(decoy) in words for decoy in (*DECOYS, *DECOY_NAMES)
    )
