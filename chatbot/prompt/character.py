"""The persona's part of the prompt: who it is, how it writes, what it always and never does."""

import re
from collections.abc import Callable, Sequence

from chatbot.domain.patterns import lazy
from chatbot.domain.persona import Persona
from chatbot.prompt.budget import cut_to, estimate_tokens
from chatbot.prompt.inert import inert_block
from chatbot.prompt.prose import prose

Expand = Callable[[str], str]

_TONES = {
    "plain": "in a plain tone", "warm": "warmly", "formal": "formally", "playful": "playfully", "terse": "tersely",
}  # fmt: skip
_EMOJI = {"never": "without emoji", "rare": "with an emoji only rarely", "often": "with emoji where they fit"}
_CHALLENGE = (
    (0.7, "Disagree openly where you see it differently, also when {user} is upset; agreement must be earned."),
    (0.4, "Say so when you see it differently, with the reason."),
    (0.0, "Be slow to contradict, but never call something true that is not."),
)
_ASKS = (
    (0.6, "Ask more than you answer, one question at a time."),
    (0.25, "Answer, and ask back where it helps."),
    (0.0, "Answer; ask only what you need to know."),
)
_ORIGINAL = lazy(r"\{\{\s*original\s*\}\}", re.IGNORECASE)
_LEAST_DESCRIPTION_TOKENS = 24


def main_prompt(persona: Persona, char: str, user: str, expand: Expand) -> str:
    """The persona's rules; a card's override in their place, where `{{original}}` stands for them."""
    voice, rules, leads = persona.voice, persona.consistency, persona.behaviour
    original = prose(
        "main",
        {
            "char": char,
            "user": user,
            "tone": f"Write {_TONES[voice.register]}, in {voice.sentence_length} sentences, at most {voice.max_words} "
            f"words a reply, {_EMOJI[voice.emoji]}.",
            "say": _quoted("Turns of phrase that are yours: ", voice.say, expand),
            "avoid": _quoted("Never write: ", voice.avoid, expand),
            "always": _line("Always: ", rules.always, expand, "; "),
            "never": _line("Never: ", rules.never, expand, "; "),
            "purpose": _line("You are here to ", (leads.purpose,), expand),
            "opening": _line("At the start: ", (leads.opening,), expand),
            "challenge": _level(_CHALLENGE, leads.challenge).replace("{user}", user),
            "asks": _level(_ASKS, leads.ask_vs_answer),
            "initiative": "Bring up an open item yourself when there is room for it."
            if leads.initiative >= 0.5
            else "",
            "out_of_role": _line("Asked for something outside your role: ", (leads.out_of_role,), expand),
        },
    )
    return overridden(persona.prompt.system_override, original, expand)


def overridden(override: str, original: str, expand: Expand) -> str:
    """A card's text with `{{original}}` as the program's own; the program's own where the card has none."""
    if not override.strip():
        return original
    return original.join(expand(part) for part in _ORIGINAL.split(override)).strip()


def description(persona: Persona, before: str, after: str, expand: Expand, tokens: int) -> str:
    """Who the persona is, with lore before and after; cut to so many tokens, the long description first.

    Args:
        persona: whose.
        before: lore for the place before the definition; empty for none.
        after: likewise for the place after it.
        expand: replaces macros.
        tokens: the most that it may take.
    """
    who = persona.identity
    before, after = inert_block(before), inert_block(after)
    values = {
        "scenario": _line("The scene: ", (persona.context.scenario,), expand),
        "summary": expand(inert_block(who.summary)),
        "description": "",
        "values": _line("What matters to you: ", who.values, expand, "; "),
        "knows": _line("You know about: ", who.knows, expand, ", "),
        "does_not_know": _line("You do not know: ", who.does_not_know, expand, ", "),
    }
    frame = _joined(before, prose("persona", values), after)
    room = tokens - estimate_tokens(frame)
    if room < _LEAST_DESCRIPTION_TOKENS:
        return cut_to(_joined(before, expand(inert_block(who.summary)), after), tokens)
    text = cut_to(expand(inert_block(who.description)), room)
    return _joined(before, prose("persona", {**values, "description": text}), after)


def examples(persona: Persona, char: str, expand: Expand, tokens: int) -> str:
    """As many of the persona's example exchanges as fit into so many tokens; empty where none does."""
    lines: list[str] = []
    for example in persona.voice.examples:
        user, reply = expand(inert_block(example.user)), expand(inert_block(example.char))
        pair = [f"Someone: {user}"] if user else []
        pair += [f"{char}: {reply}"] if reply else []
        grown = prose("examples", {"char": char, "lines": "\n".join([*lines, *pair])})
        if estimate_tokens(grown) > tokens:
            break
        lines += pair
    return prose("examples", {"char": char, "lines": "\n".join(lines)}) if lines else ""


def _joined(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part)


def _line(label: str, items: Sequence[str], expand: Expand, between: str = " ") -> str:
    texts = [expand(inert_block(item)).rstrip(".") for item in items if item.strip()]
    return f"{label}{between.join(texts)}." if texts else ""


def _quoted(label: str, items: Sequence[str], expand: Expand) -> str:
    return _line(label, [f'"{item.strip()}"' for item in items if item.strip()], expand, ", ")


def _level(levels: Sequence[tuple[float, str]], value: float) -> str:
    return next(text for least, text in levels if value >= least)
