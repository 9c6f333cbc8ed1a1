"""How a persona is to meet what the user feels: one strategy, and at most two sentences for the prompt.

The strategies are ESConv's (Liu et al. 2021); how strongly each persona reacts, interprets and explores are
the three dimensions of EPITOME (Sharma et al. 2020). Empathy is not agreement: a persona's level of
challenge stands whatever the user feels. Pure: the same turn gives the same guidance.
"""

from chatbot.domain.brief import Guidance
from chatbot.domain.mood import MoodState, Reading
from chatbot.domain.patterns import lazy
from chatbot.domain.persona import Empathy, EmpathyStyle, Persona
from chatbot.domain.text import fold
from chatbot.mood.crisis import is_crisis

QUESTION = "question"
RESTATEMENT = "restatement or paraphrasing"
REFLECTION = "reflection of feelings"
DISCLOSURE = "self-disclosure"
AFFIRMATION = "affirmation and reassurance"
SUGGESTION = "providing suggestions"
INFORMATION = "information"

STRATEGIES = (QUESTION, RESTATEMENT, REFLECTION, DISCLOSURE, AFFIRMATION, SUGGESTION, INFORMATION)
"""ESConv's strategies, without its `others`. A persona may name them by their first word."""

FEELING_WORDS: dict[str, str] = {
    "anger": "angry", "annoyance": "annoyed", "disapproval": "unhappy with this", "disgust": "disgusted",
    "fear": "afraid", "nervousness": "stressed", "sadness": "sad", "disappointment": "disappointed",
    "embarrassment": "embarrassed", "grief": "in grief", "remorse": "sorry about it", "joy": "happy",
    "amusement": "amused", "approval": "content", "excitement": "excited", "gratitude": "grateful",
    "love": "full of affection", "optimism": "hopeful", "relief": "relieved", "pride": "proud",
    "admiration": "impressed", "desire": "longing", "caring": "caring", "surprise": "surprised",
    "realization": "thoughtful", "confusion": "confused", "curiosity": "curious", "neutral": "",
}  # fmt: skip
"""Each emotion as a word after "you seem"; empty for neutral."""

_FELT_VALENCE = 0.25
_FELT_CONFIDENCE = 0.45
_LASTING_LOW = -0.3
_HIGH, _LOW = 0.55, 0.25
_CHALLENGING = 0.5

_ASKS_ADVICE = lazy(
    r"\b(?:what (?:should|can|do|would) (?:i|you) (?:do|say|try|suggest)|should i"
    r"|how (?:do|can|should) i|any (?:advice|ideas|tips)|advise me|help me|what would you do"
    r"|can you (?:help|suggest|explain|fix|check|show|tell me how))\b"
)

_STYLE: dict[EmpathyStyle, dict[str, float]] = {
    "listen_first": {REFLECTION: 0.5, RESTATEMENT: 0.3, QUESTION: 0.25, AFFIRMATION: 0.3, SUGGESTION: -0.6},
    "balanced": {REFLECTION: 0.3, AFFIRMATION: 0.3, QUESTION: 0.25, RESTATEMENT: 0.2, SUGGESTION: 0.1},
    "problem_first": {SUGGESTION: 0.4, QUESTION: 0.3, RESTATEMENT: 0.3, INFORMATION: 0.2},
}
_FITS: dict[str, frozenset[str]] = {
    REFLECTION: frozenset({"sadness", "grief", "fear", "anger", "embarrassment", "disappointment"}),
    AFFIRMATION: frozenset({"nervousness", "remorse", "embarrassment", "fear", "joy", "pride", "relief", "optimism"}),
    QUESTION: frozenset({"annoyance", "disappointment", "excitement", "surprise", "amusement"}),
    RESTATEMENT: frozenset({"confusion", "anger", "disapproval"}),
    INFORMATION: frozenset({"confusion", "curiosity"}),
    SUGGESTION: frozenset({"annoyance", "nervousness"}),
    DISCLOSURE: frozenset(),
}


def guide(persona: Persona, reading: Reading, state: MoodState, text: str) -> Guidance:
    """How `persona` is to meet this message.

    Args:
        persona: whose style, dimensions, strategies and challenge count.
        reading: the feeling read from `text`.
        state: the user's mood after it; a low mood goes on being met when a message itself shows nothing.
        text: what the user wrote, for signs of crisis and for whether advice is asked for.

    Returns:
        The strategy and instruction; both empty where nothing was felt. Signs of crisis come before all else.
    """
    if is_crisis(text):
        return Guidance(AFFIRMATION, _CRISIS, crisis=True)
    asked = bool(_ASKS_ADVICE.search(fold(text)))
    if is_felt(reading):
        strategy = choose(persona.empathy, reading, asked)
        if reading.valence < 0:
            return Guidance(strategy, f"{_meet(persona.empathy, reading, strategy)} {_then(persona, asked)}")
        return Guidance(strategy, _share(persona.empathy, reading))
    if state.valence <= _LASTING_LOW:
        calm = "The user was low a while ago: keep the tone gentle and do not bring it up yourself."
        return Guidance("", f"{calm} {_then(persona, asked)}")
    return Guidance()


_CRISIS = (
    "The user shows signs of crisis and has been shown the fixed help text: be calm, warm and brief, "
    "take it seriously, and encourage them to contact somebody now. "
    "Do not analyse, argue, promise secrecy or change the subject."
)


def is_felt(reading: Reading) -> bool:
    """Whether a reading is strong and sure enough to be met."""
    return abs(reading.valence) >= _FELT_VALENCE and (reading.disputed or reading.confidence >= _FELT_CONFIDENCE)


def choose(empathy: Empathy, reading: Reading, advice_asked: bool) -> str:
    """The strategy with the best score: style, the three dimensions, the emotion, and the persona's own list.

    Args:
        empathy: the persona's block; its `strategies`, if any, are the only ones chosen, earlier ones preferred.
        reading: a reading that is felt.
        advice_asked: whether the user asks what to do; suggestions and information then gain.
    """
    listed = [name for wish in empathy.strategies if (name := named(wish))]
    allowed = [name for name in listed or STRATEGIES if name != DISCLOSURE or empathy.self_disclosure]
    dimensions = {
        AFFIRMATION: empathy.emotional_reaction,
        REFLECTION: (empathy.emotional_reaction + empathy.interpretation) / 2,
        RESTATEMENT: empathy.interpretation,
        QUESTION: empathy.exploration,
    }

    def worth(name: str) -> float:
        style = _STYLE[empathy.style].get(name, 0.0)
        fit = 0.25 if {reading.emotion, reading.family} & _FITS[name] else 0.0
        advice = 0.8 if advice_asked and name in (SUGGESTION, INFORMATION) else 0.0
        misplaced = -1.0 if reading.valence > 0 and name in (SUGGESTION, REFLECTION) else 0.0
        order = -0.02 * allowed.index(name)
        return style + dimensions.get(name, 0.1) + fit + advice + misplaced + order

    return max(allowed, key=worth, default="")


def named(wish: str) -> str:
    """The strategy that a persona file names, by its whole name or its first word; empty for none."""
    word = fold(wish)
    aliases = {
        "suggestion": SUGGESTION,
        "suggestions": SUGGESTION,
        "reassurance": AFFIRMATION,
        "paraphrasing": RESTATEMENT,
    }
    if word in aliases:
        return aliases[word]
    return next((name for name in STRATEGIES if word and (name == word or name.split()[0] == word)), "")


def _meet(empathy: Empathy, reading: Reading, strategy: str) -> str:
    feeling = FEELING_WORDS[reading.emotion] or "low"
    if empathy.emotional_reaction >= _HIGH:
        start = f"The user seems {feeling}: first say warmly that you see it"
    elif empathy.emotional_reaction >= _LOW:
        start = f"The user seems {feeling}: acknowledge it in one plain sentence"
    else:
        start = f"The user seems {feeling}: acknowledge it in one clause"
    moves = " and ".join(_moves(empathy, strategy))
    return f"{start}, then {moves}." if moves else f"{start}."


def _moves(empathy: Empathy, strategy: str) -> list[str]:
    moves = [_MOVES[strategy]] if strategy in _MOVES else []
    if empathy.interpretation >= _HIGH and strategy not in (REFLECTION, RESTATEMENT):
        moves.append(_MOVES[REFLECTION])
    if empathy.exploration >= _HIGH and strategy != QUESTION:
        moves.append(_MOVES[QUESTION])
    return moves[:2]


_MOVES: dict[str, str] = {
    QUESTION: "ask one open question about it",
    RESTATEMENT: "put what they said in your own words to check it",
    REFLECTION: "name, as a guess, what may lie behind it",
    DISCLOSURE: "say what in your own part speaks to it",
    AFFIRMATION: "name something they did right or can rely on",
    SUGGESTION: "offer one small next step",
    INFORMATION: "give the fact that helps most",
}


def _then(persona: Persona, asked: bool) -> str:
    """The second sentence: what becomes of advice, and that the persona's own view stands."""
    empathy = persona.empathy
    if asked:
        advice = "they ask for advice, so give it" + (" after that" if empathy.validate_before_advice else "")
    elif empathy.style == "listen_first":
        advice = "give no advice unless they ask"
    elif empathy.style == "problem_first":
        advice = "then turn to the problem itself"
    else:
        advice = "advise only after that" if empathy.validate_before_advice else "advise where it helps"
    view = ""
    if persona.behaviour.challenge >= _CHALLENGING:
        view = ", and keep your honest view: kindness is no reason to agree with what you think is wrong"
    return advice[0].upper() + advice[1:] + view + "."


def _share(empathy: Empathy, reading: Reading) -> str:
    feeling = FEELING_WORDS[reading.emotion] or "in good spirits"
    if empathy.emotional_reaction >= _HIGH:
        shared = "share it openly"
    elif empathy.emotional_reaction >= _LOW:
        shared = "note it in a few words"
    else:
        return ""
    asking = " and ask what made it so" if empathy.exploration >= _HIGH else ""
    return f"The user seems {feeling}: {shared}{asking}."
