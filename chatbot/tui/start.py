"""What happens when the screen opens: the session, the greeting, the model; typing never waits for it."""

import asyncio
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from chatbot.collecting import collect_seldom
from chatbot.domain.session import SessionMeta
from chatbot.domain.text import clean_line
from chatbot.errors import ChatbotError, NotFound
from chatbot.session.privacy import kept_line, leaving_line
from chatbot.tui import panels
from chatbot.tui.desk import Conversation
from chatbot.tui.glyphs import before_name
from chatbot.tui.keys import unknown_ids
from chatbot.tui.transcript import NoteKind, Speaker, SpeakerOf

if TYPE_CHECKING:
    from chatbot.tui.screens.main import MainScreen

LOAD_DELAY_SECONDS = 0.1
"""From the first frame to the loading of the program, which would make the first keys wait."""

MODEL_DELAY_SECONDS = 0.2
"""From the first frame to the loading of the model's client, which takes the processor for half a second."""

_SWITCH_SECONDS = 0.0005  # how often the loading thread gives way to typing, instead of Python's 5 ms


def speakers(screen: "MainScreen") -> SpeakerOf:
    """How personas are shown in the transcript; an unknown one keeps its id as its name."""

    def speaker(persona_id: str) -> Speaker:
        try:
            persona = screen.companion.catalog.get(persona_id)
        except ChatbotError:
            return Speaker(clean_line(persona_id, 40), "")
        name = clean_line(persona.char, 40)
        return Speaker(name, before_name(clean_line(persona.meta.glyph, 2), name))

    return speaker


async def begin(screen: "MainScreen") -> None:
    """Loads the program, opens the session that was asked for, lets the persona greet, then takes a model.

    A program that cannot be loaded ends the screen; the command line then says why.

    Raises:
        ChatbotError: no session could be opened.
    """
    try:
        with _typing_first():
            screen.loaded = screen.desk.companion = await asyncio.to_thread(screen.load)
        let_go = () if screen.options.private else await asyncio.to_thread(screen.companion.let_go)
    except ChatbotError as error:
        screen.leave(error)
        return
    try:
        conversation = await _conversation(screen)
    except ChatbotError:
        screen.started.set()
        raise
    greeting = await conversation.session.greet()
    await screen.show(conversation)
    newcomer = greeting is not None and not any(meta.turns for meta in screen.companion.sessions.all())
    if newcomer:
        screen.stage.say(_welcome(screen))
    for line in _problems(screen):
        screen.stage.say(line, NoteKind.ERROR)
    for line in filter(None, (*let_go, screen.options.notice)):
        screen.stage.say(line)
    await panels.open_at_start(screen)
    screen.set_timer(MODEL_DELAY_SECONDS, lambda: screen.attempt(take_model(screen, newcomer)))
    if not screen.options.private:
        from chatbot.tui import outside

        screen.set_interval(outside.LOOK_SECONDS, outside.OutsideWatch(screen).look)
    if screen.settings.memory_tidy != "off":
        from chatbot.tui.tidying import LOOK_SECONDS, RestWatch

        screen.set_interval(LOOK_SECONDS, RestWatch(screen).look)


async def _conversation(screen: "MainScreen") -> Conversation:
    options, sessions = screen.options, screen.companion.sessions
    persona = options.persona or screen.companion.settings.persona
    if options.private:
        return await screen.desk.create(_persona_id(screen, persona), private=True)
    found = _asked_for(screen)
    if found is not None:
        conversation = await screen.desk.open(found.id)
        if options.persona and found.persona_id != _persona_id(screen, options.persona):
            await conversation.session.switch_persona(_persona_id(screen, options.persona))
        return conversation
    if options.session:
        session = await sessions.create(_persona_id(screen, persona), title=options.session)
        return screen.desk.take(session)
    return await fresh(screen, _persona_id(screen, persona))


async def fresh(screen: "MainScreen", persona_id: str) -> Conversation:
    """A session in which nothing was said yet: an unused one of that persona, else a new one."""
    for meta in screen.companion.sessions.all():
        unused = not meta.turns and not meta.private and not meta.titled_by_user and not meta.forked_from
        if unused and meta.persona_id == persona_id:
            conversation = await screen.desk.open(meta.id)
            if conversation.session.files.count() <= 1:
                return conversation
    return await screen.desk.create(persona_id)


def _asked_for(screen: "MainScreen") -> SessionMeta | None:
    sessions, options = screen.companion.sessions, screen.options
    if options.session:
        try:
            return sessions.find(options.session)
        except NotFound:
            return None
    used = [meta for meta in sessions.all() if meta.turns] if options.resume else []
    return used[0] if used else None


def _persona_id(screen: "MainScreen", wanted: str) -> str:
    catalog = screen.companion.catalog
    return (catalog.get(wanted) if wanted else catalog.get()).id


async def take_model(screen: "MainScreen", newcomer: bool = False) -> None:
    """Looks for a model; until then, and where there is none, the offline companion replies.

    Args:
        screen: the conversation.
        newcomer: True at the first start: then it is said what leaves this machine.

    Raises:
        ConfigError: the settings name one that cannot be used.
    """
    try:
        with _typing_first():
            await screen.companion.choose_backend()
            screen.started.set()
            if screen.companion.settings.backend != "offline" and screen.companion.seat.model.backend == "openai":
                from chatbot.llm.openai_chat import warm_up

                await asyncio.to_thread(warm_up)
    finally:
        screen.started.set()
        screen.stage.refresh_standing()
        if screen.companion.unmet:
            screen.stage.say(f"Not as asked: {screen.companion.unmet}.", NoteKind.ERROR)
        if newcomer:
            screen.stage.say(leaving_line(screen.companion.seat.model))
        collect_seldom()
        if not screen.options.private:
            screen.companion.files.daily_backup.start()


@contextmanager
def _typing_first() -> Iterator[None]:
    """Lets a thread that loads something give way to typing more often."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(_SWITCH_SECONDS)
    try:
        yield
    finally:
        sys.setswitchinterval(before)


def _welcome(screen: "MainScreen") -> str:
    kept = kept_line(screen.companion.settings, screen.companion.files.encrypted)
    return f"{clean_line(kept, 600)} ctrl+b shows it, f1 is help, /model chooses who answers."


def _problems(screen: "MainScreen") -> list[str]:
    lines = [clean_line(problem, 300) for problem in screen.companion.problems]
    unknown = unknown_ids(screen.companion.settings.keys)
    lines += [f"The config file's [keys] names {clean_line(name, 40)!r}, which is no binding." for name in unknown]
    return lines
