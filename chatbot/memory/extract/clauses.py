"""Splits a message into sentences and clauses, takes lead-ins ("well, actually") off, and says which are meant."""

import re
from functools import lru_cache

from chatbot.domain.patterns import lazy
from chatbot.domain.value import Value, replace
from chatbot.memory import guards
from chatbot.memory.extract.line import Line
from chatbot.memory.extract.styles import denies

_ABBREVIATION = lazy(
    r"\b(?:st|mr|mrs|ms|dr|prof|jr|sr|vs|e\.g|i\.e|approx|no|mt|ft|u\.s|u\.k|a\.m|p\.m|inc|ltd|co|[a-z])\.$"
)
_END = lazy(
    r"[.!?…]+[\"')\]]*(?=\s|$)|\n+|\s(?:[:;=]-?[()dp3/|]+|xd|<3)(?=\s|$)|;(?=\s)|"
    r"\s(?=[\U0001F300-\U0001FAFF\u2600-\u27BF])|"
    r"[\U0001F300-\U0001FAFF\u2600-\u27BF\uFE0F\u200D]+"
)
_SUBJECT = (
    r"(?:i|we|he|she|they|it|my|our|his|her|their|this|that is|there is|you|your|(?:the )?name is|"
    r"every(?:one|body)(?: \w+)? calls|(?:most )?(?:people|friends)(?: \w+)? call|"
    r"do|does|did|can|could|would|what|which is|who|"
    r"where|how|is|are|am i|any|don't|have you|call me|everyone calls|born in|please|remember|nice to|not|no|"
    r"wait|sorry|oops|scratch that|make that)\b"
)
_VERB = (
    r"(?:have|has|work|works|live|lives|am|are|is|was|love|loves|like|likes|hate|"
    r"hates|dislike|enjoy|play|plays|study|studies|own|owns|drive|"
    r"speak|speaks|joined|moved|started|want|wants|collect|got|adopted|bought|"
    r"do not|does not|can not|grew|go|goes|quit|prefer|used to|"
    r"currently|now|just|also|really|became|relocated|got married|working|living|studying|training)\b"
)
_TELLING = r"(?:i|we|he|she|they|it is|(?:my|our|his|her) \w+ (?:is|has|was|got|just)) "
"""How a statement begins that stands unmarked behind another: "got a kitten yesterday we called him Tom"."""
_JOINT = lazy(
    rf"\s*(?:,|:|—|–|\s-+\s|\()\s*(?:(?:and|but|so|because|though|although|while|"
    rf"since|yet|plus|then|or|also|now|currently|nowadays|these days)\s+)*(?={_SUBJECT})"
    rf"|\s+(?:(?:and|but|so|because|though|although|while|since|cause|cuz|bc|plus|"
    rf"when|where|as|yet|or)\s+)+(?:then |also |so )?(?={_SUBJECT})"
    rf"|\s*,?\s+(?:and|but)\s+(?={_VERB})"
    r"|\s*,\s+(?=(?:hate|hates|dislike|dislikes) (?!(?:speech|crimes?|mail|and)\b)[a-z])"
    r"|\s*,\s*(?=(?:(?:work|live|study)(?: part[- ]time| full[- ]time| nights| here)? (?:at|in|for|as|with)|"
    r"(?:originally|currently) (?:from|in)|moved (?:to|here|from)|used to (?:live|work|be)|"
    r"got (?:married|engaged|divorced))\b)"
    r"|\s*,\s*(?=(?:(?:court |driving |eye )?(?:hearing|exam|interview|appointment|op|operation|surgery|scan|flight|"
    r"wedding|"
    r"funeral|date|test|results|viewing) (?:is|are) |rent (?:is )?due )(?:on|at|tomorrow|next|this|\w+day)\b)"
    rf"|\s+(?:btw|by the way|lol|lmao|haha|tbh|ngl),?\s+(?={_SUBJECT})"
    rf"|(?:(?<= yesterday)|(?<= today)|(?<= tomorrow)|(?<= ago)|(?<= tonight))\s+(?={_TELLING})"
    r"|(?<!\bso)(?<!\bneither)(?<!\bnor)(?<!\bthan)(?<!\bas)(?<!\bthing)(?<!\bthat)(?<!\bknow)\s+"
    r"(?=(?:what|how|where|which \w+|who|why|when) (?:do|should|can|could|would|did|shall|am) (?:i|we|you)\b|"
    r"(?:should|can|could|shall) (?:i|we|you)\b)"
    r"|\s*\(\s*|\s*\)\s*|\s+—\s+|\s+-\s+|\.\.+\s+"
)
_LEAD = lazy(
    r"(?:[^\w*\"]+|(?:well|so|oh|ah|hmm+|um+|uh+|hey|hi|hello|hiya|yo|heya|howdy|"
    r"good (?:morning|evening|afternoon)|greetings|hi there|hey there|hello there|"
    r"yeah|yes|yep|yup|ok|okay|"
    r"sure|right|thanks|thank you|thx|ty|cool|haha+|hehe|lol|lmao|omg|wow|honestly|"
    r"frankly|basically|anyway|anyways|also|and|but|because|btw|by the way|fyi|"
    r"just so you know|for context|for the record|for your information|fun fact|"
    r"random fact|quick intro|quick update|little update|update|good news|great "
    r"news|bad news|sad news|big news|"
    r"to be honest|tbh|you know|i mean|i think|i guess|i would say(?: that)?|you see|see|look|listen|"
    r"(?:the |a )?(?:funny|weird|strange|crazy|sad|good|bad|best|worst|silly|odd|great|other|main) "
    r"(?:thing|part|bit|news) is(?: that)?|remember(?: that)?(?= (?:my|our)\b)|"
    r"the thing is|truth is|as you know|as i said|like i said|one thing|funny "
    r"thing|guess what|"
    r"first of all|second(?:ly)?|first(?:ly)?|then|plus|besides|in fact|in case "
    r"you wonder|nowadays|these days|currently|right now|at the moment|now|"
    r"lately|recently|this year|i should (?:mention|say)(?: that)?|i should add(?: "
    r"that)?|i told you(?: that)?|i forgot to (?:say|mention)(?: that)?|let me "
    r"introduce myself|about me|"
    r"i just wanted to (?:say|tell you)(?: that)?|did i mention(?: that)?|did "
    r"i tell you(?: that)?|you should know(?: that)?|i have to (?:say|admit|confess)(?: "
    r"that)?|i must (?:say|admit|confess)(?: that)?|i admit(?: that)?|"
    r"just to let you know|heads up|to introduce myself|intro|personally|since|"
    r"though|although|while|as|today|this morning|yesterday|"
    r"(?:i |we )?(?:just |only |recently )?(?:found out|learnt|learned)(?: that)?(?= (?:i am|i have|we are|we have)\b)|"
    r"apart from that|other than that|speaking of which|finally|luckily|unfortunately|"
    r"sadly|thankfully|fortunately|everyone|guys|folks|all|there)(?=[\s,:;.!-]|"
    r"$))[\s,:;.!-]*"
)
_CORRECTING = lazy(
    r"(?:\*(?=\w)|(?:actually|no|nope|nah|sorry|oops|wait|wrong|(?:just |only )?(?:kidding|joking)|"
    r"(?:that|this) is (?:wrong|not right|incorrect|not correct|not true|false)|not true|"
    r"(?:a )?typo|i mistyped|i mixed (?:that|it|them) up|"
    r"you (?:got|have|had) (?:my|his|her) [\w ]{1,20} wrong|not quite|i meant|i mean|correction|to correct "
    r"you|rather|i said|i told you|you got (?:that|it) wrong|"
    r"you are wrong|my mistake|my bad|i misspoke|i misread|i misremembered|i misheard|i was wrong|"
    r"i got (?:it|that|this) wrong|i lied|scratch that|make that|let me correct "
    r"(?:that|myself|you)|again)(?=[\s,:;.!-]|$))[\s,:;.!-]*"
)
_GREETING = lazy(
    r"^[^\w]*(?:hi|hey|hello|hiya|yo|heya|howdy|good (?:morning|evening|afternoon)|"
    r"greetings|quick intro|nice to meet you|thanks|to introduce myself|let me "
    r"introduce myself|intro)\b"
)


_SOMEBODY = lazy(
    r"(?:, (?:(?:and|but|while) )?| (?:and|but|while) (?=\w+ (?:is|has)\b))"
    r"(?=\w+ (?:moved|lives?|works?|is|has|got|quit|left|"
    r"started|joined|died|went|studies|likes|loves)\b)"
)
"""What may be the joint before a statement about somebody who is named."""


_TAG = lazy(r", (?:(?:am|do|did|have|was|will) i|are we|isn't it|is it|right|huh)[.! ]*$")
"""Makes a question of a statement, with or without its mark."""


class Clause(Value):
    """One statement, or what looks like one.

    Attributes:
        line: the words, lead-ins taken off.
        question: whether the sentence ends in a question mark that covers this clause.
        greeting: whether a greeting stood before it, so that a name may follow.
        correcting: whether "no", "actually" and the like stood before it.
        opposed: whether "but" stood before it.
        carried: whether it has no subject of its own and goes on with the one before.
    """

    line: Line
    question: bool = False
    greeting: bool = False
    correcting: bool = False
    opposed: bool = False
    carried: bool = False


def sentences(line: Line) -> list[tuple[Line, bool]]:
    """Sentences, each with whether it ends in a question mark."""
    found: list[tuple[Line, bool]] = []
    start = 0
    for end in _END.finditer(line.norm):
        mark = end.group()
        abbreviated = mark == "." and _ABBREVIATION.search(line.norm[start : end.start() + 1])
        goes_on = (
            r"\s+\d" if abbreviated and abbreviated.group() == "no." else r"\s+(?!(?:i|my|we|our|he|she|they|it)\b)"
        )
        if abbreviated and re.match(goes_on, line.norm[end.end() :]):
            continue
        if line.norm[start : end.start()].strip():
            found.append((line.cut(start, end.start()), "?" in mark))
        start = end.end()
    if line.norm[start:].strip():
        found.append((line.cut(start), False))
    return found


@lru_cache(maxsize=8)
def clauses(sentence: Line, question: bool) -> tuple[Clause, ...]:
    """The clauses of a sentence, each without its lead-ins. Kept for a while: half a dozen readers ask for the same."""
    found: list[Clause] = []
    start = 0
    parts: list[tuple[Line, bool, bool]] = []
    carried = opposed = False
    for joint in _joints(sentence):
        parts.append((sentence.cut(start, joint.start()), carried, opposed))
        opposed = "but" in joint.group().split()
        behind = sentence.norm[joint.end() :]
        carried = re.match(_SUBJECT, behind) is None and (
            joint.group().strip() in ("and", "but", ", and", ", but")
            or (joint.group().strip() == "," and re.match(_VERB, behind) is not None)
        )
        named = _SOMEBODY.match(sentence.norm, joint.start()) and sentence.cut(joint.end()).typed[:1].isupper()
        carried = carried and not named
        start = joint.end()
    parts.append((sentence.cut(start), carried, opposed))
    correcting = False
    greeting = False
    for part, goes_on, against in parts:
        if not part.norm:
            continue
        clause = stripped(part, question)
        correcting = clause.correcting or correcting
        greeting = greeting or clause.greeting
        if clause.line.norm:
            found.append(replace(clause, correcting=correcting, greeting=greeting, opposed=against, carried=goes_on))
            correcting = False
    return tuple(found)


def _joints(sentence: Line) -> list[re.Match[str]]:
    """Where clauses meet, in order."""
    found = list(_JOINT.finditer(sentence.norm))
    taken = {joint.start() for joint in found}
    named = [
        joint
        for joint in _SOMEBODY.finditer(sentence.norm)
        if joint.start() not in taken and sentence.cut(joint.end()).typed[:1].isupper()
    ]
    return sorted([*found, *named], key=lambda joint: joint.start()) if named else found


_TRAIL = lazy(r"(?:,? (?:btw|by the way|lol|lmao|haha+|hehe|tbh|ngl|xd|x+|rn|fyi))+$")


def stripped(line: Line, question: bool = False) -> Clause:
    """A clause without its lead-ins, and without what only ends a line of chat ("btw", "lol")."""
    if (trail := _TRAIL.search(line.norm)) is not None and trail.start():
        line = line.cut(0, trail.start())
    greeting = _GREETING.match(line.norm) is not None
    correcting = False
    while line.norm and not denies(line.norm):
        match = _CORRECTING.match(line.norm)
        if match is not None:
            correcting = True
        else:
            match = _LEAD.match(line.norm)
        if match is None or not match.end():
            break
        line = line.cut(match.end())
    return Clause(line, question, greeting, correcting)


def asserted(sentence: Line, question: bool, *ahead: Clause) -> list[Clause]:
    """The clauses in which the user says how things are; none of a question, a condition or irony.

    Args:
        sentence: as typed, with its folded form.
        question: whether it ends in a question mark.
        ahead: looked at before the sentence's clauses, such as the sentence as a whole.
    """
    if question or _TAG.search(sentence.norm) or guards.conditional(sentence.norm) or guards.ironic(sentence.norm):
        return []
    every = (*ahead, *clauses(sentence, question))
    return [one for one in every if not guards.wishing(one.line.norm) and not guards.reported(one.line.norm)]
