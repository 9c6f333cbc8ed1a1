"""Signs that somebody may be about to harm themselves, and the fixed words of help. Deterministic; no model.

It is built for precision: a sign is a first-person statement (or a plain search for a way), never the word
alone, so that talk about bugs, films, jobs or other people passes. It is no diagnosis, and no replacement
for the ordinary reading of a text.
"""

from chatbot.domain.patterns import lazy
from chatbot.domain.text import fold

HELP_TEXT = (
    "I'm really glad you told me, and I'm taking it seriously. I'm a program and cannot keep you safe, "
    "but people can, right now.\n"
    "• If you are in danger or have hurt yourself, call your local emergency number now.\n"
    "• Tell somebody you trust, near you or by phone, and ask them to stay with you.\n"
    "• findahelpline.com lists free, confidential help lines by country, by phone, text or chat.\n"
    "If you can, put some distance between yourself and anything you could hurt yourself with. "
    "You can go on writing here as well."
)
"""Shown as it is whenever signs are found, offline too. It names no number, since numbers differ by country."""

_SPELLINGS = (
    (lazy(r"\bsu+i?c+[iau]*d(?:e|al|ial)s?\b|\bsucide\b|\bsuidical\b|\bsuicidle\b"), "suicide"),
    (lazy(r"\bun-?alive\b|\bunliving\b"), "kill"),
    (lazy(r"\bmy ?self+\b|\bmysefl\b|\bmyslef\b|\bmyselve?s\b|\bmysel\b"), "myself"),
    (lazy(r"\bki+ll+(ing)?\b|\bkil\b"), r"kill\1"),
    (lazy(r"\bwan+a\b|\bwant to\b|\bwant ?2\b|\bw(?:na|n|an)t to\b|\bwanting to\b"), "wanna"),
    (lazy(r"\bgoing to\b|\bgon+a\b|\bgunna\b"), "gonna"),
    (lazy(r"\b(wanna|gonna|might|just) kms\b|^kms\b(?= (?:now|tonight|rn|today)|[.!]*$)"), r"\1 kill myself"),
    (lazy(r"\b(?:do not|don't|dont|dnt)\b"), "don't"),
    (lazy(r"\b(?:can not|cannot|can't|cant)\b"), "can't"),
    (lazy(r"\b(?:i am|i'm|im)\b"), "i'm"),
    (lazy(r"\banymore\b|\bany more\b"), "any more"),
)

_END = (
    r"(?=[.,;!?)\n]|$| (?:and|but|so|tonight|today|now|tomorrow|right|any more|because|rn|lately|again|or|when|if)\b)"
)
_SIGNS = lazy(
    "|".join(
        (
            r"\bkill(?:ing)? myself\b",
            r"\b(?:end|ending|take|taking) my (?:own )?life\b(?! (?:in|back|to|into|seriously|for|one|as|on|up)\b)",
            r"\b(?:end|ending) it all\b(?! (?:the|on|at|up|in|with)\b)",
            r"\b(?:considering|contemplating|(?:thinking|think|thoughts?) (?:of|about)) (?:committing )?suicide\b",
            r"\b(?:wanna|gonna|i'll|should|might|could|i|to) (?:just )?commit suicide\b|\battempt(?:ed|ing)? suicide\b",
            r"\bi'm (?:(?!not\b|never\b)\w+ )?suicide\b|\b(?:feel|feeling|felt|been) (?:\w+ )?suicide\b",
            r"\b(?:have|having|had|get|getting|my) (?:\w+ )?suicide (?:thoughts?|urges?|plan)\b",
            r"\b(?:hang|hanging|shoot|shooting|drown|drowning|cutting|harming|hurting) myself\b"
            r"(?! (?:off|short|in the foot|out))",
            r"\b(?:wanna|gonna|urge to|might|could|keep) (?:just )?(?:hurt|harm|cut) myself\b(?! (?:off|some|out))",
            r"\bi (?:hurt|harmed|cut) myself (?:again|on purpose|deliberately|last night|to feel|because|when i'm)\b",
            r"\bi(?:'m|'ve)? (?:\w+ ){0,4}self[- ]?harm(?:ing|ed)?\b",
            r"\bi (?:just |really |only |actually |honestly )?(?:wanna|wish (?:i could|to)|would rather) (?:just )?die"
            + _END,
            r"\bi (?:just |really |only )?(?:wanna be|wish i (?:was|were)) dead\b",
            r"\bi'd rather be dead\b|\bbetter off (?:dead|without me)\b",
            r"\bi (?:just |really )?(?:don't|no longer) wanna (?:live|be alive|exist|wake up|be here)" + _END,
            r"\bi wish i (?:had never been born|was never born|were never born|wouldn't wake up|didn't exist)\b",
            r"\b(?:no|(?:don't|can't) (?:see|have|find) (?:a|any)) reason (?:left )?to (?:live|go on living|stay alive)"
            + _END,
            r"\bno point (?:in |to )?(?:living|being alive|going on living)" + _END,
            r"\b(?:my )?life (?:isn't|is not|ain't) worth living" + _END,
            r"\bi can't (?:live|keep living|go on living) any more" + _END,
            r"\bi might as well be dead\b|\bi (?:just )?wanna (?:stop existing|disappear (?:forever|for good))\b",
            r"\bi(?:'m gonna| wanna|'ll) (?:just )?end it (?:tonight|now|today|for good)\b",
            r"\bi(?:'ve| have)? (?:been|started|keep) cutting again" + _END,
            r"\b(?:take|took|taking|swallow(?:ed)?) (?:all|a bunch of|too many of) (?:my|the|these) (?:pills|meds)\b",
            r"\bi (?:took|have taken) an overdose\b",
            r"\bi overdosed (?:last|yesterday|today|again|on (?:pills|my))\b",
            r"\bi(?:'m gonna| wanna) overdose\b",
            r"\bi(?:'m gonna| wanna|'ll) jump (?:off|from) (?:a|the|my) (?:bridge|roof|building|balcony|cliff)\b",
            r"\bwrit(?:e|ing|ten) (?:a|my) suicide (?:note|letter)\b",
            r"\b(?:painless|easiest|quickest|best) way to (?:die|kill myself|end my life)\b",
        )
    )
)
_LOOKED_BACK = 200
_CLAUSE = lazy(r"[,.;!?\n]")
_DENIED = lazy(r"\b(?:not|never|no longer|\w+n't)(?: (?!(?:and|but|i|i'm|just|know|care|stop|help|resist)\b)\w+){0,3}$")
_STORY = lazy(
    r"\b(?:character|protagonist|novel|story|scene|film|movie|book|song|lyrics|essay|article|game|poem|paper)\b"
    r"(?: (?!and\b)\S+){0,8}$"
)
_OTHER = lazy(r"\b(?:he|she|they|who|\w+ (?:said|says))(?: (?!(?:and|i|i'm|me|makes?|made)\b)\S+){0,6}$")
_FIGURE = lazy(
    r"^ (?:laughing|of (?:laughter|embarrassment|boredom|cringe)|for (?:a|that|some|this) )"
    r"|^ (?:if i (?:see|hear|have to|had to|ever) |to get|with work|with this|over (?:this|that|a)\b)"
    r"|^ (?:at|in) (?:the gym|work|school|training)"
    r"|^,? (?:lol|lmao|haha|😂|🤣)"
)


def signs(text: str) -> tuple[str, ...]:
    """The signs of crisis in a text, as normalised phrases in order; empty for none.

    Signs that are denied ("I'd never hurt myself"), told of somebody else or a story, or a figure of
    speech ("kill myself laughing") do not count.

    Args:
        text: what the user wrote.
    """
    plain = fold(text)
    for pattern, spelling in _SPELLINGS:
        plain = pattern.sub(spelling, plain)
    found = []
    for match in _SIGNS.finditer(plain):
        before = plain[max(0, match.start() - _LOOKED_BACK) : match.start()].rstrip()
        clause = _CLAUSE.split(before)[-1]
        if _DENIED.search(clause) or _STORY.search(before) or _OTHER.search(clause):
            continue
        if _FIGURE.search(plain[match.end() : match.end() + _LOOKED_BACK]):
            continue
        found.append(match[0].strip())
    return tuple(found)


def is_crisis(text: str) -> bool:
    """Whether the text shows signs of crisis, so that `HELP_TEXT` must be shown."""
    return bool(signs(text))
