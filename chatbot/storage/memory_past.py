"""The memories as they were at a moment, mostly from what logs hold in RAM.

Each row of a journal names the copies of records that it made, so the last copy of each record before a moment is
known without a look at the disk. Of each page the newest copy of a record is in RAM; only those that were changed
again in the same page after the moment are read.
"""

from collections.abc import Sequence
from datetime import datetime

from chatbot.domain.memory import Memory
from chatbot.storage.memory_contents import Contents, Copy
from chatbot.storage.memory_log import MemoryLog


def records_at(moment: datetime, logs: Sequence[MemoryLog]) -> dict[str, Memory] | None:
    """By id: every record as it stood at a moment, of every status.

    Args:
        moment: aware; changes of this very moment count.
        logs: all that records may lie in.

    Returns:
        None where a page lacks a copy that its journal names, so that only replaying all of it tells what was.

    Raises:
        StorageError: a page cannot be read.
    """
    last: dict[str, tuple[int, Copy, Contents, MemoryLog]] = {}
    for log in logs:
        for contents in log.contents():
            for row in contents.rows:
                if row.at <= moment:
                    for copy in row.copies:
                        if copy.id not in last or last[copy.id][0] < copy.version:
                            last[copy.id] = (copy.version, copy, contents, log)
    then: dict[str, Memory] = {}
    wanted: dict[MemoryLog, dict[int, list[Copy]]] = {}
    for key, (version, copy, contents, log) in last.items():
        newest = contents.records[key]
        if newest.version == version:
            then[key] = newest
        else:
            wanted.setdefault(log, {}).setdefault(contents.rows[0].page, []).append(copy)
    for log, copies in wanted.items():
        then |= {memory.id: memory for memory in log.copies(copies)}
    return then if len(then) == len(last) else None
