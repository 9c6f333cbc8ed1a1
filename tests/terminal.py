"""A program in a pseudo-terminal, driven by keys and read as a screen, as a person would."""

import os
import pty
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from fcntl import ioctl

import pyte


class Terminal:
    """Starts a program and keeps its screen.

    Args:
        command: program and arguments.
        environment: the whole environment, but for the size that it may name, which would be believed; TERM is added.
        columns, rows: size of the screen.
        kind: what the terminal says that it is (TERM).
        knows_its_size: False for a terminal that tells programs no size, as some lines and containers do.
    """

    def __init__(
        self,
        command: Sequence[str],
        environment: Mapping[str, str],
        columns: int = 120,
        rows: int = 40,
        *,
        knows_its_size: bool = True,
        kind: str = "xterm-256color",
    ) -> None:
        self.screen = pyte.Screen(columns, rows)
        self._parser = pyte.ByteStream(self.screen)
        self.received = bytearray()
        self._master, slave = pty.openpty()
        if knows_its_size:
            ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        sizeless = {name: value for name, value in environment.items() if name not in ("COLUMNS", "LINES")}
        full = {**sizeless, "TERM": kind, "COLORTERM": "truecolor"}
        self.process = subprocess.Popen(
            list(command), stdin=slave, stdout=slave, stderr=slave, env=full, start_new_session=True, close_fds=True
        )
        os.close(slave)

    @property
    def text(self) -> str:
        """The screen as lines, right-trimmed."""
        return "\n".join(line.rstrip() for line in self.screen.display)

    def type(self, keys: str) -> None:
        """Presses keys, as the bytes that a terminal would send."""
        os.write(self._master, keys.encode())

    def say(self, text: str) -> None:
        """Types a line and presses enter."""
        self.type(text)
        self.wait_for(lambda screen: text[-20:] in screen)
        self.type("\r")

    def wait_for(self, shown: Callable[[str], bool] | str, seconds: float = 30.0) -> str:
        """Reads until the screen shows something.

        Args:
            shown: a text, or a test of the screen's text.
            seconds: patience; it fails the test when over.
        """
        test = (lambda screen: shown in screen) if isinstance(shown, str) else shown
        deadline = time.monotonic() + seconds
        while not test(self.text):
            left = deadline - time.monotonic()
            assert left > 0, f"never shown: {shown}\n{self.text}"
            self._read(min(left, 0.2))
        return self.text

    def wait_for_exit(self, seconds: float = 20.0) -> int:
        """Reads until the program ends, and gives its exit code."""
        deadline = time.monotonic() + seconds
        while self.process.poll() is None:
            assert time.monotonic() < deadline, f"still running\n{self.text}"
            self._read(0.1)
        self._read(0)
        return self.process.returncode

    def kill(self, with_signal: int = signal.SIGKILL) -> None:
        """Sends a signal and waits for the end."""
        self.process.send_signal(with_signal)
        self.wait_for_exit()

    def hang_up(self, seconds: float = 20.0) -> int:
        """Closes the terminal under the program, as the window's cross does; gives the program's exit code."""
        os.close(self._master)
        self._master = -1
        return self.process.wait(seconds)

    def close(self) -> None:
        """Ends the program if it still runs, and lets the terminal go."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        if self._master >= 0:
            os.close(self._master)

    def _read(self, seconds: float) -> None:
        ready, _, _ = select.select([self._master], [], [], seconds)
        if not ready:
            return
        try:
            data = os.read(self._master, 65536)
        except OSError:  # Linux says so when the other end has closed
            return
        self.received += data
        self._parser.feed(data)

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
