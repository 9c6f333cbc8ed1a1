"""Where things stand, for the headline: gathered from the conversation, its persona, and the model seat."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from chatbot.errors import NotFound
from chatbot.tui import narrate
from chatbot.tui.widgets.headline import STEADY, Standing

if TYPE_CHECKING:
    from chatbot.tui.screens.main import MainScreen


def standing_of(screen: "MainScreen", glyph: Callable[[str], str]) -> Standing | None:
    """What the headline says of the conversation on the screen; None where its persona is gone.

    Args:
        screen: where a conversation is open.
        glyph: persona id -> its one-cell sign.
    """
    conversation = screen.desk.current
    session, seat = conversation.session, screen.companion.seat
    try:
        persona = session.persona
    except NotFound:
        return None
    state = session.state.persona_moods.get(persona.id)
    words = persona.mood.words
    valence = state.valence if state else 0.0
    word = words.high if valence > STEADY else words.low if valence < -STEADY else words.neutral
    doing = narrate.doing(conversation.trace, conversation.replying is not None, persona.char)
    return Standing(
        title=session.meta.title,
        glyph=glyph(persona.id),
        persona=persona.char,
        mood=word if state else "",
        backend=seat.model.backend,
        model=seat.model.name,
        private=session.meta.private,
        doing=doing or ("not saved" if screen.saving.waiting else ""),
        saved=not conversation.unsaved,
        connecting=not screen.started.is_set() and screen.companion.settings.backend != "offline",
    )
