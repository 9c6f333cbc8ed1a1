"""What the user orders of memory: remember this, forget that, and who may know it."""

import re

from chatbot.domain.memory import USER_SUBJECT, Candidate, Cue, Memory, Status
from chatbot.domain.patterns import lazy
from chatbot.domain.slots import Kind, Scope
from chatbot.domain.text import clean_line, fold
from chatbot.domain.value import replace
from chatbot.memory.attributes import fills, wanted
from chatbot.memory.extract.clauses import stripped
from chatbot.memory.extract.findings import Finding
from chatbot.memory.extract.focus import Focus
from chatbot.memory.extract.line import Line
from chatbot.memory.guards import asking
from chatbot.memory.pronouns import second_person, third_person
from chatbot.memory.similarity import find_about, rare_words
from chatbot.memory.tokens import words
from chatbot.memory.wrong import never_true

_SCOPES: tuple[tuple[Scope, re.Pattern[str]], ...] = tuple(
    (scope, lazy(rf"(?i)[,.;(]?\s*\b(?:{words})\b[,:;)]?"))
    for scope, words in (
        (Scope.SESSION, r"(?:just|only) (?:for|in|within) this (?:chat|conversation|session|talk)(?: "
r"only)?|for this (?:chat|conversation|session) only|only while we(?: are|"
r"'re) (?:talking|chatting) here"),
        (Scope.PERSONA, r"(?:only you|you alone) (?:should|may|can|get to|must|are allowed to) know(?: "
r"this| that| it| about this)?|(?:just|strictly) between (?:you and me|us(?: "
r"two)?)|between you and me|keep (?:this|that|it) (?:just )?(?:between us|"
r"to yourself)|"
                        r"(?:please )?(?:do not|don'?t) tell (?:the others|anyone else|anybody else|"
r"the other personas|anyone)(?: about (?:this|it))?|for your (?:ears|eyes) "
r"only"),
        (Scope.USER, r"(?:and )?(?:you can |please |feel free to )?(?:tell|let) (?:all )?the others "
r"(?:know )?(?:too|as well|about (?:this|it))?|(?:everyone|everybody|all of "
r"you|the others) (?:can|may|should) know(?: this| that| it)?(?: too)?|"
                     r"(?:share|pass) (?:this|that|it) (?:on )?(?:with|to) (?:the others|everyone)|"
r"tell everyone(?: too)?"),
    )
)  # fmt: skip
_REMEMBER = lazy(
    r"^(?:(?:please|also|and|ok|okay|hey|can you|could you|will you|would you|"
    r"so|oh|yes|but|i want you to|i need you to|i would like you to|try to|you "
    r"should|always)(?:, ?| ))*"
    r"(?:remember|do not (?:ever )?forget|keep in mind|bear in mind|note|make "
    r"a note|take note|memorize|memorise|save (?:this|that)|store(?: this| that)?|"
    r"write down|add to (?:your )?memory|for future reference)"
    r"(?: of)?(?: this| the following)?(?: for (?:me|later|next time|the future))?(?: "
    r"?[:-]+ ?|, ?(?=i |my |our |we )| that ?[:,]? ?| )(?P<v>\S.*)$"
)
_NO_ORDER = lazy(
    r"^(?:when|how|what|who|where|why|me\b|us\b|the (?:time|day|days|old|first|"
    r"last|name|movie|song|title|word)|that (?:time|day|movie|song|one|guy)|last|"
    r"our|you|your|if|this\?|anything|everything|him|her|them|it$|that$|this$|"
    r"to (?:me|us)|"
    r"my (?:name|birthday)$|from|back|being|going|"
    r"to (?!call me|keep|answer|use|always|never)|to smile|to be|the alamo|about|and|or|\W|too|well)"
)
_TAIL = lazy(
    r"(?:(?:, ?| )(?:you know|okay|ok|please|thanks|thank you|btw|by the way|right|will you)|\s*[:;]-?[()dp])+\W*$"
)
"""What people end an order with, and what is no part of the note."""
_TRAILING = lazy(
    r"(?:, ?|[-–—] ?)(?:and |so |but )?(?:please )?(?:remember|keep in mind|note|"
    r"do not forget|make a note of) (?:that|this|it)(?: please)?$"
    r"|^(?:please )?(?:remember|do not forget|keep) (?:that|this|it)(?: please)?$"
)
_FORGET = lazy(
    r"^(?:(?:please|actually|no|ok|okay|and|hey|can you|could you|you can|you "
    r"should|i want you to|now|also|just|oh|wait|never mind)(?:, ?| ))*"
    r"(?:forget|delete|erase|remove|unlearn|drop|wipe|do not remember|do not save|"
    r"do not store|do not keep|do not memorize|stop remembering|please do not "
    r"remember)"
    r"(?P<what> .*)?$"
)
_NOT_OLD = lazy(r", (?:and )?not (?:the |a |an |in |at )?(?P<old>[\w'.-]+(?: [\w'.-]+){0,2})$")
_THAT = lazy(
    r"^(?:about )?(?:(?:what|everything|anything) i (?:just )?(?:said|told you)|"
    r"(?:that|this)(?: last (?:one|thing|bit|memory))?|(?:the|that) last (?:one|"
    r"thing|bit|memory)|that memory)(?: please| again| from (?:your )?memory)?$"
)
_ABOUT = lazy(
    r"^(?:(?:everything|anything|all|all memories|what(?:ever)? (?:you know|i "
    r"(?:said|told you)|you remember)|the (?:thing|fact|part|memory|memories|bit)s?|"
    r"about|that i (?:told|said to) you) ?)*(?:you know |i (?:said|told you) |"
    r"that )?(?:about |on |regarding )?(?:the fact )?(?:that )?(?P<v>.+?)"
    r"(?: from (?:your |the )?(?:memory|memories|records)| please| again)*$"
)
_WORDS = lazy(
    r"^(?:about )?(?:what|everything|anything|all)(?: that)? i(?: have|'ve)? (?:just )?(?:said|told you|mentioned)\b"
)
_THING = lazy(r"(?<=\w) (?:things?|stuff|business|bit|bits|part|one|ones|matter|story|issue)$")
"""Stands for what is remembered, and is in none of it: "the allergic thing"."""
_MOST_WORDS = 20
_IDIOM = lazy(
    r"^(?:it|about it|me not|the (?:milk|past|line|file|comma|semicolon|last (?:line|"
    r"word|sentence|paragraph))|to .*|how .*|where .*|who .*|what day.*|(?:his|"
    r"her|their) .*|(?:a|an) .*|me|you|them|him|about (?:him|her|them))$"
)


_WORDED = {
    "where i live": "home", "where i work": "employer", "where i am from": "hometown", "how old i am": "age",
    "when i was born": "birthday", "what i do": "job", "what i do for a living": "job", "who i am": "name",
    "what i am called": "name", "where i study": "school", "what i study": "field_of_study",
}  # fmt: skip
"""Slots as people ask for them."""


_ALONG = ("job", "employer", "works_on")
"""Slots that people mean together when they speak of their job."""


def _present(memory: Memory) -> bool:
    return memory.status not in (Status.SUPERSEDED, Status.FORGOTTEN)


def said_scope(text: str) -> tuple[str, Scope | None]:
    """The scope that the words ask for, and the text with those words blanked; None for no wish."""
    for scope, pattern in _SCOPES:
        match = pattern.search(text)
        if match is not None:
            marks = "," if match.start() and text[match.end() :].strip() else " "
            return text[: match.start()] + marks.ljust(len(match.group())) + text[match.end() :], scope
    return text, None


def remembering(sentence: Line, question: bool) -> Line | None:
    """What the user orders to remember, as a line of its own; None where it is no such order."""
    match = _REMEMBER.match(sentence.norm)
    if match is None:
        sentence = stripped(sentence).line  # "by the way, remember that ..."
        match = _REMEMBER.match(sentence.norm)
    if match is None or (question and not re.match(r"(?:can|could|will|would) you", sentence.norm)):
        return None
    what = sentence.cut(match.start("v"))
    what = what.cut(3) if re.match(r"to (?:call me|keep|answer|use|always|never)", what.norm) else what
    return None if _NO_ORDER.match(what.norm) or len(what.norm) < 3 else what


def note(what: Line, sentence: Line, cue: Cue = Cue.REMEMBER) -> Candidate:
    """A free note of the user's words; with "..., not 42" at their end it puts another note right."""
    tail = _TAIL.search(what.norm)
    what = what.cut(0, tail.start()) if tail else what
    wrong = _NOT_OLD.search(what.norm)
    old = what.cut(*wrong.span("old")).typed if wrong else ""
    typed = clean_line((what.cut(0, wrong.start()) if wrong else what).typed, 400)
    return Candidate(
        third_person(typed), Kind.FACT, USER_SUBJECT, "", "", clean_line(sentence.typed, 400), cue, old, importance=0.7
    )


def trailing_order(sentence: Line) -> bool:
    """Whether a sentence ends in "remember that", so that what it says is to be kept."""
    return _TRAILING.search(sentence.norm) is not None


def turned_into_note(sentence: Line, found: list[Finding]) -> list[Candidate]:
    """The note of "I wear size 43, remember that"; nothing where the order stands alone or the rules read the words."""
    match = _TRAILING.search(sentence.norm)
    if match is None or match.start() == 0:
        return []
    what = sentence.cut(0, match.start())
    return [note(what, sentence)]


def forgetting(whole: Line, focus: Focus) -> tuple[Candidate, ...] | None:
    """The candidates of an order to forget; None where the message gives none.

    Each names a known memory by slot and value. What is not known gives one candidate without a slot, so that
    the user can be told.
    """
    last = whole.norm.strip().rstrip(".! ")
    tail = re.search(
        r"(?:^|[.!,;] ?(?:but |and )?)((?:please |actually |but |and )*(?:do not (?:remember|"
        r"save|store|keep|memorize)|forget) (?:that|this|what i (?:just )?said|it)(?: "
        r"please)?)$",
        last,
    )
    if tail is not None and tail.start(1) > 0:
        return () if "do not" in tail.group(1) or "forget" in tail.group(1) else None
    match = _FORGET.match(last)
    if match is None or match["what"] is None or "\n" in last or len(last) > 200:
        return None
    what = match["what"].strip()
    deleting = re.match(r".*\b(?:delete|erase|remove|drop|wipe)\b", last[: match.start("what")]) is not None
    if deleting and not re.search(r"\bmemor(?:y|ies)\b|\babout (?:me|my)\b|\bwhat you know\b", what):
        mine = re.fullmatch(r"my (\w+(?: \w+)?)(?: please)?", what)
        held = _filling(mine[1], [memory for memory in focus.known.values() if _present(memory)]) if mine else []
        return tuple(_forget(memory, whole) for memory in held) or None
    if re.match(r"(?:this|that) ?[:,-] ?\S", what):
        return ()
    if _THAT.match(what):
        return _just_said(whole, focus)
    about = _ABOUT.match(what)
    slot = _WORDED.get(re.sub(r"^about ", "", what)) or (_WORDED.get(about["v"]) if about else None)
    if slot is not None:
        held = [
            memory for memory in focus.known.values() if memory.slot == f"{USER_SUBJECT}.{slot}" and _present(memory)
        ]
        return tuple(_forget(memory, whole) for memory in held) or (_unknown(what, whole),)
    if _IDIOM.match(what):
        return None
    named = re.sub(r"^(?:my|the|our|i am|i have|i|that) ", "", about["v"] if about else what)
    if named in ("me", "everything", "all", "it all") or re.fullmatch(
        r"(?:everything|all)(?: (?:about|you know about) me)?|(?:all )?your memor(?:y|ies)", what
    ):
        return (_unknown("everything", whole),)
    named = _THING.sub("", named)
    live = [memory for memory in focus.known.values() if _present(memory)]
    found = find_about(named, live) or _filling(named, live)
    past = [memory for memory in focus.known.values() if memory.status is Status.SUPERSEDED and not never_true(memory)]
    told = tuple(_forget(memory, whole) for memory in found or find_about(named, past))
    if not found or _WORDS.match(what):
        told += _words_about(named, whole, focus)
    return told or (_unknown(named, whole),)


def _words_about(named: str, whole: Line, focus: Focus) -> tuple[Candidate, ...]:
    """What the user had said of something without a memory of it: the messages themselves are to be forgotten."""
    about = rare_words(named)
    taught = {memory.source.message_id for memory in focus.known.values() if memory.source.message_id}
    meant = [
        message
        for message in focus.said
        if about and message.id not in taught and about <= rare_words(message.text) and _tells(message.text)
    ]
    texts = [(message, clean_line(message.text, 400)) for message in meant[-_MOST_WORDS:]]
    return tuple(replace(_unknown(third_person(said), whole), quote=said, told_in=one.id) for one, said in texts)


def _tells(text: str) -> bool:
    return not text.rstrip().endswith("?") and not asking(fold(text)) and _FORGET.match(fold(text)) is None


def _just_said(whole: Line, focus: Focus) -> tuple[Candidate, ...]:
    """What "forget that" means: what the message before taught, else what the reply named, else that message itself."""
    live = [memory for memory in focus.recent if _present(memory)]
    if focus.before is None:
        return tuple(_forget(memory, whole) for memory in live[:1]) or (_unknown("that", whole),)
    taught = [memory for memory in live if memory.source.message_id == focus.before.id]
    reply = f" {' '.join(words(focus.last_reply))} "
    told = ((memory, memory.value or second_person(memory.text)) for memory in live)
    named = [memory for memory, said in told if f" {' '.join(words(said))} " in reply]
    meant = taught or named[:1]
    if meant:
        return tuple(_forget(memory, whole) for memory in meant)
    if focus.before.text.rstrip().endswith("?") or asking(fold(focus.before.text)):
        return (_unknown("that", whole),)
    said = clean_line(focus.before.text, 400)
    return (replace(_unknown(third_person(said), whole), quote=said, told_in=focus.before.id),)


def _filling(words_of_it: str, live: list[Memory]) -> list[Memory]:
    """The user's memories in the slots that some words ask for: "my job" is where they work, too."""
    asked = wanted(f"what is my {words_of_it}?").attributes
    asked = (*asked, *(_ALONG if set(asked) & set(_ALONG) else ()))
    return [memory for memory in live if memory.subject == USER_SUBJECT and fills(memory.attribute, asked)]


def _forget(memory: Memory, whole: Line) -> Candidate:
    return Candidate(
        memory.text,
        memory.kind,
        memory.subject,
        memory.attribute,
        memory.value,
        clean_line(whole.typed, 400),
        Cue.FORGET,
        polarity=memory.polarity,
    )


def _unknown(words: str, whole: Line) -> Candidate:
    return Candidate(words, Kind.FACT, USER_SUBJECT, "", "", clean_line(whole.typed, 400), Cue.FORGET)
