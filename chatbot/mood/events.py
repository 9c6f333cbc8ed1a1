"""What happens in a message that can trigger a persona's mood: thanks, an insult, a question, a goodbye, a feeling."""

import re

from chatbot.domain.mood import Reading
from chatbot.domain.text import fold

_SIGNS: dict[str, re.Pattern[str]] = {
    "thanks": re.compile(r"\b(thanks?|thank you|thx|ty|cheers|much appreciated|i appreciate (it|that|this|you))\b"),
    "insult": re.compile(
        r"\b(shut up|(you('re| are)|u r|ur) (?!not\b)(\w+ ){0,2}"
        r"(stupid|useless|dumb|an? idiot|a moron|worthless|terrible|garbage)"
        r"|stupid (bot|machine|thing)|i hate you|screw you|fuck you)\b"
    ),
    "goodbye": re.compile(
        r"\b(good ?bye|bye|good ?night|see (you|ya)|talk (to you )?(later|soon|tomorrow)|gotta go)\b"
    ),
    "question": re.compile(r"\?"),
}


def events_in(text: str, reading: Reading) -> tuple[str, ...]:
    """The triggers that a message sets off, as `persona.Trigger.on` names them.

    Args:
        text: the user's message.
        reading: of that message; its emotion and the emotion's family are triggers too.

    >>> events_in("Thanks, bye!", Reading())
    ('thanks', 'goodbye')
    """
    plain = fold(text)
    found = [name for name, sign in _SIGNS.items() if sign.search(plain)]
    if reading.emotion != "neutral":
        found.append(reading.emotion)
        if reading.family != reading.emotion:
            found.append(reading.family)
    return tuple(found)
