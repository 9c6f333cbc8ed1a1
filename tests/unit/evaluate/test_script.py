import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from chatbot.cli.main import run
from chatbot.domain.memory import Memory, Status
from chatbot.domain.slots import Kind, Scope
from chatbot.errors import UsageError
from chatbot.evaluate.script import Expect, Fact, Outcome, Script, Step, judge, moments, read_script

NOW = datetime(2026, 1, 15, 12, tzinfo=UTC)


def memory(attribute: str, value: str, status: Status = Status.ACTIVE) -> Memory:
    text = f"User's {attribute} is {value}"
    return Memory(value, text, Kind.FACT, Scope.USER, "", "", "user", attribute, value, NOW, NOW, NOW, status=status)


def judged(expect: Expect, reply: str = "Your dog is Biscuit.") -> tuple[int, int, int]:
    memories = (memory("pet.dog", "Biscuit"), memory("home", "Porto", Status.SUPERSEDED))
    result = judge(1, Step("hi", expect=expect), Outcome(reply, memories, ("User's dog is Biscuit",), ("joy", "joy")))
    return len(result.found), len(result.missing), len(result.unexpected)


@pytest.mark.parametrize(
    ("expect", "counts"),
    [
        (Expect(memories=(Fact("pet.dog", "biscuit"), Fact("pet.dog"), Fact(text="dog is"))), (3, 0, 0)),
        (Expect(memories=(Fact("home", "Porto"), Fact("pet.dog", "Rex"), Fact("pet.dog", subject="maya"))), (0, 3, 0)),
        (Expect(memories=(Fact("home", "Porto", status=Status.SUPERSEDED),)), (1, 0, 0)),
        (Expect(no_memories=(Fact("home"), Fact("pet.dog"))), (1, 0, 1)),
        (Expect(reply=("BISCUIT", ["cat", "dog"], "parrot")), (2, 1, 0)),
        (Expect(not_reply=("parrot", "biscuit")), (1, 0, 1)),
        (Expect(recalled=("Biscuit", "Porto")), (1, 1, 0)),
        (Expect(emotion="joy"), (1, 0, 0)),
        (Expect(emotion="anger"), (0, 1, 0)),
    ],
)
def test_each_expectation_is_met_missed_or_broken(expect: Expect, counts: tuple[int, int, int]) -> None:
    assert judged(expect) == counts


def test_a_failed_turn_meets_nothing() -> None:
    result = judge(1, Step("hi"), Outcome("", (), failed="the server is gone"))
    assert result.unexpected == ("failure to reply: the server is gone",)


def test_steps_follow_one_another_in_time() -> None:
    later = datetime(2026, 3, 1, tzinfo=UTC)
    script = Script((Step("a"), Step("b"), Step("c", after="2 days"), Step("d", at=later)))
    assert [at.isoformat() for at in moments(script)] == [
        "2026-01-15T12:00:00+00:00",
        "2026-01-15T12:01:00+00:00",
        "2026-01-17T12:01:00+00:00",
        "2026-03-01T00:00:00+00:00",
    ]


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("x.json", b'{"steps": [{"sya": "hi"}]}', "sya"),
        ("x.json", b"[", "x.json"),
        ("x.json", b'{"steps": []}', "0 steps"),
        ("x.toml", b"steps = 3", "steps"),
        ("x.toml", b"[[", "x.toml"),
        ("x.jsonl", b'{"say": "hi"}\n{"say": 3}', "line 2"),
        ("x.json", b'{"steps": [{"say": "hi", "after": "soon"}]}', "step 1"),
        ("x.json", b'{"steps": [{"say": "a"}, {"say": "b", "at": "2020-01-01T00:00:00Z"}]}', "step 2"),
        ("x.json", b"\xff\xfe", "x.json"),
    ],
)
def test_what_is_no_script_is_said_in_one_line(name: str, content: bytes, told: str) -> None:
    with pytest.raises(UsageError) as raised:
        read_script(content, name)
    assert told in raised.value.message
    assert "\n" not in str(raised.value)


def test_the_three_forms_say_the_same() -> None:
    expected = Script((Step("hi", expect=Expect(reply=("you",))),))
    assert read_script(b'{"steps": [{"say": "hi", "expect": {"reply": ["you"]}}]}', "x.json") == expected
    assert read_script(b'[[steps]]\nsay = "hi"\nexpect = {reply = ["you"]}', "x.toml") == expected
    assert read_script(b'{"say": "hi", "expect": {"reply": ["you"]}}\n', "x.jsonl") == expected


SCRIPT = """
[[steps]]
say = "My dog is called Biscuit"
expect = {memories = [{attribute = "pet.dog", value = "Biscuit"}]}
[[steps]]
say = "No, it's Bella"
after = "3 days"
restart = true
[[steps]]
say = "What is my dog called?"
session = "another"
expect = {reply = ["Bella"], not_reply = ["Biscuit"], recalled = ["Bella"]}
"""


def test_a_script_runs_through_the_whole_program(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "script.toml"
    file.write_text(SCRIPT)
    assert run(["evaluate", "script", str(file), "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert (result["met"], result["expectations"], len(result["steps"])) == (4, 4, 3)
    file.write_text(SCRIPT.replace('reply = ["Bella"]', 'reply = ["Rex"]'))
    assert run(["evaluate", "script", str(file)]) == 1
    assert "missing: reply holds “Rex”" in capsys.readouterr().out
