"""Measures what a person feels at the screen, beside the smallest Textual app in the same run. Not part of the tests.

    python tests/benchmarks/screen.py                      the transcript alone, beside the floor
    python tests/benchmarks/screen.py --chatbot            the whole program too, with a temporary home
    python tests/benchmarks/screen.py --tokens 500 --rate 50 --runs 3

Budgets, as ratios or on the machine of the design measurements: ready 1.5 times the floor, 6 ms of CPU a
token, 95 % of tokens shown within 80 ms, 95 % of keys within 60 ms while streaming, 5,000 messages open
in one second, 90 MB.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from paced_server import PacedServer, token  # type: ignore[import-not-found]
from program import Program  # type: ignore[import-not-found]

HERE = Path(__file__).parent
F12 = "\x1b[24~"
KEY_EVERY_SECONDS = 0.2
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass
class Target:
    """A program to measure: how it is started, and what sends the first message."""

    name: str
    command: list[str]
    send: str
    environment: dict[str, str] = field(default_factory=dict)


@dataclass
class Figures:
    """One run: milliseconds, but for memory."""

    values: dict[str, float] = field(default_factory=dict)


def percentile(values: Iterable[float], share: float) -> float:
    """The value below which so many lie; 0 for no values."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def idle_keys(program: Program) -> list[float]:
    """Milliseconds from key to screen while nothing else happens."""
    times = []
    typed = ""
    for letter in LETTERS:
        typed += letter
        at = program.type(letter)
        times.append((program.wait(typed[-6:]) - at) * 1000)
        program.drain(0.02)
    program.type("\x7f" * len(typed))
    program.drain(0.2)
    return times


def stream(program: Program, server: PacedServer, send: str, tokens: int) -> tuple[list[float], list[float], float]:
    """One reply: milliseconds from token sent to shown, from key to screen, and of CPU a token."""
    cpu = program.cpu_seconds()
    program.type(send)
    shown: dict[int, float] = {}
    keys: list[float] = []
    typed, typed_at, waiting = "", time.perf_counter() + 1.0, False
    seen = ""
    end = time.perf_counter() + 15 + tokens / 25
    while token(tokens - 1) not in seen and time.perf_counter() < end:
        seen = (seen + program.read(0.01))[-60_000:]
        now = time.perf_counter()
        while len(shown) < len(server.sent_at) and token(len(shown)) in seen:
            shown[len(shown)] = now
        if waiting and typed[-6:] in seen:
            keys.append((now - typed_at) * 1000)
            waiting = False
        if not waiting and now - typed_at > KEY_EVERY_SECONDS and not server.done.is_set():
            typed += LETTERS[len(typed) % 26]
            typed_at, waiting = program.type(typed[-1]), True
    program.drain(0.3)
    lags = [(at - server.sent_at[number]) * 1000 for number, at in shown.items()]
    if len(shown) < tokens:
        print(f"  only {len(shown)} of {tokens} tokens were seen in order", file=sys.stderr)
    return lags, keys, (program.cpu_seconds() - cpu) * 1000 / tokens


def measure(target: Target, tokens: int, rate: float) -> Figures:
    """One run of one program."""
    server = PacedServer(tokens, rate)
    figures = Figures()
    program = Program(target.command, {**target.environment, "OPENAI_BASE_URL": server.url, "OPENAI_API_KEY": "none"})
    try:
        figures.values["ready ms"] = (program.ready_to_type() - program.started_at) * 1000
        figures.values["ready CPU ms"] = program.cpu_at_ready * 1000
        program.drain(0.6)
        figures.values["key at start p50 ms"] = statistics.median(idle_keys(program))
        program.settle()
        cpu = program.cpu_seconds()
        idle = idle_keys(program)
        figures.values["key idle p50 ms"] = statistics.median(idle)
        figures.values["key idle p95 ms"] = percentile(idle, 0.95)
        figures.values["key idle CPU ms"] = (program.cpu_seconds() - cpu) * 1000 / len(idle)
        lags, keys, cpu = stream(program, server, target.send, tokens)
        figures.values["CPU a token ms"] = cpu
        figures.values["token lag p50 ms"] = percentile(lags, 0.5)
        figures.values["token lag p95 ms"] = percentile(lags, 0.95)
        figures.values["key streaming p50 ms"] = percentile(keys, 0.5)
        figures.values["key streaming p95 ms"] = percentile(keys, 0.95)
        figures.values["peak MB"] = program.peak_megabytes()
    finally:
        program.end()
        server.close()
    return figures


def opening(count: int) -> float:
    """Milliseconds until a chat of so many messages shows its last one."""
    program = Program([sys.executable, str(HERE / "transcript_app.py"), str(count)], {})
    try:
        shown = program.wait(f"reply {count - 1}" if count else "Write something")
        return float(shown - program.started_at) * 1000
    finally:
        program.end()


def targets(with_chatbot: bool, home: str) -> list[Target]:
    """What is measured, the floor first."""
    found = [
        Target("floor", [sys.executable, str(HERE / "floor_app.py")], F12),
        Target("transcript", [sys.executable, str(HERE / "transcript_app.py"), "0"], F12),
    ]
    if with_chatbot:
        found.append(
            Target("chatbot", [sys.executable, "-m", "chatbot", "--model", "paced"], "hello\r", {"CHATBOT_HOME": home})
        )
    return found


def main() -> None:
    """Runs everything, interleaved, and prints medians and ratios to the floor."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tokens", type=int, default=300)
    parser.add_argument("--rate", type=float, default=50.0, help="tokens a second")
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--chatbot", action="store_true", help="measure the whole program too")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        chosen = targets(options.chatbot, home)
        runs: dict[str, list[Figures]] = {target.name: [] for target in chosen}
        for _ in range(options.runs):
            for target in chosen:
                runs[target.name].append(measure(target, options.tokens, options.rate))
    medians = {
        name: {key: statistics.median(run.values[key] for run in figures) for key in figures[0].values}
        for name, figures in runs.items()
    }
    for name, values in medians.items():
        print(name)
        for key, value in values.items():
            print(f"  {key:24}{value:8.1f}   {value / (medians['floor'][key] or 1):5.2f} x floor")
    empty = statistics.median(opening(0) for _ in range(options.runs))
    many = statistics.median(opening(5_000) for _ in range(options.runs))
    print(f"open 5,000 messages {many:.0f} ms, empty {empty:.0f} ms, {many / empty:.2f} x")


if __name__ == "__main__":
    main()
