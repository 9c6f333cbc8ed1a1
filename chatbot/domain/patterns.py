"""Regular expressions that are compiled when they are first needed, so that a command pays only for what it needs.

Compiling the few hundred patterns of the program takes longer than everything else in a short command together.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any, AnyStr, Generic, cast

from chatbot.domain.literals import Needs, needs_of, starts_of

_AS_WRITTEN = ~(re.IGNORECASE | re.VERBOSE)  # flags under which a letter of the source is a letter of the text


class _Later(Generic[AnyStr]):
    """Stands for a pattern until a text comes in which it may be found; from then on it hands out the compiled one."""

    def __init__(self, source: AnyStr, flags: int) -> None:
        self._source: AnyStr = source
        self._flags = flags
        self._needs: Needs | None = None
        self._starts: Needs | None = None

    def search(self, string: AnyStr, *span: int) -> re.Match[AnyStr] | None:
        """As of the pattern."""
        return self._compiled().search(string, *span) if self._may_be_in(string) else None

    def match(self, string: AnyStr, *span: int) -> re.Match[AnyStr] | None:
        """As of the pattern."""
        starts = self._read_starts() if self._starts is None else self._starts
        if starts and not string.startswith(starts, *span):  # type: ignore[arg-type]  # only text has any
            return None
        return self._compiled().match(string, *span) if self._may_be_in(string) else None

    def fullmatch(self, string: AnyStr, *span: int) -> re.Match[AnyStr] | None:
        """As of the pattern."""
        return self._compiled().fullmatch(string, *span) if self._may_be_in(string) else None

    def finditer(self, string: AnyStr, *span: int) -> Iterator[re.Match[AnyStr]]:
        """As of the pattern."""
        return self._compiled().finditer(string, *span) if self._may_be_in(string) else iter(())

    def sub(self, repl: AnyStr | Callable[[re.Match[AnyStr]], AnyStr], string: AnyStr, count: int = 0) -> AnyStr:
        """As of the pattern."""
        return self._compiled().sub(repl, string, count) if self._may_be_in(string) else string

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self._compiled(), name)

    def _read_starts(self) -> Needs:
        self._starts = self._read(starts_of)
        return self._starts

    def _may_be_in(self, text: AnyStr) -> bool:
        if self._needs is None:
            self._needs = self._read(needs_of)
        if not self._needs:
            return True
        for need in self._needs:  # noqa: SIM110 - a sentence is held against three hundred patterns; `any` takes thrice
            if need in text:  # type: ignore[operator]  # only what is read as text has needs
                return True
        return False

    def _read(self, tell: Callable[[str], Needs]) -> Needs:
        """What the expression tells without being compiled, where it can be read."""
        readable = isinstance(self._source, str) and self._flags == self._flags & _AS_WRITTEN
        return tell(str(self._source)) if readable else ()

    def _compiled(self) -> re.Pattern[AnyStr]:
        compiled = re.compile(self._source, self._flags)
        for name in ("search", "match", "fullmatch", "finditer", "findall", "split", "sub", "subn", "pattern", "flags"):
            setattr(self, name, getattr(compiled, name))
        return compiled


def lazy(source: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """A pattern that is compiled at its first use. For patterns that stand at the top of a module.

    Args:
        source: as for `re.compile`; a mistake in it is raised at the first use, so every one needs a test.
        flags: as for `re.compile`.
    """
    return cast(re.Pattern[AnyStr], _Later(source, int(flags)))
