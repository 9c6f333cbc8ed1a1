"""Textual's driver, made for a terminal that may go: its window is closed, or its connection is cut.

Textual's own waits for ever then: the thread that writes has ended, the one that reads never does, and the program
stays behind with a processor to itself.
"""

import contextlib
import os
import select
import threading
from typing import IO, Any, cast

from textual.drivers import linux_driver

from chatbot.tui.terminal_paste import PastingParser


class _Output:
    """The terminal as a file. What nobody can see any more is let go, and is no error."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file

    def write(self, text: str) -> None:
        """Writes, where there is somebody."""
        with contextlib.suppress(OSError):
            self._file.write(text)

    def flush(self) -> None:
        """Sends what was written."""
        with contextlib.suppress(OSError):
            self._file.flush()

    def fileno(self) -> int:
        """The terminal's descriptor."""
        return self._file.fileno()


class LastingDriver(linux_driver.LinuxDriver):
    """Ends the program as the user would when the terminal goes; all else, and its arguments, are Textual's."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._file = cast(Any, _Output(cast(IO[str], self._file)))
        linux_driver.XTermParser = PastingParser  # type: ignore[attr-defined]  # the thread that reads makes it by this name
        self._watch = threading.Thread(target=self._wait_for_the_end, name="terminal-watch", daemon=True)

    def start_application_mode(self) -> None:
        """Takes the terminal, again where it is told to go on without having been stopped.

        That is what happens to a program whose terminal is closed. A second thread that reads would never end.
        """
        if self._key_thread is not None and self._key_thread.is_alive():
            self.disable_input()
            self.close()
        super().start_application_mode()  # type: ignore[no-untyped-call]
        if not self._watch.ident:
            self._watch.start()

    def _get_terminal_size(self) -> tuple[int, int]:
        """The size; where the terminal knows none, the one that Rich takes, or the two would chase each other."""
        with contextlib.suppress(OSError):
            if all(os.get_terminal_size(self.fileno)):
                return super()._get_terminal_size()
        width, height = self._app.console.size
        return width, height

    def _wait_for_the_end(self) -> None:
        gone = select.poll()
        gone.register(self.fileno, 0)  # nothing but what cannot be left out: the end of the terminal
        if any(what & select.POLLHUP for _, what in gone.poll()):
            with contextlib.suppress(RuntimeError):  # the program has ended before
                self._loop.call_soon_threadsafe(self._app.exit)
