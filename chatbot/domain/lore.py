"""A lorebook: text that enters the prompt when its keys are spoken of."""

from typing import Literal

from chatbot.domain.value import Value


class LoreEntry(Value):
    """One entry of a lorebook. `keys` and `secondary_keys` are words or, with `use_regex`, patterns."""

    id: str
    keys: tuple[str, ...] = ()
    secondary_keys: tuple[str, ...] = ()
    content: str = ""
    name: str = ""
    comment: str = ""
    enabled: bool = True
    order: int = 100
    priority: int | None = None
    constant: bool = False
    selective: bool = False
    case_sensitive: bool = False
    use_regex: bool = False
    position: Literal["before_char", "after_char"] = "after_char"


class Lore(Value):
    """A lorebook: text that enters the prompt when its keys are spoken of."""

    scan_depth: int = 4
    token_budget: int = 500
    recursive: bool = False
    entries: tuple[LoreEntry, ...] = ()
