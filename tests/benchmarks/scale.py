"""Measures what a long history costs: 100,000 messages in one session, and in 500. Not part of the tests.

    python -m tests.benchmarks.scale
    python -m tests.benchmarks.scale --receipts --messages 20000

Every figure is beside its floor in the same run: the last page beside the first, the newest session beside an empty
one, a whole turn with as many chapters as the session is long beside one without any. Budgets: adding and a turn flat
within 20 %, opening below twice an empty one, memory bounded by what is shown plus the index.
With `--receipts` every second message is a reply and has the receipt of one, out of a real talk with the offline
companion; the talk is longer than any page, so that no page has the same receipt twice.
"""

import argparse
import asyncio
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from chatbot.collecting import wait_while_loading
from chatbot.domain.ids import UlidSource
from chatbot.domain.message import Message, Role
from chatbot.domain.mood import MoodPoint, MoodState, Reading, Whose
from chatbot.domain.receipt import Receipt
from chatbot.domain.session import MOOD_POINTS_KEPT, Chapter, SessionMeta, SessionState
from chatbot.domain.value import replace
from chatbot.llm.offline import HELP_TEXT, OfflineCompanion
from chatbot.persona.catalog import Catalog
from chatbot.session.base import SessionFiles
from chatbot.storage.atomic import System
from chatbot.storage.user import UserFiles
from tests.soak.facts import all_facts
from tests.soak.house import House
from tests.soak.talk import Talk

NOW = datetime(2026, 3, 1, tzinfo=UTC)
ids = UlidSource()
WORDS = "the ferry left before dawn and nobody had told the baker that her order of rye was still on the other shore"
BLOCK = 256
"""The most messages of a page: a measured stretch of short ones fills exactly one, so that all have the same mixture
of full and empty pages. With receipts it fills several."""

COVERED = 170
"""Messages of a chapter, about."""

TURNS = 200
"""Of the talk that gives the receipts; a page has fewer."""


class Counting(System):
    """Counts what is written."""

    written_bytes = 0

    def write(self, fd: int, data: memoryview) -> int:
        """As the real one."""
        written = super().write(fd, data)
        self.written_bytes += written
        return written


async def real_receipts() -> tuple[Receipt, ...]:
    """Of the replies of a talk."""
    house = House(OfflineCompanion(HELP_TEXT), Catalog(None))
    session = await house.session("mara")
    found = []
    for line in list(Talk(all_facts(), TURNS, 1).lines())[:TURNS]:
        house.wait(2)
        trace = await session.send(line.text).wait()
        if trace.reply is not None and trace.reply.receipt is not None:
            found.append(trace.reply.receipt)
    await house.sessions.close()
    return tuple(found)


receipts: tuple[Receipt, ...] = ()


def peak_megabytes() -> float:
    """The most that this process had resident."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def message(session_id: str, number: int) -> Message:
    """One of about a hundred characters, which differs from the others."""
    text = f"{number} {WORDS}"
    role = Role.PERSONA if number % 2 else Role.USER
    receipt = receipts[number // 2 % len(receipts)] if receipts and number % 2 else None
    return Message(ids(), session_id, 0, number, role, "plain", text, NOW, receipt=receipt)


def meta() -> SessionMeta:
    """Of a new session."""
    return SessionMeta(ids(), "", "plain", NOW, NOW)


def one_by_one(files: SessionFiles, count: int, system: Counting) -> tuple[float, float]:
    """CPU milliseconds and kilobytes written a message, each saved before the next is written."""
    begun, written = time.process_time(), system.written_bytes
    for number in range(count):
        files.append(message(files.session_id, number)).result()
    return (time.process_time() - begun) * 1000 / count, (system.written_bytes - written) / 1000 / count


def moved(message_id: str) -> Callable[[SessionState], SessionState]:
    """What a turn does with the state: it counts, and adds a point to each line of the chart."""
    reading = Reading(0.2087, -0.0537, "joy", 0.7612, ("glad",))
    points = (
        MoodPoint(message_id, Whose.USER, "plain", MoodState(0.1306, -0.0331, NOW), reading),
        MoodPoint(message_id, Whose.PERSONA, "plain", MoodState(0.1632, -0.0181, NOW), Reading()),
    )
    return lambda state: replace(
        state,
        meta=replace(state.meta, turns=state.meta.turns + 1),
        mood_points=(*state.mood_points, *points)[-MOOD_POINTS_KEPT:],
    )


def live(files: SessionFiles, chapters: int) -> None:
    """Gives a session a full chart, and chapters."""
    told = tuple(
        Chapter(ids(), "The ferry", WORDS * 4, 1, COVERED, NOW, NOW, tuple(ids() for _ in range(COVERED)))
        for _ in range(chapters)
    )
    for _ in range(MOOD_POINTS_KEPT // 2):
        files.change_state(moved(ids()))
    files.change_state(lambda state: replace(state, chapters=told)).result()


def turn_by_turn(files: SessionFiles, count: int, system: Counting) -> tuple[float, float]:
    """CPU milliseconds and kilobytes written a turn: two messages, and between them the change of the state."""
    begun, written = time.process_time(), system.written_bytes
    for number in range(0, 2 * count, 2):
        said = files.append(message(files.session_id, number)).result()
        files.change_state(moved(said.id)).result()
        files.append(message(files.session_id, number + 1)).result()
    return (time.process_time() - begun) * 1000 / count, (system.written_bytes - written) / 1000 / count


def fill(files: SessionFiles, count: int) -> None:
    """Adds messages without measuring."""
    for future in [files.append(message(files.session_id, number)) for number in range(count)]:
        future.result()


def open_here(folder: Path, session_id: str) -> None:
    """Opens the newest page, as a start of the program does it; prints CPU milliseconds and peak memory."""
    wait_while_loading()  # as every start of the program does
    begun = time.process_time()
    user = UserFiles.open(folder, "Ana")
    files = user.library.open(session_id)
    files.messages(limit=50)
    files.state()
    print((time.process_time() - begun) * 1000, peak_megabytes())
    user.close()


def opening(folder: Path, session_id: str) -> tuple[float, float]:
    """CPU milliseconds and peak megabytes of opening a session; medians of five fresh processes."""
    runs = []
    for _ in range(5):
        command = [sys.executable, "-m", "tests.benchmarks.scale", "--open", str(folder), session_id]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        runs.append([float(figure) for figure in done.stdout.split()])
    return statistics.median(run[0] for run in runs), statistics.median(run[1] for run in runs)


def measure(sessions: int, messages: int, folder: Path) -> None:
    """One shape of history."""
    system = Counting()
    user = UserFiles.open(folder, "Ana", system=system)
    empty = user.library.create(meta())
    first = user.library.create(meta())
    stretches = [one_by_one(first, BLOCK, system)]
    rest = messages - 3 * BLOCK
    if sessions == 1:
        newest = first
        fill(newest, rest // BLOCK * BLOCK)
    else:
        for _ in range(sessions):
            newest = user.library.create(meta())
            fill(newest, rest // sessions)
        newest = user.library.create(meta())
    stretches += [one_by_one(newest, BLOCK, system) for _ in range(2)]
    user.close()
    print(f"{messages:,} messages in {sessions} session{'s' * (sessions > 1)}")
    for name, place in (("CPU ms a message", 0), ("kB written     ", 1)):
        before, last = stretches[0][place], statistics.mean(one[place] for one in stretches[1:])
        print(f"  add, {name}   first page {before:6.2f}   last {last:6.2f}   {last / before:5.2f} x")
    pages = list(folder.rglob("messages-*.json"))
    size = sum(path.stat().st_size for path in pages)
    print(
        f"  on disk                 {len(pages):,} pages, {size / 1e6:,.1f} MB, {size / messages:,.0f} bytes a message"
    )
    floor, floor_peak = opening(folder, empty.session_id)
    full, full_peak = opening(folder, newest.session_id)
    print(f"  open, CPU ms            empty {floor:11.1f}   newest {full:4.1f}   {full / floor:5.2f} x")
    ratio = full_peak / floor_peak
    print(f"  peak MB                 empty {floor_peak:11.1f}   newest {full_peak:4.1f}   {ratio:5.2f} x")
    measure_turns(folder, newest.session_id)


def measure_turns(folder: Path, session_id: str) -> None:
    """A whole turn in a new session, and in one that has as many chapters as it is long."""
    system = Counting()
    user = UserFiles.open(folder, "Ana", system=system)
    newest = user.library.open(session_id)
    chapters = newest.count() // COVERED
    turns = []
    for files, told in ((user.library.create(meta()), 0), (newest, chapters)):
        live(files, told)
        turns.append(turn_by_turn(files, BLOCK // 2, system))
    user.close()
    for name, place in (("CPU ms", 0), ("kB written", 1)):
        before, last = turns[0][place], turns[1][place]
        print(f"  turn, {name:12} no chapter {before:12.2f}   {chapters:4} {last:7.2f}   {last / before:5.2f} x")


def main() -> None:
    """Runs both shapes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, default=100_000)
    parser.add_argument("--sessions", type=int, default=500)
    parser.add_argument("--receipts", action="store_true", help="every reply has a receipt")
    parser.add_argument("--open", nargs=2, metavar=("FOLDER", "ID"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.open:
        open_here(Path(options.open[0]), options.open[1])
        return
    if options.receipts:
        global receipts
        receipts = asyncio.run(real_receipts())
    for sessions in (1, options.sessions):
        with tempfile.TemporaryDirectory() as folder:
            measure(sessions, options.messages, Path(folder))


if __name__ == "__main__":
    main()
