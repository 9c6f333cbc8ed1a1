"""Wishes for how to be answered: "short answers please", "no emojis"."""

import re

from chatbot.domain.memory import Polarity
from chatbot.domain.patterns import lazy
from chatbot.memory.extract import values
from chatbot.memory.extract.findings import Finding
from chatbot.memory.extract.line import Line
from chatbot.memory.phrase import Telling

_WANTED: tuple[re.Pattern[str], ...] = tuple(
    lazy(source)
    for source in (
        r"(?:only |just |always )?(?P<v>(?:short|shorter|brief|long|longer|detailed|concise|simple|direct|honest|"
        r"plain) (?:answers|replies|responses|explanations|messages)(?: only)?)"
        r"(?:,? (?:please|from now on|always|for me|thanks|ok|okay))*$",
        r"(?:please |always |from now on,? |in (?:the )?future,? |going forward,? "
        r"|could you |can you |try to |just )*(?:keep|make) (?:(?:your|the) )?(?:answers|"
        r"replies|responses|messages|explanations) (?P<v>[a-z][^,.;!?]*)",
        r"(?:please |always )*be (?:more |less |a bit more |very )?(?P<v>(?:direct|"
        r"brief|concise|formal|informal|honest|blunt|casual|friendly|funny|patient|"
        r"gentle|detailed|critical|sarcastic|serious|specific)(?: and \w+)?)(?: with "
        r"me| in your (?:answers|replies|responses))?(?: please| from now on| with "
        r"your (?:answers|replies))?$",
        r"(?:please |always |from now on,? |in (?:the )?future,? |going forward,? "
        r")*(?:answer|reply|respond|speak|talk|write)(?: to)?(?: me)?(?: always| only)? "
        r"in (?P<v>[A-Za-z][\w ]{2,40}?)(?: (?:from now on|always|only|please|to me))*$",
        r"(?:please |always |from now on,? )+use (?P<v>(?:bullet points|emojis?|metric(?: "
        r"units)?|simple (?:words|language|english)|british (?:spelling|english)|american "
        r"(?:spelling|english)|short sentences|examples|celsius|lists|code blocks|"
        r"plain (?:language|english))[^,.;!?]*)",
        r"i (?:really |would |much |always )*(?:prefer|like|love|appreciate|want|need) "
        r"(?:it when you (?:are |give |use )?|when you (?:are |give |use )?|if you "
        r"(?:are |give |use )?|you to be |your answers (?:to be )?)?(?P<v>(?:short|"
        r"long|brief|concise|detailed|direct|honest|longer|shorter|blunt|simple|step[- "
        r"]by[- ]step)(?: and \w+)?(?: (?:answers|replies|responses|explanations|messages))?)(?= "
        r"with|$|,| over| to)",
        r"(?:please |always |from now on,? )+(?:explain|answer|reply|respond|speak|"
        r"talk)(?: things| everything)?(?: to me)? (?P<v>(?:like i am \w+|briefly|"
        r"in detail|step by step|slowly|formally|informally|casually|simply|honestly|"
        r"directly))",
        r"(?:please )?(?P<v>(?:do not|stop|never) (?:sugar-?coat|lectur|apologi[sz]|"
        r"patroni[sz]|repeat(?:ing)?|flatter)[^,.;!?]*)",
    )
)
"""What answers shall be; each with the group `v`."""

_POLITE = (
    r"(?:,? (?:please|from now on|always|for me|with me|in (?:the )?future|thanks|thank you|ok|okay|yeah|will you))*"
)
_WORDED: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        lazy(
            r"(?:(?:please|always|just|try to|can you|could you|from now on),? )*keep (?:it|things|this|everything) "
            rf"(?:nice and |really |very )?(?P<v>short|brief|simple|concise|casual|formal|polite){_POLITE}$"
        ),
        "{who} wants {words} answers",
    ),
    (
        lazy(
            r"(?:(?:please|just|you can|you may|always|can you|could you),? )*call me (?P<v>by my (?:first |last |"
            rf"full |real |middle |given |nick)name){_POLITE}$"
        ),
        "{who} wants to be called {words}",
    ),
    (
        lazy(
            rf"(?:please )?(?:do not|never|stop|quit) call(?:ing)? me (?P<v>(?!back\b|later\b|again\b|now\b|at\b|on\b)"
            rf"[\w'-]+(?: [\w'-]+)??){_POLITE}$"
        ),
        "{who} does not want to be called {words}",
    ),
    (
        lazy(
            r"i (?:really )?(?:hate|do not like|can not stand) being called (?P<v>(?!(?:at|by|on|in|back|out|up|off|"
            rf"over|into|names|away|when)\b)[\w'-]+(?: [\w'-]+)?){_POLITE}$"
        ),
        "{who} does not want to be called {words}",
    ),
)
"""Wishes that the record words in a way of its own; each the whole of a sentence, with the group `v`."""

_UNWANTED = (
    r"emojis?|emoticons?|smileys?|bullet points|markdown|jargon|exclamation (?:marks|points)|swear words|slang|"
    r"long answers|small talk|disclaimers|fluff|filler|waffle|buzzwords|hashtags|flattery"
)
_MORE = r"jokes|puns|sarcasm|lectures|advice|pep talks|compliments|apologies|rhymes|life lessons"
"""What a "no" alone does not ask to leave out: "no jokes" may be said of one's own words."""
_DENIED: tuple[re.Pattern[str], ...] = tuple(
    lazy(source)
    for source in (
        r"(?:please )?(?:do not|never|stop|avoid|quit|skip|leave out) (?:use |using |send |sending |add |adding |with "
        r"|put |putting |give me |giving me )?(?:any |so many |all |the |those |these |your )*"
        r"(?P<v>" + _UNWANTED + r"|lists|apologi[sz]ing|apologies|headings|tables|jokes|sarcasm)\b.*",
        r"(?:please,? )?(?:no more|(?:enough|stop|quit|less) (?:of |with )?(?:the|your|those|these|all the)) "
        r"(?:bad |silly |stupid |lame |cheesy )?(?P<v>" + _MORE + r")" + _POLITE + "$",
        r"(?:please,? )?no (?P<v>" + _MORE + r"),? (?:please|from now on)" + _POLITE + "$",
        r"(?:please )?(?:stop|quit) (?:making|telling|giving)(?: me)? (?:bad |silly |stupid |so many |these )*"
        r"(?P<v>" + _MORE + r")" + _POLITE + "$",
        r"(?:please )?(?:do not|stop|quit) (?:ask|asking)(?: me)? (?P<v>so many questions|too many questions|questions)"
        + _POLITE
        + "$",
        r"(?:please,? )?(?:no|no more|without|zero) (?:more |any |so many )?(?P<v>" + _UNWANTED + r")"
        r"(?:(?:,| in your (?:answers|replies|messages)| when you (?:answer|reply|write)| with me)? ?(?:please|thanks|"
        r"thank you|from now on|ok|okay|anymore|any more|ever|at all|for me)?)*$",
    )
)
"""What answers shall not have; each with the group `v`."""


_ALONE = lazy(r"(?:(?:and|ok|okay|hey|also|but|so|well|btw|yeah|no|lol|oh|actually|sorry|hi|pls|please)\W*)*")
"""What may stand before an order that is meant for good: "explain this, keep it short" is for once."""


_DENYING = lazy(r"(?:please,? )?(?:no|without|zero|do not|never|stop|avoid|quit|skip|leave out|enough|less)\b")
"""How each of `_DENIED` begins."""


def denies(text: str) -> bool:
    """Whether a clause says what answers shall not have: its "no" answers nothing."""
    return _DENYING.match(text) is not None and any(pattern.match(text) for pattern in _DENIED)


def wishes(text: str) -> bool:
    """Whether a clause says how to answer the user."""
    return denies(text) or any(pattern.match(text) for pattern in (*_WANTED, *(worded for worded, _ in _WORDED)))


def wish(line: Line, quote: str) -> list[Finding] | None:
    """How a clause wants answers to be; None where it is no wish."""
    for pattern, form in _WORDED:
        match = pattern.match(line.norm)
        if match is not None and _ALONE.fullmatch(quote[: -len(line.typed)].lower().strip()):
            value = line.cut(*match.span("v"))
            return [
                Finding("user", "reply_style", value, quote, importance=0.7, telling=Telling(form, words=value.typed))
            ]
    for polarity, patterns in ((Polarity.NEGATIVE, _DENIED), (Polarity.POSITIVE, _WANTED)):
        for pattern in patterns:
            match = pattern.match(line.norm)
            if match is not None:
                value = values.core(line.cut(*match.span("v")))
                found = Finding("user", "reply_style", value, quote, polarity=polarity, importance=0.7)
                return [found] if value.norm else []
    return None
