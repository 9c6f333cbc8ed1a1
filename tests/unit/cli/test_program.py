"""What a command tells besides its own answer."""

import pytest

from chatbot.assemble import assemble
from chatbot.cli.main import run
from chatbot.config import load_settings
from chatbot.domain.change import Change, JournalEntry, Op, Who
from chatbot.domain.ids import new_id, utc_now
from chatbot.domain.memory import USER_SUBJECT, Memory
from chatbot.domain.slots import Kind, Scope
from chatbot.paths import find_paths


def test_whatever_was_damaged_is_told_by_the_command_that_mended_it(capsys: pytest.CaptureFixture[str]) -> None:
    companion = assemble(load_settings(find_paths(), user="ana"))
    now = utc_now()
    for value in ("jazz", "tea"):
        one = Memory(
            id=new_id(), text=f"User likes {value}", kind=Kind.PREFERENCE, scope=Scope.USER, session_id="",
            persona_id="plain", subject=USER_SUBJECT, attribute="likes", value=value, said_at=now, created_at=now,
            updated_at=now,
        )  # fmt: skip
        companion.files.memories.apply(JournalEntry(new_id(), now, Who.USER, (Change(Op.ADD, None, one, ""),))).result()
    companion.files.close()
    path = companion.files.folder / "memories.json"
    path.write_bytes(path.read_bytes()[:-40])
    assert run(["memory", "list", "--user", "ana"]) == 0
    told = capsys.readouterr()
    assert "jazz" in told.out and "tea" not in told.out
    assert told.err.count(str(path)) == 1 and "its last save may be lost" in told.err
    assert run(["memory", "list", "--user", "ana"]) == 0
    assert "lost" not in capsys.readouterr().err
