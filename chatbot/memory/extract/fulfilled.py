"""Plans and goals that have come true: "I've moved" after "I'm moving to Lisbon", "we got married", "I'm back".

A plan ends where the user says in the past tense what it said of the future; a move also gives the new home.
"""

import re
from datetime import timedelta

from chatbot.domain.memory import USER_SUBJECT, Cue, Memory
from chatbot.domain.patterns import lazy
from chatbot.memory.dates import find_dates
from chatbot.memory.extract.clauses import asserted, stripped
from chatbot.memory.extract.findings import Finding
from chatbot.memory.extract.focus import Focus
from chatbot.memory.extract.line import Line
from chatbot.memory.extract.line import read as read_line
from chatbot.memory.extract.values import lived_in
from chatbot.memory.stem import stem
from chatbot.memory.tokens import words
from chatbot.memory.words import word_set

_AHEAD = ("plan", "goal")
_DID = lazy(
    r"(?:i|we)(?: (?:have|had|did|just|already|finally|now|recently|actually|both|since|at last))*"
    r" (?P<verb>[a-z]+)(?P<rest>\b.*)$"
)
_MARRIED = lazy(
    r"(?:i am|we are|i got|we got|i have got)(?: finally| now| just| both)* (?P<verb>married|engaged|divorced)\b"
)
_BACK = lazy(r"(?:i am|we are|i just got|we just got|i got|we got|i came|we came)(?: just| finally| now| safely)* back"
             r"(?: home)?(?: from (?P<where>.+?))?(?:$|[,.;!])")  # fmt: skip
_DONE = lazy(
    r"(?:i|we)(?: have)?(?: just| already| finally)* "
    r"(?:did|done|made|finished|managed|achieved) (?:it|that)"
    r"(?: (?:already|finally|now|at last|today|yesterday|tonight|last \w+|this \w+|myself|all))*"
    r"(?=$|[,.;!]| (?:and|but|so)\b)"
)
_DONE_WITH = lazy(
    r"(?:(?:i|we) (?:am |are |have )?)?(?:(?:all|finally|just|already) )*(?:done|finished|through|sorted) (?:with )?"
    r"(?:the|my|our|that|those) (?P<what>[\w'-]+(?: [\w'-]+){0,3}?)"
    r"(?: (?:btw|by the way|now|already|finally|today|yesterday|at last|too|lol|yay))*(?=$|[,.;!])"
)
_DWELLING = lazy(
    r"(?:(?:an?|my|our|the|his|her|their) )?(?:[a-z]+ ){0,2}(?:flat|apartment|house|place|home|room|studio|cottage|"
    r"bungalow|farmhouse|dorm)(?: (?:in|near|outside) )(?=\w)"
)
_TRIP = ("trip", "holiday", "holidays", "vacation", "journey", "travels", "visit", "cruise", "honeymoon")
_PAST = {
    "went": "go", "gone": "go", "flew": "fly", "flown": "fly", "got": "get", "bought": "buy", "ran": "run",
    "took": "take", "taken": "take", "saw": "see", "seen": "see", "met": "meet", "left": "leave", "began": "begin",
    "begun": "begin", "wrote": "write", "written": "write", "drove": "drive", "driven": "drive", "sold": "sell",
    "gave": "give", "given": "give", "had": "have", "became": "become", "built": "build", "made": "make", "won": "win",
    "read": "read", "quit": "quit", "paid": "pay", "found": "find", "held": "hold", "swam": "swim", "lost": "lose",
    "learnt": "learn", "taught": "teach", "spoke": "speak", "sang": "sing", "rode": "ride", "spent": "spend",
    "came": "come", "sent": "send", "threw": "throw", "hiked": "hike", "adopted": "adopt", "passed": "pass",
}  # fmt: skip
"""Verbs whose past is not told by its ending, and some whose stem is not."""
_ALIKE = (
    frozenset(map(stem, ("go", "fly", "travel", "visit", "head", "drive", "leave"))),
    frozenset(map(stem, ("move", "relocate"))),
    frozenset(map(stem, ("buy", "get", "purchase", "adopt"))),
    frozenset(map(stem, ("finish", "complete", "write"))),
    frozenset(map(stem, ("begin", "start"))),
    frozenset(map(stem, ("see", "visit", "meet"))),
)
_ALONE = frozenset(map(stem, ("move", "relocate", "graduate", "retire", "propose")))
"""Verbs that say by themselves what came true."""
_PLANNED = lazy(
    r"^User(?:'s (?:plan|goal):)? (?:(?:is|are|has|have|plans|planning|wants|hopes|intends|aims|will|on|to|be|"
    r"going(?= to [a-z]+ \S)|an?|finally) )*(?P<verb>[a-z]+)"
)
_SAYS_NOTHING = frozenset(
    words(
        "user is are has have plans planning wants hopes to a an the my our their in on at of for from by with and up "
        "back home this next last week month year day today tomorrow tonight weekend around all it"
    )
)
_BARE = frozenset(words("already now finally there here in home house yesterday today recently lately"))
"""What may stand behind a verb that says by itself what came true: not the "on" of "I moved on"."""
_FOR_OTHERS = lazy(r" (?:him|her|them|you|(?:my|our|his|her) (?!first\b|own\b|new\b)[\w'-]+) (?:an?|the|some) ")
_NOT_REAL = word_set("doll doll's toy model mini fake virtual play tree dream bird dog gingerbread lego")
_ASIDE = word_set("half about for near of like from outside with that how")
"""Words before a thing that say that something else was done, or less."""
_WORD = lazy(r"[\w'-]+")
_ENDED = lazy(
    r"$|[^\w\s'-]|(?:in|on|at|with|near|from|by|to|and|but|so|because|since|after|before|as|or|again|now|then|already|"
    r"finally|together|too|today|tonight|yesterday|last|this|right|just|recently|back|here|there|all|first|"
    r"for(?! (?:my|our|his|her|their|your|an?|the)\b))\b"
)
"""What may follow a thing's name; any other word makes it another thing, as the "plant" of a "house plant" does."""
_MOVES = frozenset(map(stem, ("move", "relocate")))
_MOVED_TO = lazy(r"(?: (?:back|over|house|home|out|away|here|in|with \w+|together|all the way))* to\b")
"""Who moves something else moves nowhere: "I moved my flight to Lisbon"."""
_ONCE = timedelta(days=2)
"""What is done often is the plan's only where its day has come, or nearly."""
_LATELY = timedelta(days=60)
"""A plan may be told of after its day, but not a season after."""
_ENDS = frozenset(map(stem, ("finish", "complete")))
"""Verbs that end whatever was begun: a book that is finished may have been read."""
_ONCE_ONLY = _ALONE | frozenset(map(stem, ("buy", "sell", "adopt", "marry", "quit", "become", "get")))


def fulfilled(sentence: Line, question: bool, told: list[Finding], focus: Focus) -> list[Finding]:
    """The plans and goals that a sentence says have come true; none where it says so of none.

    Args:
        sentence: as typed, with its folded form.
        question: whether it ends in a question mark; a question fulfils nothing.
        told: what the sentence tells besides; a new home that it names is not told twice.
        focus: what is known.
    """
    for part in asserted(sentence, question, stripped(sentence)):
        held = _came_true(part.line.norm, focus)
        if held is not None and not _long_before(held, sentence, focus):
            return _settled(held, sentence, told, focus)
    return []


def _long_before(held: Memory, sentence: Line, focus: Focus) -> bool:
    """Whether what is told happened before the plan was told: it came true another time."""
    dates = find_dates(sentence.norm, focus.now, past=True)
    return bool(dates) and dates[0].last < held.said_at - _LATELY


def _came_true(text: str, focus: Focus) -> Memory | None:
    """The plan or goal that a clause says has come true; what is known is only looked through where it may."""
    if _DONE.match(text):
        lately = [one for one in focus.recent[:1] if one in focus.present(*_AHEAD)]
        return next((one for one in lately if not one.event_start or one.event_start <= focus.now + _ONCE), None)
    over = _DONE_WITH.match(text)
    if over is not None:
        named = {stem(word) for word in words(over["what"])}
        meant = [one for one in focus.present(*_AHEAD) if named and named <= {stem(word) for word in words(one.value)}]
        return meant[0] if len(meant) == 1 else None
    back = _BACK.match(text)
    if back is not None:
        return _returned(back["where"] or "", focus)
    married = _MARRIED.match(text)
    if married is not None:
        return next((one for one in focus.present(*_AHEAD) if f"getting {married['verb']}" in one.text), None)
    did = _DID.match(text)
    if did is None or did["rest"].startswith(" not "):
        return None
    verb = stem(_PAST.get(did["verb"]) or (did["verb"] if did["verb"].endswith("ed") else ""))
    if not verb:
        return None
    fitting = [one for one in focus.present(*_AHEAD) if _does(one, verb, did["rest"], focus)]
    return fitting[0] if len(fitting) == 1 or (fitting and _objects(fitting[0], verb)) else None


def _returned(where: str, focus: Focus) -> Memory | None:
    """The journey that the user came back from: by its place, or the only one whose day has come."""
    trips = [one for one in focus.present(*_AHEAD) if _same_verb(_verb(one), stem("go"))]
    if not where:  # who says no more may have been away from the screen
        trips = [one for one in trips if one.event_start is not None and one.event_start <= focus.now]
    named = set(words(where)) - _SAYS_NOTHING
    begun = [one for one in trips if one.event_start is None or one.event_start <= focus.now + _ONCE]
    if named and not named & set(_TRIP):
        return next((one for one in begun if named & set(words(one.value))), None)
    return begun[0] if len(begun) == 1 else None


def _does(plan: Memory, verb: str, rest: str, focus: Focus) -> bool:
    """Whether doing that is what the plan or goal said."""
    meant = _verb(plan)
    if not _same_verb(meant, verb):
        return False
    if plan.event_start is not None and verb not in _ONCE_ONLY and plan.event_start > focus.now + _ONCE:
        return False
    objects = _objects(plan, meant)
    said = {stem(word) for word in words(rest)}
    if objects & said:
        return 2 * len(objects & said) > len(objects) and not _another(rest, objects & said, meant, verb, focus)
    date = find_dates(rest.strip(), focus.now, past=True)
    bare = rest.strip()[: date[0].start] if date else rest
    return verb in _ALONE and set(words(bare)) <= _BARE


def _another(rest: str, shared: frozenset[str], meant: str, verb: str, focus: Focus) -> bool:
    """Whether what was done is only called alike: "bought a doll house", "bought my parents a house", "moved a flight".

    Args:
        rest: what stands behind the verb.
        shared: stems of the plan's words that are among it.
        meant: the stem of the plan's verb.
        verb: the stem of the verb that was said.
        focus: the moment.
    """
    if _FOR_OTHERS.match(rest) or (verb in _MOVES and not _MOVED_TO.match(rest)):
        return True
    named = list(_WORD.finditer(rest))
    places = [place for place, word in enumerate(named) if shared & {stem(one) for one in words(word.group())}]
    before = [word.group() for word in named[: places[0]]]
    if not _ASIDE.isdisjoint(before) or not _NOT_REAL.isdisjoint(before[-1:]):
        return True
    if verb in _ENDS and verb != meant and (reads := before[:1]):  # "finished a book", "finished reading it"
        return reads == ["a"] or (reads[0].endswith("ing") and stem(reads[0]) != meant)
    dates = {date.start for date in find_dates(rest, focus.now, past=True)}
    for place in places:
        at = named[place].end() + rest[named[place].end() :].startswith(" ")
        if place + 1 not in places and at not in dates and not _ENDED.match(rest, at):
            return True
    return False


def _verb(plan: Memory) -> str:
    """The stem of what a plan or goal says will be done; `go` for a place alone."""
    told = _PLANNED.match(plan.text)
    return stem(told["verb"]) if told else stem("go")


def _same_verb(left: str, right: str) -> bool:
    return left == right or any({left, right} <= group for group in _ALIKE)


def _objects(plan: Memory, verb: str) -> frozenset[str]:
    """The stems of a plan's words besides its verb and what says nothing."""
    said = (word for word in words(plan.value) if word not in _SAYS_NOTHING)
    return frozenset(stem(word) for word in said) - {verb}


def _settled(held: Memory, sentence: Line, told: list[Finding], focus: Focus) -> list[Finding]:
    """The end of a plan, and the home where it was a move that named one."""
    dates = find_dates(sentence.norm, focus.now, past=True)
    start = dates[0].first if dates else None
    over = Finding(
        USER_SUBJECT, held.attribute, read_line(held.value), sentence.typed, Cue.ENDING, polarity=held.polarity,
        start=start if start is None or start > held.said_at else None,
    )  # fmt: skip
    moved = re.search(r"\b(?:moving|relocating|move|moves) (?:back |over )?to\b", held.text) is not None
    place = _place(held.value)
    if not moved or not place or any(one.attribute == "home" for one in told):
        return [over]
    home = Finding(USER_SUBJECT, "home", read_line(place), sentence.typed, Cue.CHANGE, importance=0.8, start=start)
    return [home, over]


def _place(value: str) -> str:
    """Where a move goes: a name, or what is behind "a new flat in"; empty where no place is told."""
    dwelling = _DWELLING.match(value.lower())
    if not lived_in(read_line(value)):
        return ""
    return value[dwelling.end() :] if dwelling else value if value[:1].isupper() else ""
