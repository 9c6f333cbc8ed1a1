"""The transcript's colours: what each look is in terms of the theme, resolved to styles when it is first painted.

A look is names joined by `+`; later ones lie over earlier ones. Looks are a table and not component classes of the
style sheet: matching those against every rule took 30 ms of each start and of each change of a class.
"""

from collections.abc import Callable

from rich.style import Style
from textual.color import Color
from textual.style import Style as ThemeStyle

LOOKS = {
    "user": "on $primary 12%",
    "user-bar": "$primary",
    "user-name": "bold $text-primary",
    "name": "bold $text-accent",
    "time": "$foreground 60%",
    "quiet": "$foreground 60%",
    "day": "$foreground 60%",
    "focus": "$accent",
    "chosen": "$foreground 30%",
    "selected": "$screen-selection-foreground on $screen-selection-background",
    "hit": "$background on $warning",
    "strong": "bold",
    "em": "italic",
    "strike": "strike $foreground 70%",
    "code": "$text-warning on $foreground 8%",
    "link": "underline $text-secondary",
    "quote": "italic $foreground 80%",
    "quote-bar": "$secondary",
    "bullet": "$text-accent",
    "rule": "$foreground 35%",
    "heading": "bold $text-primary",
    "h1": "bold underline",
    "h2": "",
    "h3": "",
    "h4": "bold italic",
    "h5": "bold italic",
    "h6": "bold italic",
    "table-head": "bold",
    "table-rule": "$foreground 35%",
    "block": "on $foreground 6%",
    "block-label": "italic $foreground 60%",
    "mark-saved": "$text-success",
    "mark-stopped": "$text-warning",
    "note-learnt": "$text-success",
    "note-notice": "$foreground 60%",
    "note-error": "$text-error",
    "syntax-comment": "italic $foreground 60%",
    "syntax-keyword": "$text-accent",
    "syntax-string": "$text-success",
    "syntax-number": "$text-warning",
    "syntax-function": "$text-primary",
    "syntax-type": "$text-secondary",
    "syntax-deleted": "$text-error",
}
"""By name, colour and attributes, then `on` the ground; a percentage is how much of a colour shines through."""

_OVERLAYS = ("selected", "hit")

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
}
"""


class Palette:
    """Styles of looks, made once for each theme. Colours that shine through are mixed with what lies under them.

    The terminal's own colours cannot be mixed: there grounds are left away, and what lies over a text is reversed.

    Args:
        foreground, background: of the widget.
        parse: gives the style that a text in terms of the theme means now.
    """

    def __init__(self, foreground: Color, background: Color, parse: Callable[[str], ThemeStyle]) -> None:
        self._foreground = foreground
        self._background = background
        self._parse = parse
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
        rules = self._parse(LOOKS[look])
        mixed = self._mixed(look)
        return Style(
            color=mixed.color if rules.foreground else None,
            bgcolor=mixed.bgcolor if rules.background and not mixed.reverse else None,
            reverse=mixed.reverse or None,
        )

    def _mixed(self, look: str) -> Style:
        color, background, attributes = self._foreground, self._background, Style.null()
        for name in filter(None, look.split("+")):
            rules = self._parse(LOOKS[name])
            if rules.background and rules.background.ansi is None:
                background = background + rules.background
            elif name in _OVERLAYS:
                attributes += Style(reverse=True)
            if rules.foreground:
                color = rules.foreground
            attributes += Style(bold=rules.bold, italic=rules.italic, underline=rules.underline, strike=rules.strike)
        mixed = background + color if color.a < 1 else color
        return attributes + Style(color=mixed.rich_color, bgcolor=background.rich_color)
