"""The companion that talks with no model and no network: it reads a turn's values and fills phrases.

`companion` is the model as the program sees it, `writing` puts a reply together, `understanding` finds out
what the user wants, and the other modules each do one thing for these. It reads no prompt and imports no
room above `llm`.
"""

from chatbot.llm.offline.companion import HELP_TEXT, OfflineCompanion

__all__ = ["HELP_TEXT", "OfflineCompanion"]
