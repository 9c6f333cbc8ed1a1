"""What people say of themselves without "I": "living in Lisbon", "got promoted", "dog is called Rex".

The same words also begin sentences about something else ("living in Lisbon is expensive", "love hurts"): a verb of
their own behind them tells these apart.
"""

from datetime import datetime

from chatbot.domain.patterns import lazy
from chatbot.memory.dates import find_dates
from chatbot.memory.extract.line import Line

_OFTEN = r"(?:(?:just|finally|recently|officially|also|still|really|totally|absolutely|currently|only|so) )*"
_ELLIPTIC = lazy(
    rf"{_OFTEN}(?:(?P<place>(?:moved|relocated) (?:to|into (?:an? |my )?(?:[a-z]+ ){{1,3}}in))\b|turned \d|"
    r"(?:started|began) (?:working|studying|learning|playing|training|my|"
    r"an? (?:new )?(?:job|course|project|business))\b|"
    r"retired (?:in|from|last|at|after|early|\d)|"
    r"(?:started|taking|taking up) (?:[\w-]+ ){1,2}(?:lessons|classes)\b|came to .+ from .+ (?:in|ago)\b|"
    r"lost my (?:job|dad|mum|mom|father|mother|nan|gran|grandad|brother|sister|wife|husband|dog|cat|phone|wallet)\b|"
    r"used to (?:smoke|drink|live|work|play|study|teach|own|have|be an?)\b|"
    r"(?:have(?: got)?|need|got) to (?:call|pay|buy|renew|return|send|visit|collect|pick up|drop off|be (?:at|in)|"
    r"hand in) |"
    r"do not [a-z]+(?: [a-z']+){0,3} (?:any ?more|any longer)\b|"
    r"(?:picked up|took in|brought home) an? (?:\w+ )?(?:puppy|kitten|dog|cat|bunny|hamster)\b|"
    r"got (?:an?|my|married|engaged|divorced|promoted|hired|laid off|accepted|diagnosed|evicted|arrested|burgled|two|"
    r"three)\b"
    r"(?! (?:bit|lot|feeling|minute|second|question|idea|point))|"
    r"graduated (?:from|in|last|this)\b|"
    r"(?:broke|sprained|twisted|passed|failed|sold|quit) my\b|"
    r"(?:met|visited|saw|had (?:coffee|tea|lunch|dinner|drinks|breakfast|brunch|an? (?:call|chat|drink|beer))) "
    r"(?:with )?my\b|"
    r"(?P<loose>(?:joined|adopted|bought|booked|married) [a-z]|"
    r"work (?:at|as|for|in)\b(?! (?:peace|justice|food|money|change)\b)|live in (?!concert\b)|"
    r"(?:can not stand|do not (?:like|eat|drink)|love|hate|adore|enjoy(?= \w+ing\b)) (?!(?:is|was|of|at|to|it|this|"
    r"that|these|those|you|your|him|her|them|and|letters?|songs?|story|stories|"
    r"life|me|all|actually|in|island|languages?|poems?|notes?|affairs?|speech|crimes?|mail)\b)[a-z]))"
)
"""What people say of themselves without "I"; `loose` where a verb behind it may show that it is no such thing."""
_BEING = lazy(
    rf"{_OFTEN}(?:working (?:at|as|for)|living in|based in(?! (?:large |small )?(?:part|fact|truth|reality|science)\b)|"
    r"studying|allergic to|born (?:in|on)|originally from|(?:training|saving(?: up)?) for(?! (?:what|nothing|work)\b)|"
    r"learning|(?:flying|going|moving|heading|traveling|off) to|diagnosed with) [a-z\d]"
)
"""The same without "I am"."""
_I_HAVE = lazy(r",? (?:i|we) (?:have|am|are)\b")
_DAY = "(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_APPOINTED = lazy(
    r"(?:(?:dentist|doctor|doctor's|team|job|final|maths?|driving|court|eye|knee|hip|heart|back|cataract) )?"
    r"(?:exam|demo|interview|appointment|presentation|hearing|scan|op|operation|replacement|biopsy|midterm|driving "
    r"test|"
    r"meeting|flight|check-?up|surgery|audition|conference|wedding|viewing|concert|recital)"
    r"(?: (?:with|to|at) \w+)? (?:(?:is )?(?:on|at)\b|tomorrow|today|tonight|"
    r"(?:(?:next|this) (?:week(?:end)?|month|year|morning|afternoon|evening|spring|summer|autumn|fall|winter|"
    rf"january|february|march|april|may|june|july|august|september|october|november|december|{_DAY})\b)|{_DAY})"
    r"(?!.* (?:was|were|went|would|could|on (?:tv|television))\b)"
)
"""The same without "I have a": "demo on Thursday"."""
_OWN = lazy(
    r"(?:wife|husband|girlfriend|boyfriend|partner|fiance|son|daughter|sister|brother|dog|cat|mum|mom|dad)"
    r"(?:'s name is| is called| is named) \w|"
    r"(?:wife|girlfriend|partner|sister|daughter|mum|mom) is (?:due|pregnant|expecting)\b(?! (?:to|a|an|back|home|"
    r"at)\b)|"
    r"(?:rent|essay|coursework|dissertation|thesis|homework|assignment|tax return|report) (?:is|are) due\b|"
    r"favorite (?!thing|part|one|bit|memory)[a-z]+(?: [a-z]+)? (?:is|are) (?!an? )\w|"
    r"(?:(?:first|second|third) )?(?:baby|twins) (?:is |are )?due (?:on|in|at|\d+|next|this|tomorrow|around|the|early|"
    r"late)\b"
)
"""The same without "my"."""
_OWN_VERB = lazy(
    r"[^,;]*?(?<!\bthat)(?<!\bwhich)(?<!\bwho)(?<!\bwhat)(?<!\bit)(?<!\bhe)(?<!\bshe)(?<!\bthey)(?<!\bthere) "
    r"(?:is|are|was|were|must|can|could|would|will|might|may|should|has|does|did|takes?|took|costs?|makes?|made|means?|"
    r"requires?|sounds?|looks?|seems?|feels?|hurts?|sucks|helps|gets|gives|needs|beats|became|changed|changes|taught|"
    r"teaches|brings?|conquers|wins|breeds|kills|fades|hits|works|(?!as\b)\w+(?:ed|s) (?:me|you|us))\b"
)
"""What begins so is the subject of a verb of its own: "living in Paris is expensive"."""
_TAKEN_UP = lazy(r"(?i)\s*(?:,|-|–|—|\.\.+)\s*(?:(?:it|that|this)(?:['’]?s| is| was| can| would| must)|its) ")
"""Behind a clause that only names what the next one speaks of: "living in Japan as a foreigner, it's hard"."""
_SOUGHT = lazy(
    r"\b(?:tips|checklist|symptoms|remed(?:y|ies)|guide|ideas|jobs|salary|salaries|visas?|plan|quiz|statistics|laws|"
    r"quotes|advice|resources|lyrics|recipes?|requirements|costs?|meaning)(?: please)?$|\b(?:vs|versus)\b"
)
"""How people word what they look for: "allergic to peanuts symptoms", "living in Berlin vs Munich"."""
_OF_ANOTHER = lazy(
    r"born (?:in|on) [^,]+, (?!(?:i|we|and|but|now|then|so|in|on)\b)(?:\w+ ){1,3}?(?:is|was|became|has|had|won|wrote|"
    r"moved|played|lived|died|went|began|started|led|made|grew)\b"
)
"""Tells of who is named behind it: "born in Hawaii, Obama became president"."""


def with_subject(line: Line, question: bool) -> Line:
    """A clause with the "I", "my" or "I am" that was left out at its begin; as it is where none was.

    Args:
        line: the clause.
        question: whether its sentence ends in a question mark.
    """
    text = line.norm
    match = _ELLIPTIC.match(text)
    if match is not None and (match["place"] is None or line.cut(match.end()).typed[:1].isupper()):
        return line if match["loose"] and _is_topic(line, False) else _begun(line, "i")
    if _OWN.match(text):
        return _begun(line, "my")
    if _APPOINTED.match(text):
        return _begun(line, "i have a")
    if _BEING.match(text) and not _is_topic(line, question):
        return _begun(line, "i am")
    return line


def _is_topic(line: Line, question: bool) -> bool:
    """Whether a clause names what is spoken of, or asked about, and tells nothing of the user."""
    headed = line.raw[line.ends[-1] :].lstrip()[:1] == ":"
    about = _OWN_VERB.match(line.norm) or _OF_ANOTHER.match(line.norm) or _SOUGHT.search(line.norm)
    taken_up = _TAKEN_UP.match(line.raw, line.ends[-1])
    return question or headed or about is not None or taken_up is not None


def fronted(line: Line, now: datetime) -> Line | None:
    """The clause of "on Thursday I have the dentist" with its day at the end; None for no such clause."""
    dates = find_dates(line.norm, now)
    if not dates or dates[0].start != 0 or _I_HAVE.match(line.norm, dates[0].end) is None:
        return None
    return line.cut(dates[0].end).cut(1 if line.norm[dates[0].end] == "," else 0).join(line.cut(0, dates[0].end))


def _begun(line: Line, words: str) -> Line:
    """The clause behind words that nobody typed."""
    at = line.begins[0]  # the first word stands inside of the sentence now
    raw = f"{line.raw[:at]}{line.raw[at].lower()}{line.raw[at + 1 :]}"
    begins = (at,) * len(words)
    return Line(raw, words, begins, begins).join(line)
