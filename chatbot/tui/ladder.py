"""What escape and ctrl+c do, step by step: the first step that applies is the only one taken."""

from typing import TYPE_CHECKING

from textual.widgets import Input, TextArea

from chatbot.domain.text import clean
from chatbot.tui import panels
from chatbot.tui.widgets.chat import Chat
from chatbot.tui.widgets.keyline import KeyLine
from chatbot.tui.widgets.prompt import Prompt

if TYPE_CHECKING:
    from chatbot.tui.screens.main import MainScreen

AGAIN = "ctrl+c again to quit"
AGAIN_PRIVATE = "A private session is kept nowhere: ctrl+c again to leave it behind, /private to keep it"
AGAIN_SECONDS = 2.0
"""How long "again to quit" waits: long enough to read it, short enough to be forgotten."""


def escape(screen: "MainScreen") -> None:
    """Stops the reply, else goes back to a list, else closes a page's card, or the drawer, else goes to the prompt."""
    stream = screen.desk.current.replying if screen.desk.ready else None
    chat = screen.query_one(Chat)
    if stream is not None:
        stream.interrupt()
    elif chat.came_from is not None:
        panels.toggle(screen, chat.came_from)
    elif not (panels.close_card(screen) or panels.close_drawer(screen)):
        screen.query_one(Prompt).focus()


def interrupt(screen: "MainScreen") -> None:
    """Copies the selection, else stops the reply, else puts the draft aside, else asks before quitting."""
    if copied := selected_text(screen):
        screen.app.copy_to_clipboard(clean(copied))
        screen.clear_selection()
        screen.stage.flash("Copied.")
        return
    stream = screen.desk.current.replying if screen.desk.ready else None
    prompt = screen.query_one(Prompt)
    if stream is not None:
        stream.interrupt()
    elif prompt.draft.strip():
        if screen.desk.ready:
            screen.drafts.put_aside(screen.desk.current, prompt.draft)
        prompt.remember(prompt.draft)
        prompt.draft = ""
        screen.stage.flash("Put aside. The up arrow brings it back.")
    else:
        again = AGAIN_PRIVATE if has_private_words(screen) else AGAIN
        if screen.query_one(KeyLine).question == again:
            screen.app.exit()
        else:
            screen.stage.flash(again, AGAIN_SECONDS, warns=True)


def has_private_words(screen: "MainScreen") -> bool:
    """Whether something said in a private session would be lost by leaving now."""
    return any(one.session.meta.private and one.session.files.count() > 1 for one in screen.desk)


def lost_with_it(screen: "MainScreen") -> str:
    """The end of a question before the chat closes for something else: that a private session goes; else empty."""
    return " The private session is lost with it; /private keeps it." if has_private_words(screen) else ""


def selected_text(screen: "MainScreen") -> str:
    """What is selected, in the field that has the focus or with the mouse; empty for nothing."""
    focused = screen.focused
    if isinstance(focused, TextArea | Input) and focused.selected_text:
        return focused.selected_text
    return screen.get_selected_text() or ""
