"""What looks like a place to live in or to be from, and not like a state, a habit or a figure of speech."""

import re

from chatbot.domain.patterns import lazy
from chatbot.memory.extract.lexicon import NOT_NAMES
from chatbot.memory.extract.line import Line
from chatbot.memory.extract.rules.rule import none_of
from chatbot.memory.extract.values import capitalised, lived_in

_NO_PLACE = none_of(
    r"fear|denial|peace|sin|the (?:moment|past|future|present|same|here|now|"
    r"dark|middle of nowhere|shadow|office|mood|closet|clouds|zone)|"
    r"a (?:bubble|dream|world|lie|simulation|mess|computer|cave of|house|flat|"
    r"apartment|dorm|studio|place|nice|big|tiny)|"
    r"my|your|his|her|our|their|this|that|here|there|constant|harmony|poverty|"
    r"it|them|him|me|you|on|for|with|these|bed|work|school|home|(?:the )?\w+ floor|"
    r"what|where|heaven|hell|another|an? (?:different|other)|sync|two|different|"
    r"and|to|at|how|up|out|in|back|away|forward|over|ahead|house|fast|slowly|too|"
    r"the"
    r" (?:meeting|file|files|date|couch|car|desk|button|table|box|cursor|code|goalposts)|earth|mars|narnia|reality"
)


_STATE = none_of(
    r"(?:[\w-]+ )?(?:pain|luxury|chaos|limbo|terror|panic|misery|squalor|sorrow|regret|shame|guilt|silence|anger|"
    r"comfort|style|ignorance|bliss|anticipation|dread|faith|hope|love|truth|dreams|darkness|uncertainty|awe|exile|hiding|isolation|"
    r"stress|agony|anxiety|debt|clover)$|"
    r"(?:pajamas|pyjamas|sweatpants|hoodies|jeans|leggings|sneakers|black|interesting times|dreamland|la la land)\b|"
    r"(?:the )?(?:gym|library|pub|mall|lab|airport|kitchen|garage|bathroom)$"
)
"""States that one is in, and where somebody only spends much time; a capital makes a place of it ("Hope")."""
_GROUND = lazy(
    r"(?:[\w'-]+ ){0,3}(?:street|st|road|rd|avenue|ave|lane|drive|boulevard|square|row|hill|coast|isles?|islands?|"
    r"beach|farm|ranch|boat|houseboat|narrowboat|sailboat|barge|yacht|campus|base|reservation|estate|outskirts|edge|border|"
    r"river|lake|canal|mountain|side|shore|waterfront|peninsula|plateau|commune|kibbutz)\b"
)
"""What one lives on: the ground, or a boat. All else in small letters is food or money ("on coffee")."""


def on_ground(line: Line) -> bool:
    """Whether one can live on it."""
    return line.typed[:1].isupper() or _GROUND.match(line.norm) is not None


def place(line: Line) -> bool:
    """Whether somebody can live in it."""
    stated = line.typed[:1].isupper() or _STATE(line)
    return _NO_PLACE(line) and stated and len(line.norm.split()) <= 7 and line.norm not in NOT_NAMES


def _bare(line: Line) -> str:
    return re.sub(r"^(?:an?|the) ", "", line.norm)


def known_place(line: Line) -> bool:
    """Whether somebody can move to it, and live there then."""
    return place(line) and lived_in(line) and (capitalised(line) or _bare(line).split(" ")[0] not in NOT_NAMES)


def origin(line: Line) -> bool:
    """Whether somebody can be from it."""
    first = _bare(line).split(" ")[0]
    return (
        place(line)
        and not line.norm.isdigit()
        and _bare(line) not in ("farm", "ranch", "boat")
        and first not in NOT_NAMES | {"work", "school", "home", "bed", "scratch", "memory", "time"}
    )
