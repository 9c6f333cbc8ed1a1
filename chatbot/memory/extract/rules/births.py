"""Babies on the way: who is expecting, and when the baby is due."""

from chatbot.memory.extract.rules.rule import Rule, pattern

_MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december|"
    r"jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)"
)
_SEASON = r"(?:the )?(?:new year|spring|summer|autumn|fall|winter)"
_PART = r"(?:early |mid[- ]?|late |the (?:start|middle|end) of )?"
_BABY = r"(?:(?:little|new|first|second|third|next) )*(?:baby|babies|twins|child|grandchild|little one)"

RULES: tuple[Rule, ...] = (
    Rule(
        "plan",
        pattern(
            r"(?:(?:am|are|is) |will be )(?:also |both |finally )?(?P<v>expecting)(?: again| too)*"
            rf"(?= (?:in|around|by) {_PART}(?:{_MONTH}|{_SEASON})\b| (?:this|next) (?:month|year|spring|summer|autumn|"
            r"fall|winter)\b| any day\b|$|[,.;!]| and (?:so|very|super|really)\b)"
        ),
        exact=True,
        importance=0.8,
        form="{who} is expecting a baby",
    ),
    Rule(
        "plan",
        pattern(rf"(?:am|are|is) (?P<v>due) (?=(?:in|around) {_PART}{_MONTH}\b(?! to\b))"),
        dated=True,
        exact=True,
        importance=0.8,
        confidence=0.8,
        form="{who} is due to have a baby",
    ),
    Rule(
        "event",
        pattern(rf"(?P<v>{_BABY} (?:is|are) (?:\w+ )?(?:due|coming|expected))\b"),
        owns=True,
        dated=True,
        exact=True,
        importance=0.8,
        form="{who}'s {words}",
    ),
    Rule(
        "event",
        pattern(
            r"(?:have |had )?(?:just |recently )?(?P<v>lost (?:the|our|my) (?:unborn )?(?:baby|babies|twins)|"
            r"had (?:a|another) miscarriage|miscarried)(?=$|[,.;!]| (?:last|on|in|this|yesterday|today|at|two|three|"
            r"a few|a "
            r"(?:day|week|month|year)|and|but|so|because)\b)"
        ),
        whose="user",
        exact=True,
        tense="past",
        importance=0.8,
        form="{who} {words}",
    ),
    Rule(
        "event",
        pattern(rf"(?P<v>(?P<t>{_BABY}) due)\b"),
        owns=True,
        dated=True,
        exact=True,
        importance=0.8,
        form="{who}'s {verb} is due",
    ),
    Rule(
        "event",
        pattern(r"(?P<v>due date (?:is|'s))\b"),
        owns=True,
        dated=True,
        exact=True,
        importance=0.8,
        form="{who}'s {words}",
    ),
)
