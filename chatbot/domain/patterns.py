"""Regular expressions that are compiled when they are first used, so that a command pays only for what it needs.

Compiling the few hundred patterns of the program takes longer than everything else in a short command together.
"""

import re
from typing import Any, AnyStr, cast


class _Later:
    """Stands for a pattern until somebody uses it; from then on it hands out the compiled pattern's own methods."""

    def __init__(self, source: str | bytes, flags: int) -> None:
        self._source = source
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        compiled = re.compile(self._source, self._flags)
        for method in ("search", "match", "fullmatch", "finditer", "findall", "split", "sub", "subn"):
            setattr(self, method, getattr(compiled, method))
        self.pattern, self.flags = compiled.pattern, compiled.flags
        self.groups, self.groupindex = compiled.groups, compiled.groupindex
        return getattr(compiled, name)


def lazy(source: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """A pattern that is compiled at its first use. For patterns that stand at the top of a module.

    Args:
        source: as for `re.compile`; a mistake in it is raised at the first use, so every one needs a test.
        flags: as for `re.compile`.
    """
    return cast(re.Pattern[AnyStr], _Later(source, int(flags)))
