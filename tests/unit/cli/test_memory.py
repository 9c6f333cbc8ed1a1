"""`chatbot memory`: what else can be done by hand."""

import json

import pytest

from chatbot.cli.main import run

Printed = pytest.CaptureFixture[str]


def test_a_memory_is_kept_on_this_machine_and_let_go_again(capsys: Printed) -> None:
    assert run(["memory", "add", "I live in Porto", "--user", "ana"]) == 0
    for more, kept in (([], True), (["--off"], False)):
        assert run(["memory", "local-only", "porto", *more, "--user", "ana"]) == 0
        capsys.readouterr()
        assert run(["memory", "show", "porto", "--json", "--user", "ana"]) == 0
        assert json.loads(capsys.readouterr().out)["local_only"] is kept
