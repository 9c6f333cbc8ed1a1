"""A config file that cannot be used: what is said of it, and what works all the same."""

import pytest

from chatbot.cli.main import run
from chatbot.paths import find_paths

Printed = pytest.CaptureFixture[str]


def broken(text: str) -> str:
    path = find_paths().config_file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return str(path)


def test_values_that_a_key_may_have_are_listed(capsys: Printed) -> None:
    path = broken('[backend]\nkind = "foo"\n')
    assert run(["memory", "list", "--user", "ana"]) == 1
    told = capsys.readouterr().err
    assert path in told and "Use one of: auto, offline, openai." in told
    broken("[memory]\nmode = 3\n")
    assert run(["memory", "list", "--user", "ana"]) == 1
    assert "hybrid" in capsys.readouterr().err
    broken("nothing = 1\n")
    assert run(["memory", "list", "--user", "ana"]) == 1
    assert "See the README" in capsys.readouterr().err


def test_paths_and_doctor_work_without_it(capsys: Printed) -> None:
    path = broken("[backend\n")
    assert run(["paths", "--user", "ana"]) == 1
    told = capsys.readouterr()
    assert path in told.out and path in told.err and "not valid TOML" in told.err
    assert run(["doctor", "--user", "ana", "--backend", "offline"]) == 1
    assert "not valid TOML" in capsys.readouterr().out
