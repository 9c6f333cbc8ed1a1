"""/whatif: the newest reply without a memory, with another one, or by another persona, beside the one that stands."""

from typing import TYPE_CHECKING

from chatbot.domain.text import clean_line
from chatbot.tui import corrections, memory_deeds
from chatbot.tui.commands.command import Command

if TYPE_CHECKING:
    from chatbot.tui.screens.main import MainScreen


async def _run(screen: "MainScreen", rest: str) -> None:
    reply = corrections.reply_of(screen, "")
    if not rest or reply is None or reply.turn == 0:
        await corrections.what_if(screen, "")
        return
    given = corrections.given_to(reply)
    memory = await memory_deeds.meant(screen, rest, "Which one should be left out?", given)
    if memory is None:
        return
    if memory.id in given:
        await corrections.what_if(screen, reply.id, memory.id)
    else:
        told = clean_line(memory.text, 80)
        screen.stage.say(f"The newest reply was not given “{told}”; it would be the same without it.")


COMMAND = Command("whatif", "The newest reply without a memory, or by another persona", _run, "[TEXT]")
