"""Output that cannot be written, is closed, or cannot show a character: one line, and nothing that was said is lost."""

import json
import os
import subprocess
import sys
from pathlib import Path

FULL = Path("/dev/full")


def shell(home: Path, command: str, **more: str) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "CHATBOT_HOME": str(home), "PYTHON": sys.executable, **more}
    return subprocess.run(["/bin/sh", "-c", command], capture_output=True, env=environment, timeout=60)


def test_a_full_disk_behind_the_output_is_one_line_and_the_turn_is_kept(tmp_path: Path) -> None:
    for command in ("ask 'I live in Porto' --backend offline", "memory list"):
        result = shell(tmp_path, f'"$PYTHON" -m chatbot {command} > {FULL}')
        said = result.stderr.decode()
        assert (result.returncode, "Traceback" in said, "Exception" in said) == (1, False, False), said
        assert "The output cannot be written: No space left on device." in said
    assert "Porto" in shell(tmp_path, '"$PYTHON" -m chatbot memory list').stdout.decode()
    both = shell(tmp_path, f'"$PYTHON" -m chatbot memory list > {FULL} 2> {FULL}')
    assert both.returncode == 1


def test_closed_streams_are_no_traceback(tmp_path: Path) -> None:
    result = shell(tmp_path, '"$PYTHON" -m chatbot ask hi --backend offline >&-')
    assert (result.returncode, result.stderr.decode().splitlines()[0]) == (1, "chatbot: Standard output is closed.")
    assert b"hi" not in shell(tmp_path, '"$PYTHON" -m chatbot session list').stdout
    for closed in ("<&-", "2>&-", "<&- 2>&-"):
        result = shell(tmp_path, f'"$PYTHON" -m chatbot ask hello --backend offline {closed}')
        assert (result.returncode, bool(result.stdout), result.stderr) == (0, True, b""), result.stderr


def test_what_the_terminal_cannot_show_is_replaced(tmp_path: Path) -> None:
    said = "my friend is called Žöe 😀"
    result = shell(tmp_path, f'"$PYTHON" -m chatbot ask "{said}" --backend offline', PYTHONIOENCODING="ascii")
    assert (result.returncode, b"Traceback" in result.stderr) == (0, False)
    assert b"?" in result.stdout
    listed = shell(tmp_path, '"$PYTHON" -m chatbot memory list --json', PYTHONIOENCODING="ascii").stdout
    assert any("Žöe" in memory["text"] for memory in json.loads(listed))
