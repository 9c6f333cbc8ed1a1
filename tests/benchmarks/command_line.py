"""How long the command line takes, beside bare Python in the same run: `python tests/benchmarks/command_line.py`.

Prints medians of interleaved runs and their ratios to the floor. The bars: `--help` at most 10 times bare Python, an
offline `ask` at most 25 times.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time

RUNS = 15
COMMANDS: dict[str, list[str]] = {
    "bare python": ["-c", "pass"],
    "--help": ["-m", "chatbot", "--help"],
    "paths": ["-m", "chatbot", "paths"],
    "memory list": ["-m", "chatbot", "memory", "list"],
    "ask offline": ["-m", "chatbot", "ask", "where do I live?", "--backend", "offline"],
}


def main() -> None:
    """Runs every command in turn, so that a slow moment of the machine strikes all alike."""
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "CHATBOT_HOME": home}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program has its compiled files
        for run in range(RUNS + 1):
            for name, arguments in COMMANDS.items():
                began = time.perf_counter()
                subprocess.run(
                    [sys.executable, *arguments],
                    env=environment,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    check=True,
                )
                if run:  # the first one fills the disk cache and makes the user's files
                    times[name].append((time.perf_counter() - began) * 1000)
    floor = statistics.median(times["bare python"])
    for name, taken in times.items():
        middle = statistics.median(taken)
        print(f"{name:<14}{middle:8.1f} ms  {middle / floor:6.1f} x   (min {min(taken):.1f}, max {max(taken):.1f})")


if __name__ == "__main__":
    main()
