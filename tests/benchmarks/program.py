"""A program in a pseudo-terminal whose output is searched as bytes: nothing between the program and the clock.

`pyte` would show a true screen, but takes so long to parse that it would measure itself.
"""

import os
import pty
import re
import select
import struct
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence
from fcntl import ioctl
from pathlib import Path

_ESCAPES = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[ -/]*[0-~]|P[^\x1b]*\x1b\\)")
_REST_SECONDS = 0.5
_RESTING_SHARE = 0.04


class Program:
    """Starts a program on a screen of 120 by 40.

    Args:
        command: program and arguments.
        environment: added to this one's.
    """

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self._master, slave = pty.openpty()
        ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        full = {**os.environ, **environment, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
        self.started_at = time.perf_counter()
        self._process = subprocess.Popen(
            list(command), stdin=slave, stdout=slave, stderr=slave, env=full, start_new_session=True
        )
        os.close(slave)
        self.raw = b""
        self.cpu_at_ready = 0.0

    def type(self, keys: str) -> float:
        """Presses keys; gives the moment."""
        at = time.perf_counter()
        os.write(self._master, keys.encode())
        return at

    def read(self, seconds: float) -> str:
        """What the program writes next, without escape sequences; empty if it writes nothing for so long."""
        if not select.select([self._master], [], [], seconds)[0]:
            return ""
        try:
            data = os.read(self._master, 1 << 18)
        except OSError:
            return ""
        self.raw = (self.raw + data)[-400_000:]
        return _ESCAPES.sub(b"", data).decode("utf-8", "replace")

    def wait(self, text: str, seconds: float = 60.0) -> float:
        """Reads until a text was written; gives the moment.

        Raises:
            TimeoutError: it was not.
        """
        end = time.perf_counter() + seconds
        seen = ""
        while time.perf_counter() < end:
            seen = (seen + self.read(0.05))[-20_000:]
            if text in seen:
                return time.perf_counter()
        raise TimeoutError(f"{text!r} did not show; the end of the output: {seen[-300:]!r}")

    def drain(self, seconds: float = 0.3) -> None:
        """Reads until nothing comes for so long; two seconds at most, since a cursor blinks for ever."""
        end = time.perf_counter() + 2.0
        while self.read(seconds) and time.perf_counter() < end:
            pass

    def ready_to_type(self) -> float:
        """Types a letter again and again once the program has taken the terminal; gives the moment that one shows.

        What it took of the processor until then is kept as `cpu_at_ready`: other load changes it less than the moment.
        """
        while b"\x1b[?1049h" not in self.raw or self._echoes():
            self.read(0.01)
        for typed in range(1, 1_000):
            self.type("Q")
            if "Q" in self.read(0.02):
                at = time.perf_counter()
                self.cpu_at_ready = self.cpu_seconds()
                self.drain(0.3)
                self.type("\x7f" * typed)
                return at
        raise TimeoutError("no key was ever shown")

    def _echoes(self) -> bool:
        """Whether the terminal itself still shows what is typed, so that a letter on the screen proves nothing."""
        return bool(termios.tcgetattr(self._master)[3] & termios.ECHO)

    def cpu_seconds(self) -> float:
        """Processor time so far, of all threads that it has; of one that ended it is forgotten."""
        threads = Path(f"/proc/{self._process.pid}/task").glob("*/schedstat")
        return sum(int(thread.read_text().split()[0]) for thread in threads) / 1e9

    def settle(self, seconds: float = 20.0) -> None:
        """Reads until the program is done with what it does at its start: until it hardly uses the processor."""
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            before, at = self.cpu_seconds(), time.perf_counter()
            while time.perf_counter() < at + _REST_SECONDS:
                self.read(0.05)
            if self.cpu_seconds() - before < _RESTING_SHARE * _REST_SECONDS:
                return

    def peak_megabytes(self) -> float:
        """The most memory that it had resident."""
        status = Path(f"/proc/{self._process.pid}/status").read_text()
        found = re.search(r"VmHWM:\s+(\d+) kB", status)
        return int(found[1]) / 1024 if found else 0.0

    def end(self) -> None:
        """Ends it."""
        self._process.terminate()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        os.close(self._master)
