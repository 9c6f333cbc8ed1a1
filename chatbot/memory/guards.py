"""What a message says without stating it: questions, conditions, wishes, reports, fiction, quotes, jokes, orders, code.

Pure text tests. `prose` takes out what the user did not write as their own words; the others judge
a sentence or a clause in folded form.
"""

import re

from chatbot.domain.patterns import lazy
from chatbot.memory.secrets import find_secrets

_FENCE = lazy(r"```.*?(?:```|\Z)|~~~.*?(?:~~~|\Z)", re.S)
_INLINE = lazy(r"`[^`\n]{1,200}`")
_QUOTED_LINE = lazy(r"^[ \t]*(?:>|\||\$ |>>> |\+\+\+|---|@@|\[\d|\d{1,2}:\d\d).*$", re.M)
_QUOTE = lazy(r"\"[^\"]{1,1000}\"|(?<![\w])'[^'\n]{12,400}'(?!\w)|«[^»]{1,1000}»")
_ACTION = lazy(r"(?:^|\s)\*(?!\*)\w+ [^*\n]{2,200}\*(?!\*)")
_STAGED = lazy(r"(?:^|[\n.!?]\s*)\*[a-z]+(?:s|ing)\b [^*\n]{1,200}\*(?!\w)", re.I)
_LINK = lazy(r"https?://\S+|www\.\S+|\S+@\S+\.\w+")
_CODE_LINE = lazy(
    r"(?m)^(?=.*[;{}()=<>\[\]]).*(?:=>|==|\w\(.*\)\s*[:;{]?\s*$|\w\(\"|[{};]\s*$|"
    r"^\s*(?:def|class|import|from|const|let|var|function|return|"
    r"select|insert|update|public|private|#include|print|if \()\b).*$|^\s*(?:SELECT|"
    r"INSERT|UPDATE|Traceback|File \")\b.*$|^\w*(?:Error|Exception):.*$"
)
_SPEAKER = lazy(r"^[ \t]*(?:user|assistant|system|human|bot|ai|chatgpt|claude) ?: .*$", re.M | re.I)
_HEADER = lazy(r"\b(?:From|To|Cc|Subject|Sent|Date|Fwd|Reply-To): \S")
"""Lines of a pasted chat, and the headers that a pasted mail begins with: two of them at the least."""
_RUNS = lazy(r"\s{2,}")
_LONGEST = 2500
_PASTED_LINES = 25


def prose(text: str) -> str:
    """What the user said themselves: the text without the rest.

    Taken out are code, quoted lines, links, secrets with the sentence around them, and what is so long that it
    was pasted. A quotation leaves its marks, so that the words around it are not read as one sentence.
    """
    if len(text) > _LONGEST or text.count("\n") > _PASTED_LINES:
        text = text[: _own_part(text)]
    headers = [match.start() for match in _HEADER.finditer(text)]
    if len(headers) > 1:
        text = text[: headers[0]]
    for pattern in (_FENCE, _INLINE, _QUOTED_LINE, _SPEAKER, _CODE_LINE, _LINK):
        text = pattern.sub(lambda match: _gap(match.group()), text)
    for secret in find_secrets(text):
        start = max(text.rfind(mark, 0, secret.start) for mark in "\n.!?") + 1
        text = _blank(text, start, secret.end)
    text = _QUOTE.sub('" "', text)
    return _RUNS.sub(lambda match: "\n" if "\n" in match.group() else " ", text)


def _own_part(text: str) -> int:
    """Where the first paragraph of a long message ends; what follows counts as pasted."""
    end = text.find("\n\n")
    return end if 0 <= end <= 600 else 0


def _blank(text: str, start: int, end: int) -> str:
    return text[:start] + _gap(text[start:end]) + text[end:]


def _gap(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)


_FICTION = lazy(
    r"\b(?:role-? ?play\w*|rp|pretend\w*|imagine|imagining|suppose|supposing|let us say|lets say|say i|hypothetically|"
    r"in (?:my|the|this|our) (?:\w+ ){0,2}(?:story|novel|game|campaign|dream|book|"
    r"scene|fantasy|script|movie|film|song|lyrics|chapter)|"
    r"my (?:\w+ ){0,2}(?:character|oc|avatar|protagonist|hero|paladin|npc)|for "
    r"the (?:story|scene|game)|act as|acting as|"
    r"as if|as though|you are (?:a|an|the|my|now)\b|once upon|in character|the (?:hero|heroine|protagonist|narrator)|"
    r"i dreamt|i dreamed|in a dream|asking for a friend|in another life|in a parallel|what if|picture this|assuming)\b|"
    r"(?:^|let us |, )assume\b"
)
_CONDITION = lazy(
    r"^(?:and |but |so |because |then |well )*(?:if|unless|whether|in case|even "
    r"if|only if|suppose|imagine|say|when i (?:am|get)|once i|until|had i|were "
    r"i)\b"
    r"|\bif (?:i|my|we)\b|\bif only\b"
)
_SARCASM = lazy(
    r"(?:^|\s)/s(?:\s|$)|\byeah,? right\b|\bsaid no ?(?:one|body) ever\b|\b(?:oh|"
    r"yeah|wow|sure|lol),? (?:great|sure|joy|right|how i)\b|^oh sure\b|^sure,? "
    r"(?:and )?i\b|"
    r"^(?:wow|oh),? i just (?:love|adore)\b|\bjust what i (?:need|want)ed\b|\bnot\s*!+$|"
    r"\bas if\b|🙄|\b(?:queen|king) of (?:england|the world)\b|"
    r"\bjust kidding\b|\bjk\b|\bkidding\b|\b(?:j/k|sarcasm)\b|\bbeep boop\b|\bmillionaire\b.*\b(?:lol|haha)\b"
)
_ORDER = lazy(
    r"^(?:(?:please|hey|hi|ok|okay|now|so|and|can you|could you|would you|will "
    r"you|help me(?: to)?|i (?:want|need) you to|let us|then)(?:, ?| ))*"
    r"(?:write|rewrite|translate|draft|summari[sz]e|proofread|generate|correct|"
    r"fix|paraphrase|edit|compose|create|make (?:me )?(?:a|an|this|it)|"
    r"give (?:me|us)|explain|complete|continue|finish this|reply to|respond to|"
    r"answer this|analy[sz]e|convert|classify|extract|list|describe|"
    r"define|how do you|what does|repeat|spell|pronounce|roleplay|role-play|act|"
    r"guess|read this|check this|review|improve|format)\b"
)
_REPORT = lazy(
    r"\b(?:he|she|they|it|people|someone|somebody|everyone|everybody|nobody|you|"
    r"who|article|book|song|movie|boss|mother|mom|mum|father|dad|"
    r"teacher|doctor|friend|guy|ex|text|sign|(?:my|the|a|an|this|our) \w+|[a-z]+)(?: \w+)? "
    r"(?:(?:say|says|said)(?! (?:hi|hello|hey|thanks|thank you)\b)|"
    r"told|tells|think|thinks|thought|claim|claims|claimed|believes?|"
    r"assumes?|assumed|insists?|wrote|writes|asked|asks|jokes?|joked|swears?|hears?|"
    r"heard|"
    r"goes like|reads|according to)\b(?: (?:that|me|us|him|her|i|i am|he|she))?"
)
_SOMEBODY = r"(?:he|she|they|somebody|someone|everybody|everyone|(?:my|our|the|this) [\w'-]+|[a-z]+)"
_VOICED = lazy(
    rf"^(?:and |so |but |then )*{_SOMEBODY} (?:(?:is|was|were|are) (?:all |just )?like ?[,:]|"
    r"(?:just )?(?:goes|went|texts|texted|replied|answered|yelled|shouted|whispered|wrote|messaged|announced|said)"
    r"(?: to)?(?: me| us| him| her| them)?(?: back)? ?:)|"
    rf", (?:(?:says|said|sang|sings) {_SOMEBODY}|"
    rf"(?!i |we |you ){_SOMEBODY} (?:says|said|sang|sings|told me|tells me|goes))$"
)
_WISH = lazy(
    r"^(?:i|we) (?:really |just |so |kind of |do )*(?:wish|would|"
    r"could(?! not (?:be|have been|agree|care|wait|believe|help)\b)|might|may|"
    r"should|hope i am|almost|nearly|must|can not wait|dream of being|feel like|"
    r"felt like|pretend|never(?! (?:eat|drink) ))\b"
    r"|\bwish (?:i|we|my)\b|^(?:maybe|perhaps|possibly|what if|it would|would "
    r"be|i guess|apparently|supposedly|not that)\b|\bwho knows\b"
)
_ASKING = lazy(
    r"^(?:and |but |so |or |well |hey |wait |also |then |ok |okay |oh |um |btw "
    r"|by the way )*,? *(?:do|does|did|is|are|am|was|were|can|could|would|will|"
    r"should|shall|have|has|had|may|might|what|who|whose|"
    r"whom|which|where|when|why|how|any(?:one|body)? (?:idea|chance|tips|advice|"
    r"thoughts|recommendations|suggestions)|right|correct|ok|okay|remember|you|"
    r"isn't|"
    r"don't|aren't|know|got any|ever|thoughts|ideas|mind|sound|does that|guess|huh|eh|yes|no|any)\b"
)
_DENIAL = lazy(
    r"\b(?:it (?:is|was) not true|i (?:never|did not|do not) (?:said|say|think|"
    r"believe|know)|i have never said|is a lie|not that i|it is not (?:that|as)|"
    r"i do not remember)\b"
)


def acted(text: str) -> bool:
    """Whether a message plays a scene: it holds a stage direction (*sits by the fire*)."""
    return _ACTION.search(text) is not None


def staged(text: str) -> bool:
    """Whether a message, as typed, begins a sentence with what somebody does (*draws sword*)."""
    return _STAGED.search(text) is not None


def fiction(sentence: str) -> bool:
    """Whether a sentence plays: a role, a story, a supposition."""
    return _FICTION.search(sentence) is not None


def ironic(sentence: str) -> bool:
    """Whether a sentence carries a mark of irony."""
    return _SARCASM.search(sentence) is not None


def order(sentence: str) -> bool:
    """Whether a sentence tells the assistant to work on a text, so that what follows is material."""
    return _ORDER.search(sentence) is not None


def asking(clause: str) -> bool:
    """Whether a clause is worded as a question, with or without its mark."""
    return _ASKING.search(clause) is not None


def conditional(clause: str) -> bool:
    """Whether a clause is a condition, or stands under one."""
    return _CONDITION.search(clause) is not None


def wishing(clause: str) -> bool:
    """Whether a clause wishes, doubts or dreams."""
    return _WISH.search(clause) is not None


def reported(clause: str) -> bool:
    """Whether a clause tells what somebody else says or thinks."""
    return _REPORT.search(clause) is not None and not re.match(
        r"^(?:i|we) (?:said|told|say|think)\b|^when(?:ever)? (?:you|i|we) say\b", clause
    )


def voiced(sentence: str) -> bool:
    """Whether a sentence gives what somebody says in their own words: "she texted: I moved", "I'm single, he said"."""
    return _VOICED.search(sentence) is not None


def denied(sentence: str) -> bool:
    """Whether a sentence says that something was never said or is not so."""
    return _DENIAL.search(sentence) is not None
