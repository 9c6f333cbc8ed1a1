"""Runs a scripted conversation through the whole program: offline, in a folder of its own that is gone afterwards."""

import asyncio
import tempfile
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from chatbot.assemble import Companion
    from chatbot.evaluate.script import Outcome, Script, Step
    from chatbot.session.session import Session


def run_script(script: "Script") -> dict[str, Any]:
    """What `evaluate script --json` prints.

    Args:
        script: checked.

    Raises:
        ChatbotError: a persona does not exist, or the folder cannot be written.
    """
    with tempfile.TemporaryDirectory(prefix="chatbot-script-") as folder:
        return asyncio.run(_run(script, Path(folder)))


async def _run(script: "Script", folder: Path) -> dict[str, Any]:
    from chatbot.evaluate.script import judge, moments, summed

    clock = _Clock()
    results = []
    companion = _opened(folder, clock)
    try:
        for number, (step, moment) in enumerate(zip(script.steps, moments(script), strict=True), 1):
            clock.moment = moment
            if step.restart:
                await companion.close()
                companion = _opened(folder, clock)
            results.append(judge(number, step, await _say(companion, step)))
    finally:
        await companion.close()
    return summed(script, results)


class _Clock:
    """The script's present moment."""

    def __init__(self) -> None:
        from chatbot.evaluate.script import START

        self.moment: datetime = START

    def __call__(self) -> datetime:
        return self.moment


def _opened(folder: Path, clock: _Clock) -> "Companion":
    from chatbot.assemble import assemble
    from chatbot.config import Settings
    from chatbot.paths import Paths

    return assemble(Settings(Paths(folder / "data", folder / "config", folder / "state"), "script"), clock)


async def _say(companion: "Companion", step: "Step") -> "Outcome":
    from chatbot.cli.conversation import choose_session
    from chatbot.domain.receipt import Fate
    from chatbot.evaluate.script import Outcome

    session = await choose_session(companion, step.session, step.persona)
    trace = await session.send(step.say).wait()
    found = trace.receipt.recalled if trace.receipt is not None else ()
    return Outcome(
        reply=trace.reply.text if trace.reply is not None else "",
        memories=_readable(session),
        recalled=tuple(item.text for item in found if item.fate is Fate.INJECTED),
        emotions=(trace.reading.emotion, trace.reading.family) if trace.reading is not None else (),
        failed=trace.failed.reason if trace.failed is not None else "",
    )


def _readable(session: "Session") -> Any:
    return tuple(session.memories.readable(session.id, session.meta.persona_id).values())
