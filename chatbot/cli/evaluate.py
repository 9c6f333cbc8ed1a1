"""`chatbot evaluate`: measures recall, extraction and mood on data of yours, and runs scripted conversations."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from chatbot.cli.arguments import common_options, json_option
from chatbot.cli.verbs import Verbs
from chatbot.domain.text import counted

LARGEST_FILE_BYTES = 512 * 1024 * 1024


FORMS = {
    "recall": """the file is one JSON object; evidence holds the ids of the turns that answer; `at` may be left out:
  {"format": "recall-benchmark/1", "conversations": [{"id": "c1",
    "turns": [{"id": "t1", "session": "s1", "speaker": "Ana", "text": "I live in Porto", "at": "2026-03-01T12:00:00Z"}],
    "questions": [{"question": "Where does Ana live?", "category": "1", "evidence": ["t1"]}]}]}""",
    "extraction": """one JSON object a line:
  {"id": "1", "text": "I live in Porto", "expect": [{"subject": "user", "attribute": "home", "value": "Porto"}]}""",
    "mood": """one JSON object a line; polarity is positive, neutral or negative, either of the two may be left out:
  {"text": "I got the job!", "polarity": "positive", "emotions": ["joy"]}""",
    "script": """the file is JSON or TOML, or JSON lines of steps:
  {"steps": [{"say": "I live in Porto", "expect": {"memories": [{"attribute": "home", "value": "Porto"}]}},
             {"say": "Where do I live?", "after": "3 days", "restart": true, "expect": {"reply": ["Porto"]}}]}""",
}
"""The form of each file, as --help shows it."""


def register(commands: "Verbs[argparse.ArgumentParser]") -> None:
    """Adds the command and its verbs."""
    text = "measure recall, extraction and mood on data, beside baselines; run scripted conversations"
    parser = commands.add_parser("evaluate", help=text, description=text[:1].upper() + text[1:] + ".")
    common_options(parser)
    verbs = parser.add_subparsers(title="verbs", metavar="VERB", required=True)
    for name, text, measure in (
        ("recall", "how much of what was said is found again (recall-benchmark/1)", _recall),
        ("extraction", "how well facts are found: JSON lines of id, text, expect", _extraction),
        ("mood", "how well feelings are read: JSON lines of text, polarity, emotions", _mood),
        ("script", "a conversation with expectations, run through the whole program offline", _script),
    ):
        raw = argparse.RawDescriptionHelpFormatter
        verb = verbs.add_parser(name, help=text, description=text, epilog=FORMS[name], formatter_class=raw)
        verb.add_argument("file", type=Path, help="the data")
        common_options(verb)
        json_option(verb)
        verb.set_defaults(run=_runner(measure))


def _runner(measure: Callable[[bytes, str], dict[str, Any]]) -> Callable[[argparse.Namespace], int]:
    def run(arguments: argparse.Namespace) -> int:
        from chatbot.cli.files import read_file
        from chatbot.cli.show import print_json

        result = measure(read_file(arguments.file, LARGEST_FILE_BYTES), str(arguments.file))
        if arguments.json:
            print_json(result)
        elif measure is _script:
            _print_script(result)
        else:
            _print(result, "")
        return int(result.get("met") != result.get("expectations"))

    return run


def _recall(content: bytes, name: str) -> dict[str, Any]:
    import time

    from chatbot.evaluate.formats import read_benchmark
    from chatbot.evaluate.recall import measure

    return dict(measure(read_benchmark(content, name), time.perf_counter))


def _extraction(content: bytes, name: str) -> dict[str, Any]:
    import msgspec

    from chatbot.evaluate.extraction import LabelledLine, measure_extraction
    from chatbot.evaluate.lines import read_lines

    result: dict[str, Any] = msgspec.to_builtins(measure_extraction(read_lines(content, LabelledLine, name)))
    return result


def _mood(content: bytes, name: str) -> dict[str, Any]:
    import time

    import msgspec

    from chatbot.evaluate.lines import read_lines
    from chatbot.evaluate.mood import Case, measure

    result: dict[str, Any] = msgspec.to_builtins(measure(read_lines(content, Case, name), time.perf_counter))
    return result


def _script(content: bytes, name: str) -> dict[str, Any]:
    from chatbot.cli.scripted import run_script
    from chatbot.evaluate.script import read_script

    return run_script(read_script(content, name))


def _print_script(result: dict[str, Any]) -> None:
    """Prints the steps at which something was missing or came that must not, then the sums."""
    from chatbot.cli.show import print_text

    for step in result["steps"]:
        if step["missing"] or step["unexpected"]:
            print_text(f"{step['number']}. {step['say']}\n   {step['reply']}")
            for name in ("missing", "unexpected"):
                for line in step[name]:
                    print_text(f"   {name}: {line}")
    for kind, counts in result["kinds"].items():
        print_text(f"{kind:<10} {counts['met']} of {counts['expected']}")
    expected, steps = counted(result["expectations"], "expectation"), counted(len(result["steps"]), "step")
    print_text(f"{result['met']} of {expected} met in {steps}.")


def _print(value: Any, indent: str) -> None:
    """Prints nested figures as an outline; lists, which hold single lines of data, only by their number."""
    for name, part in value.items():
        if isinstance(part, dict):
            print(f"{indent}{name}")
            _print(part, indent + "  ")
        elif isinstance(part, list):
            print(f"{indent}{name:<20} {len(part)}")
        else:
            print(f"{indent}{name:<20} {part:.4f}" if isinstance(part, float) else f"{indent}{name:<20} {part}")
