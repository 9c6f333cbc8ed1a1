"""/export and /import on the screen."""

import json
from pathlib import Path

import pytest

from chatbot.domain.message import Message, Role
from chatbot.tui.commands import run
from tests.tui.conftest import Opened


@pytest.fixture(autouse=True)
def work_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The present folder of the program."""
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


async def test_a_session_is_exported_and_never_over_another_file(opened: Opened, work_folder: Path) -> None:
    async with opened("Lovely!") as desktop:
        await desktop.say("I like long walks")
        await desktop.enter("/export")
        await desktop.until(lambda: desktop.shows("Exported 3 messages") or desktop.shows("Exported 2 messages"))
        (file,) = work_folder.iterdir()
        assert file.suffix == ".md" and "I like long walks" in file.read_text()
        await desktop.enter("/export html my walk.html")
        await desktop.until(lambda: (work_folder / "my walk.html").exists())
        await desktop.enter("/export my walk.html")
        await desktop.until(lambda: desktop.shows("exists already"))
        await desktop.enter("/export all")
        await desktop.until(lambda: len(list(work_folder.glob("*.zip"))) == 1)
        await desktop.until(lambda: desktop.shows("Exported 1 session"))


async def test_a_private_session_leaves_only_on_command_and_says_so(opened: Opened, work_folder: Path) -> None:
    async with opened("Lovely!") as desktop:
        await desktop.enter("/private")
        await desktop.until(lambda: desktop.main.desk.current.session.meta.private)
        await desktop.say("I have a canary called Pip")
        await desktop.enter("/export all everything")
        await desktop.until(lambda: (work_folder / "everything").exists())
        files = [path for path in (work_folder / "everything").rglob("*") if path.is_file()]
        assert files and all(b"canary" not in path.read_bytes() for path in files)
        await desktop.enter("/export json pip.json")
        await desktop.until(lambda: desktop.shows("This session is private; that file is not."))
        document = json.loads((work_folder / "pip.json").read_text())
        assert any(memory["value"] == "Pip" for memory in document["memories"])
        assert {memory["scope"] for memory in document["memories"]} == {"session"}


async def test_conversations_come_in_with_one_line(opened: Opened, work_folder: Path) -> None:
    lines = ['{"role":"user","content":"Hello there"}', '{"role":"assistant","content":"Hi"}', "{broken"]
    (work_folder / "chat.jsonl").write_text("\n".join(lines))
    async with opened() as desktop:
        await desktop.enter("/import chat.jsonl")
        await desktop.until(lambda: desktop.shows("Imported 1 session, 2 messages", "1 record could not be used"))
        assert "chat" in {meta.title for meta in desktop.companion.sessions.all()}
        await desktop.enter("/import missing.json")
        await desktop.until(lambda: desktop.shows("There is no file missing.json"))


async def test_what_is_merged_into_the_session_on_screen_shows_at_once(opened: Opened, work_folder: Path) -> None:
    async with opened("Lovely!") as desktop:
        await desktop.say("I like long walks")
        await desktop.enter("/export all everything")
        await desktop.until(lambda: (work_folder / "everything").exists())
        session = desktop.main.desk.current.session
        path = work_folder / "everything" / "sessions" / f"{session.id}.json"
        document = json.loads(path.read_text())
        last: dict[str, object] = dict(document["messages"][-1])
        last |= {"id": "7ZZZZZZZZZZZZZZZZZZZZZZZZZ", "seq": 90, "text": "said elsewhere", "role": "user"}
        document["messages"].append(last)
        path.write_text(json.dumps(document))
        desktop.prompt.draft = "half a thought"
        desktop.main.attempt(run(desktop.main, "import", "everything"))
        await desktop.until(lambda: desktop.shows("said elsewhere", "1 session brought up to date"))
        assert desktop.prompt.draft == "half a thought"
        assert desktop.main.desk.current.session is not session
        stored: Message = desktop.main.desk.current.session.files.messages()[-1]
        assert stored.role is Role.USER and stored.text == "said elsewhere"
