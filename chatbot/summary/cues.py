"""The wordings by which key facts are found in a sentence: English, like the sentences' model of a word."""

import re

from chatbot.domain.patterns import lazy

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_SPAN = r"(?:week|month|year|weekend|spring|summer|autumn|fall|winter)"
DATE = lazy(
    rf"\b\d{{4}}-\d\d-\d\d\b|\b\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}}\b"
    rf"|\b(?:the )?\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}\b(?:,? \d{{4}})?"
    rf"|\b{_MONTH}\.? \d{{1,2}}(?:st|nd|rd|th)?\b(?:,? \d{{4}})?|\b{_MONTH} \d{{4}}\b"
    rf"|\b(?:in|since|until|by|last|next|this) (?:{_MONTH}|{_DAY}|{_SPAN})\b"
    rf"|\b(?:on )?{_DAY}s?\b(?: (?:morning|afternoon|evening|night))?"
    r"|\b(?:tomorrow|tonight|yesterday|today)\b(?: (?:morning|afternoon|evening|night))?"
    r"|\b(?:in|since|from|until) (?:19|20)\d\d\b"
    r"|\b(?:at )?\d{1,2}(?::\d\d)? ?(?:am|pm|o'clock)\b|\bat \d{1,2}:\d\d\b",
    re.IGNORECASE,
)
"""A day, a time or a stretch of time, in figures or words."""

_COUNT = (
    r"(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|hundred|dozen)"
)
NUMBER = lazy(
    rf"[$€£¥]\s?\d[\d.,]*(?:\s?(?:k|m|million|billion))?\b"
    rf"|(?<![\w.])\d[\d.,]*%|(?<![\w./:-])\d+(?:[.,]\d+)*(?: ?[a-zA-Z]{{2,}})?(?![\w/:-])|\b{_COUNT} [a-z]{{3,}}\b"
)
"""An amount, with the word that it counts."""

NAME = lazy(r"\b[A-ZÀ-Þ][\w'’-]*[a-zà-ÿ][\w'’-]*(?:(?: (?:de|da|van|von|of|the))? [A-ZÀ-Þ][\w'’-]+)*")
TOLD_NAME = lazy(r"\b(?:name is|named|called|name's|i'm|i am|this is) ([A-ZÀ-Þ][\w'’-]+)", re.IGNORECASE)

_CAPITALISED = """
i i'm i'll i've i'd it it's the a an and but so we you he she they this that these those there here what when where
why who how which my your our his her their is are was were do does did can could would should will yes no not ok
okay thanks thank please sorry hello hi hey oh well maybe also then now today tomorrow yesterday if because actually
anyway let let's just like one two english god january february march april may june july august september october
november december monday tuesday wednesday thursday friday saturday sunday code don't didn't won't can't isn't
that's what's there's some all any every each after before while still wow woohoo yay congrats yeah yep hmm aww totally
absolutely definitely awesome cool nice great good yes dear
"""
NO_NAME = frozenset(_CAPITALISED.split())
"""Words in lower case that are often capitalised and never a name by themselves."""

PROMISE = lazy(
    r"\b(?:i|we)(?:'ll| will| promise| swear|'m going to| am going to|'re going to| shall)\b"
    r"(?! (?:be able|never|always|see about|admit|say|miss|love))"
    r"|\bi(?:'ve)? (?:promised|committed|signed up)\b|\byou can count on me\b|(?:^|please )remind me\b",
    re.IGNORECASE,
)
DECISION = lazy(
    r"\b(?:i|we)(?:'ve| have)? (?:finally |just )?"
    r"(?:decided|chose|agreed|settled on|picked|went with|made up my mind|opted)\b"
    r"|\b(?:i'm|we're|let's) (?:going|go) (?:with|for)\b|\bthe (?:decision|plan) is\b|\bwe'll (?:use|go with)\b",
    re.IGNORECASE,
)
OPEN = lazy(
    r"\b(?:(?:not|n't|un)\s?(?:sure|certain|decided)|don't know|no idea|can't decide|need to find out"
    r"|have to (?:decide|figure out)|wonder(?:ing)?) (?:if|whether|what|which|how|when|where|who|about|yet)\b"
    r"|\bundecided\b|\bopen question\b",
    re.IGNORECASE,
)
"""A question that is said to be open."""

UNANSWERED = lazy(
    r"\b(?:i (?:do not|don't) know|i'm not sure|can't (?:answer|tell|say)|no model|offline)\b", re.IGNORECASE
)
"""A reply that leaves the question before it open."""

LASTING = lazy(
    r"\b(?:my name is|call me|i'm (?:called|allergic|from)|i(?:'m| am) an? "
    r"|i (?:live|work|study|moved|was born|have|married|adopted|lost)|allergic"
    r"|my (?:wife|husband|partner|mum|mom|dad|mother|father|sister|brother|son|daughter|dog|cat"
    r"|boss|birthday|goal|deadline|friend))\b",
    re.IGNORECASE,
)
"""A statement about the user's life that stays true for longer than the day."""
