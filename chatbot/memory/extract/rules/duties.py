"""What has to be done on a day that is named, or by then at the latest."""

from chatbot.memory.extract.rules.rule import Rule, all_of, at_most, none_of, pattern

_MUST = r"(?:have|has|have got|got|need|needs) to"
_MONTH = "january|february|march|april|may|june|july|august|september|october|november|december"
_DAY = "(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_LATEST = (
    rf"(?:by|before) (?=(?:\d{{1,2}}(?:st|nd|rd|th)? (?:of )?(?:{_MONTH})|\d{{4}}-\d\d|the \d|(?:next|this) |"
    rf"today|tonight|tomorrow|{_DAY}|(?:{_MONTH})\b))"
)
_NO_TASK = none_of(
    r"see (?:how|what|if|about|it)|take (?:it|care|a break)|call (?:it|you)|pay attention|\w+ (?:it|this|that|them|you)"
)
_NO_OBJECT = none_of(r"it|this|that|them|you|attention|about|up|down|off|out|a visit|more")
_DONE = r"submit|hand in|turn in|finish|deliver|complete|cancel|sign|fix|repair|replace|prepare|update|clean|pack"
_DONE_TO = r"file|pay|renew|return|register|call|collect|pick up|drop off|send(?: in)?|buy|order|book|sell|read|write"
_MET = r"see|visit|take|bring|go to|be at|be in|attend|meet|fly to|drive to|travel to|give a|give my|move out"

RULES: tuple[Rule, ...] = (
    Rule(
        "deadline",
        pattern(rf"(?:{_MUST}|must) (?P<t>{_DONE}|{_DONE_TO}|{_MET}) (?P<v>[^,]+?) {_LATEST}.+"),
        dated=True,
        exact=True,
        check=all_of(at_most(8), _NO_OBJECT),
        importance=0.7,
        form="{who} has to {verb} {words}",
    ),
    Rule(
        "plan",
        pattern(rf"{_MUST} (?P<v>(?:{_DONE_TO}|{_MET}) (?!.*{_LATEST}).+)"),
        dated=True,
        check=all_of(at_most(8), _NO_TASK),
        importance=0.6,
        confidence=0.85,
        form="{who} has to {words}",
    ),
)
