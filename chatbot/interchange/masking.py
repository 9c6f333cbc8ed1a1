"""Masks keys and card numbers in another program's conversations, as is done with what is said here."""

from chatbot.domain.message import Message, Role
from chatbot.domain.value import replace
from chatbot.interchange.parts import SessionContent
from chatbot.interchange.talks import title_of
from chatbot.memory.secrets import mask

_CODE = frozenset(("password",))
"""Stays in replies: half of all code examples hold what looks like one, and no model was told the user's."""


def masked(session: SessionContent) -> SessionContent:
    """A conversation with a mask in the place of each secret, in its title too."""
    messages = tuple(map(_masked, session.messages))
    meta = session.state.meta
    # A title that was cut from the first message may have cut a key, so that nobody recognises it.
    title = mask(meta.title) if meta.titled_by_user else title_of(messages)
    return replace(session, state=replace(session.state, meta=replace(meta, title=title)), messages=messages)


def _masked(message: Message) -> Message:
    but = frozenset[str]() if message.role is Role.USER else _CODE
    versions = tuple(replace(one, text=mask(one.text, but)) for one in message.versions)
    return replace(message, text=mask(message.text, but), versions=versions)
