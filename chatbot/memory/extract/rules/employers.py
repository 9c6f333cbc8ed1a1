"""Employers: the firm, the hospital or the person that somebody works for."""

from chatbot.domain.memory import Cue
from chatbot.memory.extract.line import Line
from chatbot.memory.extract.rules.rule import Rule, all_of, at_most, none_of, pattern
from chatbot.memory.extract.rules.work import DRIVEN
from chatbot.memory.extract.values import capitalised, institution

_NO_EMPLOYER = none_of(
    r"\d{1,2}(?:[:.]\d\d)? ?(?:[ap]\.?m\b\.?|o'clock)?$|"
    r"home|night|nights|the (?:moment|weekend|weekends|same|time|office|gym|computer|"
    r"past|last|first|next|best|money|day|week|other|exam|sake|fun)|"
    r"it|this|that|them|him|you|me|myself|ourselves|once|least|all|first|a (?:living|"
    r"while|loss|time|long|few|change|certain|point|snail's)|"
    r"my|your|his|her|their|our|hours|years?|months?|weeks?|days?|now|free|fun|"
    r"(?:[\w.-]+ ){1,3}(?:hours?|years?|months?|weeks?|days?|decades?)|"
    r"(?:the )?(?:accident|luck|chance|mistake|sea|hand|heights?|speed|food|tips|pay|cash|exposure|candlelight)|"
    r"money|minimum|example|last|\d+|what|everyone|anyone|something|two|three|four|five|"
    r"six|seven|eight|nine|ten|many|about|over|almost|nearly|school|work|noon|midnight|peanuts|full|half|"
    r"monday|tuesday|wednesday|thursday|friday|saturday|sunday|an? (?:hour|exam|test)|change|better|weekends?"
)


def _firm(line: Line) -> bool:
    return _NO_EMPLOYER(line) and len(line.norm.split()) <= 7


def _named_firm(line: Line) -> bool:
    return _firm(line) and (
        institution(line)
        or line.norm.removeprefix("a ")
        .removeprefix("an ")
        .startswith(("startup", "bank", "hospital", "school", "company", "bakery", "law firm", "agency"))
    )


RULES: tuple[Rule, ...] = (
    Rule(
        "employer",
        pattern(r"teach(?:es)? (?:[\w-]+ ){1,4}?at (?:the )?V"),
        check=all_of(at_most(5), institution),
        importance=0.6,
    ),
    Rule(
        "employer",
        pattern(
            r"(?:(?:work|works|am working|is working|are working|have been working|has been working|have worked|"
            r"(?:have |has )?(?:just |recently )?started work(?:ing)?|am (?:doing an internship|interning|an intern)) "
            r"(?:[\w -]{1,25}? )??(?:part[ -]time |full[ -]time |now |here |currently )*(?:at|for)|"
            r"(?:(?:am|is) employed|got hired|was hired)(?: [\w -]{1,25}?)?? (?:at|for|by)) V"
        ),
        commas=False,
        check=_firm,
        importance=0.7,
        form="{who} works at {words}",
    ),
    Rule(
        "employer",
        pattern(
            r"(?:have |has )?(?:just |recently )?(?:have|has|got|landed|found|started|took) "
            r"(?:(?:an? |my |the )?(?:new |part[ -]time |full[ -]time |summer |weekend |saturday |night |nice |great |"
            r"good |better |real |permanent |temporary |steady |remote |dream |first |second |side |student )*"
            r"(?:job|position|role|internship)|(?<=found )work) "
            r"(?:(?:as|in) [\w -]{1,25}? |(?:last|this) \w+ |today |yesterday |recently )?(?:at|with) V"
        ),
        commas=False,
        check=_firm,
        importance=0.7,
        form="{who} works at {words}",
    ),
    Rule(
        "employer",
        pattern(
            r"(?:(?:am|is|are)|have been) (?:now )?(?!(?:an? (?:[\w-]+ )*student|studying|doing)\b)"
            r"(?:an? |the )?[\w -]{3,40}? (?:at|for) "
            r"V"
        ),
        check=all_of(_named_firm, lambda line: not line.norm.startswith(("university", "heart", "life"))),
        importance=0.6,
        confidence=0.8,
        form="{who} works at {words}",
    ),
    Rule(
        "employer",
        pattern(r"BE (?:now |currently )?at V"),
        check=all_of(_firm, capitalised),
        whose="user",
        confidence=0.6,
        importance=0.6,
    ),
    Rule(
        "employer",
        pattern(
            r"(?:have |has )?(?:just |recently )?(?:joined|started (?:working )?(?:at|"
            r"for|with)|switched (?:jobs )?to|moved to working (?:at|for)|transferred "
            r"to) (?:an? (?:new )?(?:startup|company|firm|agency|team) (?:called|named) "
            r")?V"
        ),
        check=all_of(_named_firm, none_of(r"the (?:gym|call|meeting|club|class|team)")),
        cue=Cue.CHANGE,
        importance=0.7,
        tense="past",
    ),
    Rule(
        "employer",
        pattern(r"(?:employer|company|workplace) (?:BE|BE called) (?:called |named )?V"),
        owns=True,
        check=all_of(_firm, capitalised),
        importance=0.7,
    ),
    Rule(
        "employer",
        pattern(rf"(?:drive|drives) (?:an? |the )?(?:\w+ )?{DRIVEN} for V"),
        check=all_of(_firm, none_of("fun|a living|an? |the (?:day|weekend)|me|us|him|her|free")),
        importance=0.6,
        form="{who} works for {words}",
    ),
)
