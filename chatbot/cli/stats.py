"""`chatbot stats`: what was said, learnt and recalled, tokens, times, moods and sizes, as text or JSON."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chatbot.cli.arguments import common_options, json_option

if TYPE_CHECKING:
    from chatbot.assemble import Companion
    from chatbot.cli.verbs import Verbs
    from chatbot.domain.message import Message

MOST_MESSAGES = 20_000
"""The newest so many of each session are counted; older ones only as a number."""

_PAGE = 256
_BAR_CELLS = 24


def register(commands: "Verbs[argparse.ArgumentParser]") -> None:
    """Adds the command."""
    text = "tokens, times, memories, moods and sizes, of everything or one session"
    parser = commands.add_parser("stats", help=text, description=text[:1].upper() + text[1:] + ".")
    parser.add_argument("--session", default="", help="id or title; only this session (default: all)")
    common_options(parser)
    json_option(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Prints the figures; 0."""
    from chatbot.cli.program import with_companion

    return with_companion(arguments, lambda companion: _stats(companion, arguments))


async def _stats(companion: "Companion", arguments: argparse.Namespace) -> int:
    from chatbot.cli.show import print_json

    result = await _gather(companion, arguments.session)
    if arguments.json:
        print_json(result)
    else:
        _print(result)
    return 0


async def _gather(companion: "Companion", wanted: str) -> dict[str, Any]:
    from chatbot.session.figures import cost, figures, moods, remembered

    metas = [companion.sessions.find(wanted)] if wanted else list(companion.sessions.all())
    messages: list[Message] = []
    counted = 0
    by_session = []
    for meta in metas:
        files = companion.files.library.open(meta.id)
        said = _newest(files)
        messages += said
        counted += files.count()
        by_session.append({"id": meta.id, "title": meta.title, "persona": meta.persona_id, "messages": files.count()})
    store = companion.files.memories
    known = store.readable(metas[0].id, metas[0].persona_id) if wanted else store.everything()
    found, settings = figures(messages), companion.settings
    return {
        "user": settings.user,
        "sessions": by_session,
        "messages": counted,
        "replies": found,
        "cost": cost(found, settings.price_prompt, settings.price_completion),
        "memories": remembered(known.values()),
        "changes": _changes(companion, metas[0].id if wanted else ""),
        "moods": moods(messages),
        "bytes": _sizes(companion.files.folder),
    }


def _newest(files: Any) -> "list[Message]":
    found: list[Message] = []
    before = None
    while len(found) < MOST_MESSAGES and (page := files.messages(before, _PAGE)):
        found += page
        before = page[0].seq
    return found


def _changes(companion: "Companion", session_id: str) -> dict[str, int]:
    """Changes of memories by what they did."""
    from collections import Counter

    entries = companion.files.memories.journal()
    told = (entry for entry in entries if not session_id or entry.session_id == session_id)
    return dict(Counter(change.op.value for entry in told for change in entry.changes).most_common())


def _sizes(folder: Path) -> dict[str, int]:
    """Bytes on disk by the folder that they are in; files that vanish meanwhile count as none."""
    found: dict[str, int] = {"all": 0}
    for path in sorted(folder.rglob("*")):
        try:
            size = path.stat().st_size if path.is_file() else 0
        except OSError:
            continue
        place = path.relative_to(folder).parts[0]
        found["all"] += size
        if size and place != path.name:
            found[place] = found.get(place, 0) + size
    return found


def _print(result: dict[str, Any]) -> None:
    from chatbot.cli.show import print_columns

    replies, memories, feelings = result["replies"], result["memories"], result["moods"]
    estimated = " estimated" if replies.estimated else ""
    _head("Conversations")
    print_columns(
        [
            ("sessions", f"{len(result['sessions']):,}"),
            ("messages", f"{result['messages']:,}"),
            ("replies", f"{replies.replies:,}"),
            ("tokens in", f"{replies.prompt_tokens:,}{estimated}"),
            ("tokens out", f"{replies.completion_tokens:,}"),
            ("cost", _cost(result["cost"], any(replies.paid_tokens))),
        ],
        (22,),
    )
    _bars("Busiest sessions", {one["title"] or one["id"]: one["messages"] for one in result["sessions"]}, most=5)
    _bars("Replies by model", replies.models)
    _bars("Time by stage, median ms", replies.stage_ms, replies.slow_stage_ms)
    _bars("Memories by status", memories.statuses)
    _bars("What is remembered now", memories.kinds)
    _bars("Who may know it", memories.scopes)
    _bars("Who put it there", memories.origins)
    _bars("Changes of memories", result["changes"])
    _bars("Recalled into replies", {name: count for name, count in replies.recalled.items() if count})
    _bars("How you felt", feelings.emotions)
    if feelings.messages:
        print_columns([("mean valence", f"{feelings.valence:+.2f}")], (22,))
    _bars("On disk, kB", {name: size / 1024 for name, size in result["bytes"].items()})


def _cost(cost: float | None, paid: bool) -> str:
    if not paid:
        return "nothing, all offline"
    return "prices are not set in the config file" if cost is None else f"{cost:.4f}"


def _head(title: str) -> None:
    print(f"\n{title}")


def _bars(title: str, values: "dict[str, Any]", slow: "dict[str, float] | None" = None, most: int = 12) -> None:
    """Prints named values with bars, the largest first, times in the order in which they run; nothing for none."""
    from chatbot.cli.show import print_columns

    if not values:
        return
    _head(title)
    largest = max(values.values()) or 1
    ordered = values.items() if slow else sorted(values.items(), key=lambda pair: -pair[1])
    rows = []
    for name, value in list(ordered)[:most]:
        late = f"  95% below {slow[name]:,.0f}" if slow else ""
        rows.append((name, "▇" * max(1, round(_BAR_CELLS * value / largest)), f"{value:,.0f}{late}"))
    print_columns(rows, (22, _BAR_CELLS))
