import argparse
import io
import json
from pathlib import Path

import pytest

from chatbot.cli import stats
from chatbot.cli.main import run


def figures_of(folder: Path, *arguments: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    stats.register(parser.add_subparsers())
    return parser.parse_args(["stats", "--data-dir", str(folder), *arguments])


def test_stats_tell_what_was_said_and_learnt(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO()))
    for text, session in (("My dog is called Biscuit", "one"), ("What is my dog called?", "one"), ("Hello", "two")):
        assert run(["ask", "--backend", "offline", "--data-dir", str(tmp_path), "--session", session, text]) == 0
    capsys.readouterr()
    arguments = figures_of(tmp_path, "--json")
    assert arguments.run(arguments) == 0
    told = json.loads(capsys.readouterr().out)
    assert (len(told["sessions"]), told["messages"], told["replies"]["replies"]) == (2, 6, 3)
    assert (told["memories"]["statuses"], told["changes"], told["cost"]) == ({"active": 1}, {"add": 1}, None)
    assert told["bytes"]["all"] > told["bytes"]["sessions"] > 0
    arguments = figures_of(tmp_path, "--session", "two")
    assert arguments.run(arguments) == 0
    shown = capsys.readouterr().out
    assert "Time by stage" in shown
    assert "messages                2" in shown
