"""Fuzzes what reads files, guided by coverage: inputs that reach new lines are kept and spoilt further. Not a test.

    python tests/benchmarks/fuzz.py                     30 seconds for each kind of file
    python tests/benchmarks/fuzz.py --seconds 600 persona card import

Prints for each kind how many inputs were tried, how many lines of the program they reached beside those that whole
files reach, and every input that led to anything but one of the program's own errors.
"""

import argparse
import base64
import random
import sys
import tempfile
import time
from pathlib import Path
from types import FrameType
from typing import Any

from chatbot.errors import ChatbotError

sys.path.insert(0, str(Path(__file__).parents[2]))
from tests.durability.targets import Target, spoil, targets

PROGRAM = str(Path(__file__).parents[2] / "chatbot")


class Reached:
    """Lines of the program that were run, by file name and number."""

    def __init__(self) -> None:
        self.lines: set[tuple[str, int]] = set()

    def trace(self, frame: FrameType, event: str, _: Any) -> Any:
        """For `sys.settrace`: follows the program's own code only."""
        if not frame.f_code.co_filename.startswith(PROGRAM):
            return None
        if event == "line":
            self.lines.add((frame.f_code.co_filename, frame.f_lineno))
        return self.trace


def fuzz(target: Target, seconds: float, chance: random.Random) -> int:
    """Fuzzes one kind of file; gives the number of inputs that tripped the program."""
    reached = Reached()
    corpus = list(target.seeds)
    tripped: dict[str, bytes] = {}
    tried = 0

    def run(data: bytes) -> bool:
        before = len(reached.lines)
        sys.settrace(reached.trace)
        try:
            target.read(data)
        except ChatbotError:
            pass
        except Exception as error:  # noqa: BLE001 - these are what is looked for
            tripped.setdefault(f"{type(error).__name__}: {error}"[:200], data)
        finally:
            sys.settrace(None)
        return len(reached.lines) > before

    for seed in target.seeds:
        run(seed)
    whole = len(reached.lines)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        data = spoil(chance.choice(corpus), chance)
        tried += 1
        if run(data):
            corpus.append(data)
    lines = f"lines {whole:5} whole, {len(reached.lines):5} spoilt"
    print(f"{target.name:24}{tried:8,} inputs   {lines}   trips {len(tripped)}", flush=True)
    for error, data in tripped.items():
        print(f"    {error}\n    {base64.b64encode(data[:400]).decode()}")
    return len(tripped)


def main() -> int:
    """Fuzzes the kinds that are asked for; 1 where anything tripped."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kinds", nargs="*", help="such as persona, card, import, profile.json (default: all)")
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place, targets(Path(place)) as every:
        chosen = [target for target in every if not options.kinds or target.name in options.kinds]
        tripped = sum(fuzz(target, options.seconds, random.Random(options.seed)) for target in chosen)
        return int(tripped > 0)


if __name__ == "__main__":
    sys.exit(main())
