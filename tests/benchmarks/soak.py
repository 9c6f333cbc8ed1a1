"""The soak in full: two thousand turns of mixed talk with a hundred facts, without a model and with one that lies.

Run: `python -m tests.benchmarks.soak [--turns N] [--seed N ...]`. Exits 1 where a bar is missed.
"""

import argparse
import asyncio
import sys

from chatbot.llm.base import ChatModel
from chatbot.llm.offline import HELP_TEXT, OfflineCompanion
from chatbot.persona.catalog import Catalog
from tests.soak.facts import all_facts
from tests.soak.house import House
from tests.soak.liar import Liar
from tests.soak.soak import Report, soak

NEAR_SHARE = 0.01
"""Near-duplicates must stay below this share of what is known."""


def main() -> int:
    """Runs it and prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=2000)
    parser.add_argument("--seed", type=int, nargs="+", default=[1])
    arguments = parser.parse_args()
    held = True
    for seed in arguments.seed:
        for name, model in (("offline", OfflineCompanion(HELP_TEXT)), ("a model that lies", Liar())):
            held = _run(name, model, arguments.turns, seed) and held
    return 0 if held else 1


def _run(name: str, model: ChatModel, turns: int, seed: int) -> bool:
    facts = all_facts()
    report = asyncio.run(soak(House(model, Catalog(None)), facts, turns, seed))
    print(f"\n{name}, {len(facts)} facts, seed {seed}")
    for line in report.lines():
        print(f"  {line}")
    wrongs = (report.exact, report.near, report.wrong, report.past_as_present, report.false, report.unexpected)
    for found in wrongs:
        for line in dict.fromkeys(found):
            print(f"    {line[:200]!r}")
    return holds(report)


def holds(report: Report) -> bool:
    """Whether every bar is met."""
    clean = not (report.exact or report.wrong or report.past_as_present or report.false)
    return clean and len(report.near) < NEAR_SHARE * report.present


if __name__ == "__main__":
    sys.exit(main())
