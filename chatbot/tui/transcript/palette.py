"""The transcript's colours: component classes and their default style sheet, resolved to styles.

A look is names joined by `+`; later ones lie over earlier ones.
"""

from collections.abc import Callable

from rich.style import Style
from textual.color import Color
from textual.css.styles import StylesBase

LOOKS = (
    "user", "user-bar", "user-name", "name", "time", "quiet", "day", "focus", "selected", "hit",
    "strong", "em", "strike", "code", "link", "quote", "quote-bar", "bullet", "rule", "heading", "h1", "h2",
    "h3", "h4", "h5", "h6", "table-head", "table-rule", "block", "block-label", "mark-saved", "mark-stopped",
    "note-learnt", "note-notice", "note-error", "syntax-comment", "syntax-keyword", "syntax-string",
    "syntax-number", "syntax-function", "syntax-type", "syntax-deleted",
)  # fmt: skip
_OVERLAYS = ("selected", "hit")
COMPONENTS = {f"transcript--{look}" for look in LOOKS}

DEFAULT_CSS = """
TranscriptView {
    height: 1fr;
    overflow-x: hidden;
    overflow-y: scroll;
    scrollbar-size-vertical: 1;
    scrollbar-color: $foreground 20%;
    scrollbar-background: $background;
    scrollbar-background-hover: $background;
    scrollbar-background-active: $background;
    background: $background;
    color: $foreground;
    pointer: text;

    .transcript--user { background: $primary 12%; }
    .transcript--user-bar { color: $primary; }
    .transcript--user-name { color: $text-primary; text-style: bold; }
    .transcript--name { color: $text-accent; text-style: bold; }
    .transcript--time, .transcript--quiet, .transcript--day { color: $foreground 60%; }
    .transcript--focus { color: $accent; }
    .transcript--selected { background: $screen-selection-background; color: $screen-selection-foreground; }
    .transcript--hit { background: $warning; color: $background; }
    .transcript--strong { text-style: bold; }
    .transcript--em { text-style: italic; }
    .transcript--strike { text-style: strike; color: $foreground 70%; }
    .transcript--code { color: $text-warning; background: $foreground 8%; }
    .transcript--link { color: $text-secondary; text-style: underline; }
    .transcript--quote { color: $foreground 80%; text-style: italic; }
    .transcript--quote-bar { color: $secondary; }
    .transcript--bullet { color: $text-accent; }
    .transcript--rule, .transcript--table-rule { color: $foreground 35%; }
    .transcript--heading { color: $text-primary; text-style: bold; }
    .transcript--h1 { text-style: bold underline; }
    .transcript--h4, .transcript--h5, .transcript--h6 { text-style: bold italic; }
    .transcript--table-head { text-style: bold; }
    .transcript--block { background: $foreground 6%; }
    .transcript--block-label { color: $foreground 60%; text-style: italic; }
    .transcript--mark-saved { color: $text-success; }
    .transcript--mark-stopped { color: $text-warning; }
    .transcript--note-learnt { color: $text-success; }
    .transcript--note-notice { color: $foreground 60%; }
    .transcript--note-error { color: $text-error; text-style: bold; }
    .transcript--syntax-comment { color: $foreground 60%; text-style: italic; }
    .transcript--syntax-keyword { color: $text-accent; }
    .transcript--syntax-string { color: $text-success; }
    .transcript--syntax-number { color: $text-warning; }
    .transcript--syntax-function { color: $text-primary; }
    .transcript--syntax-type { color: $text-secondary; }
    .transcript--syntax-deleted { color: $text-error; }
}
"""


class Palette:
    """Styles of looks, made once for each theme. Colours that shine through are mixed with what lies under them.

    The terminal's own colours cannot be mixed: there grounds are left away, and what lies over a text is reversed.

    Args:
        foreground, background: of the widget.
        component: gives the style rules of a look's name.
    """

    def __init__(self, foreground: Color, background: Color, component: Callable[[str], StylesBase]) -> None:
        self._foreground = foreground
        self._background = background
        self._component = component
        self._styles: dict[tuple[str, bool], Style] = {}

    @property
    def base(self) -> Style:
        """Of plain text outside the user's messages."""
        return self.style("")

    def style(self, look: str, user: bool = False) -> Style:
        """The whole style of a look on the ground of the user's messages, or of everybody else's."""
        key = (look, user)
        style = self._styles.get(key)
        if style is None:
            style = self._styles[key] = self._mixed(f"user+{look}" if user else look)
        return style

    def over(self, look: str) -> Style:
        """What a look changes about the text that it is laid over."""
        rules = self._component(look)
        mixed = self._mixed(look)
        return Style(
            color=mixed.color if rules.has_rule("color") else None,
            bgcolor=mixed.bgcolor if rules.has_rule("background") and not mixed.reverse else None,
            reverse=mixed.reverse or None,
        )

    def _mixed(self, look: str) -> Style:
        color, background, text_style = self._foreground, self._background, Style.null()
        for name in filter(None, look.split("+")):
            rules = self._component(name)
            if rules.has_rule("background") and rules.background.ansi is None:
                background = background + rules.background
            elif name in _OVERLAYS:
                text_style += Style(reverse=True)
            if rules.has_rule("color"):
                color = rules.color
            text_style += rules.text_style
        mixed = background + color if color.a < 1 else color
        return text_style + Style(color=mixed.rich_color, bgcolor=background.rich_color)
