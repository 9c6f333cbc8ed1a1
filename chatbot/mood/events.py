"""What happened in a message, as a persona's mood triggers name it: thanks, insult, question, goodbye, an emotion."""

from chatbot.domain.mood import Reading
from chatbot.domain.patterns import lazy
from chatbot.domain.text import fold

_SURE = 0.45
_THANKS = lazy(r"\b(?:thanks|thank you|thx|tysm|ty|cheers|much appreciated|i appreciate (?:it|that|you))\b")
_NO_THANKS = lazy(r"\b(?:no thanks|no,? thank you|thanks for nothing|thanks to (?:him|her|them|the|my))\b")
_GOODBYE = lazy(
    r"^(?:ok(?:ay)?,? |well,? |thanks,? |alright,? )*(?:good ?bye|bye(?: bye)?|good ?night|see (?:you|ya)|cya|ttyl"
    r"|talk (?:to you )?(?:later|soon)|gotta go|got to go|i have to go|farewell"
    r"|have a (?:good|nice|great) (?:day|one|night|evening))\b"
    r"|\b(?:good ?bye|bye|good ?night|ttyl)[.! ]*$"
)
_RUDE = (
    r"(?:stupid|dumb|useless|worthless|an? (?:\w+ )?(?:idiot|moron|joke|failure|liar)|pathetic|terrible|awful|garbage"
    r"|trash|annoying|a waste of (?:time|space)|the worst|so bad at)"
)
_INSULT = lazy(
    rf"\byou(?:'re| are|r)? (?:(?:so|such|really|just|fucking|completely|absolutely) )*{_RUDE}\b"
    r"|\b(?:stupid|dumb|useless|idiotic|worthless) (?:bot|chatbot|machine|program|thing|ai)\b"
    r"|\bshut up\b(?! about)|\b(?:fuck|screw|damn) you\b|\bi hate you\b|\byou suck\b"
)
_NOT_INSULT = lazy(r"(?:\bnot|n't|\bnever)(?: \w+){0,3}$")


def events_of(text: str, reading: Reading) -> tuple[str, ...]:
    """The events of the user's message, for `step`.

    Args:
        text: what the user wrote.
        reading: what was read from it; its emotion is an event where it is sure and not neutral.

    Returns:
        Among `thanks`, `insult`, `question` and `goodbye` those that happened, then the emotion.
    """
    plain = fold(text)
    found = []
    if _THANKS.search(plain) and not _NO_THANKS.search(plain):
        found.append("thanks")
    insult = _INSULT.search(plain)
    if insult and not _NOT_INSULT.search(plain[: insult.start()].rstrip()):
        found.append("insult")
    if plain.rstrip(" )\"'").endswith("?"):
        found.append("question")
    if _GOODBYE.search(plain):
        found.append("goodbye")
    if reading.emotion != "neutral" and (reading.disputed or reading.confidence >= _SURE):
        found.append(reading.emotion)
    return tuple(found)
