"""Name, pronouns, age, birthday, home, where somebody is from."""

import re

from chatbot.domain.memory import Cue
from chatbot.memory.extract.lexicon import NATIONALITIES
from chatbot.memory.extract.line import Line
from chatbot.memory.extract.rules.places import known_place, on_ground, origin, place
from chatbot.memory.extract.rules.rule import Rule, all_of, pattern
from chatbot.memory.extract.values import capitalised, is_name


def _lower_name(line: Line) -> bool:
    return is_name(line, lower_too=True)


def _tells_name(line: Line) -> bool:
    last = line.cut(len(line.norm) - len(line.norm.rpartition(" ")[2]))
    return is_name(last, lower_too=True)


def _age(line: Line) -> bool:
    return line.norm.isdigit() and 0 < int(line.norm) < 120


def _nation(line: Line) -> bool:
    return line.norm.removesuffix(" citizen").removeprefix("half ").removeprefix("part ") in NATIONALITIES


def _birthday(line: Line) -> bool:
    return (
        len(line.norm.split()) <= 6
        and re.search(
            r"\d|today|tomorrow|yesterday|january|february|march|april|may|june|july|august|"
            r"september|october|november|december|\b(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b|day$|week|"
            r"month",
            line.norm,
        )
        is not None
    )


_YEARS = (
    r"(?P<v>\d{1,3})(?: ?(?:years?[ -]old|yrs? old|yrs?|y/?o|years of age)(?: "
    r"now)?)?(?= *(?:$|,|;|\)|and |now|today|on|at|next|but|so|\.(?!\d)|this|last|yesterday|already|"
    r"tho|though|haha|lol|btw|by the way|actually|if|as of|in (?:jan|feb|mar|apr|may|june|july|aug|sep|oct|nov|dec)))"
)
_GAP = r"(?:(?:here|over|back|out|again|away|house|in|together|all the way) )*"

RULES: tuple[Rule, ...] = (
    Rule(
        "name",
        pattern(
            r"(?:full |first |real |actual |given )?name BE (?:called |not [\w' -]+ but "
            r")?V"
        ),
        owns=True,
        check=_lower_name,
        confidence=0.97,
        importance=0.9,
    ),
    Rule(
        "",
        pattern(
            r"(?P<v>(?:surname|last name|family name|maiden name|middle name) (?:is|was) (?P<t>[\w'-]+))"
            r"(?=$|[,.;!]| (?:and|but)\b)"
        ),
        owns=True,
        exact=True,
        check=_tells_name,
        importance=0.8,
        form="{who}'s {words}",
    ),
    Rule("nickname", pattern(r"nickname(?: at \w+)? BE V"), owns=True, check=_lower_name, importance=0.7),
    Rule(
        "nickname",
        pattern(r"(?:prefer|like) (?:to be called|being called|to go by|going by) V"),
        whose="user",
        check=_lower_name,
        importance=0.7,
    ),
    Rule("nickname", pattern(r"go(?:es)? by (?:the name (?:of )?|the nickname )?V"), check=is_name, importance=0.7),
    Rule("nickname", pattern(r"am (?:known|called) (?:as |by )?V"), whose="user", check=is_name, importance=0.7),
    Rule(
        "pronouns",
        pattern(
            r"(?:preferred )?pronouns BE (?P<v>\w+(?: ?/ ?\w+){1,2}|they (?:and )?them|she (?:and )?her|"
            r"he (?:and )?him)"
        ),
        owns=True,
        exact=True,
        importance=0.8,
    ),
    Rule(
        "pronouns",
        pattern(
            r"(?:use|uses|go by|goes by|prefer|prefers) (?:the pronouns? )?(?P<v>(?:she|"
            r"he|they|xe|ze|it|any)(?: ?/ ?\w+){1,2})"
        ),
        exact=True,
        importance=0.8,
    ),
    Rule(
        "age",
        pattern(r"BE (?:an? )?(?P<v>\d{1,3})(?:-| )?years?(?:-| )old(?= \w)"),
        check=_age,
        exact=True,
        importance=0.7,
    ),
    Rule(
        "age",
        pattern(r"(?:BE|turned|just turned) (?:officially )?" + _YEARS),
        check=_age,
        exact=True,
        importance=0.7,
    ),
    Rule("age", pattern(r"(?:have|has) (?P<v>\d{1,3}) years(?: old)?(?=$|[,.;!]| and )"), check=_age, exact=True),
    Rule("age", pattern(r"age BE (?P<v>\d{1,3})"), owns=True, check=_age, exact=True, importance=0.7),
    Rule(
        "birthday",
        pattern(
            r"(?:birthday|birth date|date of birth|dob) BE (?:on |coming up on )?(?P<v>[^,;]+?(?:, ?(?:19|20)\d\d)?)"
            r"(?=$|[,;](?! ?(?:19|20)\d\d)| (?:and|but|so|which|if|in case|btw)\b)"
        ),
        owns=True,
        check=_birthday,
        exact=True,
        importance=0.8,
    ),
    Rule(
        "birthday",
        pattern(
            r"(?:was|am|is|were) born (?:in|at|near|just outside) [^,\d]{2,40}?,? (?:on|in) (?P<v>(?:the )?"
            r"(?:\d{1,2}(?:st|nd|rd|th)?(?: of)? [a-z]{3,9}|[a-z]{3,9} (?:the )?\d{1,2}(?:st|nd|rd|th)?)"
            r"(?:,? ?(?:19|20)\d\d)?)(?=$|,)"
        ),
        check=_birthday,
        exact=True,
        importance=0.8,
    ),
    Rule(
        "birthday",
        pattern(
            r"(?:was|am|is|were) born (?:on|in) (?P<v>(?:the )?(?:\d{1,2}(?:st|nd|rd|th)?(?: "
            r"of)? [a-z]{3,9}|[a-z]{3,9} (?:the )?\d{1,2}(?:st|nd|rd|th)?)?(?:,? ?(?:19|"
            r"20)\d\d)?)(?=$| in | at |,)"
        ),
        check=_birthday,
        exact=True,
        importance=0.8,
    ),
    Rule(
        "home",
        pattern(
            r"(?:live|lives|reside|resides|am living|is living|are living|have lived|has "
            r"lived|have been living|am located|am based|is based|are based|am staying "
            r"permanently) (?:with (?:my|our|his|her) (?:[\w-]+ ){1,3}?|by myself |on my own )?(?:right |out |over |"
            r"up |down |alone |together |just )*(?:in|"
            r"at|near|outside|by) (?:(?:a|an|the) (?:small |big |tiny |little |nice "
            r"|cozy |old |shared |new |rented |quiet )*(?:house|flat|apartment|studio|"
            r"dorm|place|condo|loft|cottage|cabin|room|bungalow) (?:here )?(?:in|near|"
            r"outside|at|by) )?V"
        ),
        commas=True,
        check=place,
        importance=0.8,
    ),
    Rule(
        "home",
        pattern(r"(?:live|lives|am living|is living|are living|am based|is based|are based) (?:out |up |down )?on V"),
        commas=True,
        check=all_of(place, on_ground),
        importance=0.8,
    ),
    Rule(
        "home",
        pattern(
            r"(?:have |has )?(?:just |recently |finally )?(?:moved|relocated|move) "
            + _GAP
            + r"from (?P<old>.+?) (?:over |out |down |up |back )?to V"
        ),
        commas=True,
        check=known_place,
        cue=Cue.CHANGE,
        importance=0.8,
        tense="past",
    ),
    Rule(
        "home",
        pattern(
            r"(?:have |has )?(?:just |recently |finally )?(?:moved|relocated) "
            + _GAP
            + r"(?:to|into) (?:(?:an? |my |our )?(?:\w+ ){0,2}(?:flat|apartment|house|housing|bungalow|cottage|"
            r"studio|place|"
            r"accommodation|halls|care home) in )?(?P<v>.+?)(?: from (?P<old>[^,]+))?$"
        ),
        commas=True,
        check=known_place,
        cue=Cue.CHANGE,
        importance=0.8,
        tense="past",
    ),
    Rule(
        "home",
        pattern(
            r"(?:came|emigrated|immigrated) (?:over |here )?to (?P<v>[^,]+?) from (?P<old>[^,]+?)(?= in (?:19|"
            r"20)\d\d\b| "
            r"(?:an?|\d+|two|three|four|five|six|seven|eight|nine|ten|many|some|a few) (?:years?|months?) ago\b| "
            r"last year\b|"
            r" (?:as a|when i was a) (?:child|kid|teenager|student|refugee)\b)"
        ),
        exact=True,
        check=known_place,
        cue=Cue.CHANGE,
        importance=0.8,
        tense="past",
    ),
    Rule(
        "home",
        pattern(r"(?:home|house|apartment|flat|place) is in V"),
        owns=True,
        commas=True,
        check=place,
        importance=0.8,
    ),
    Rule("home", pattern(r"(?:call|calls) V home"), check=all_of(place, capitalised), exact=True, importance=0.7),
    Rule(
        "hometown",
        pattern(
            r"(?:(?:BE) (?:from|a native of)|come from|comes from|hail from|grew up (?:in|"
            r"on|near)|(?:was|were) (?:born and )?(?:raised|brought up) in|(?:was|am|is) "
            r"born (?:and raised )?in|originate from) (?:a (?:small |little |tiny )?(?:town|"
            r"village|place|city) (?:called|named) )?V"
        ),
        commas=True,
        check=all_of(origin, lambda line: not line.norm[:1].isdigit()),
        importance=0.6,
        form="{who} is from {words}",
    ),
    Rule(
        "hometown",
        pattern(r"(?:was|is|am) born (?:on|in) [^,]*?\d (?:in|at) V"),
        commas=True,
        check=all_of(origin, is_name),
        importance=0.6,
    ),
    Rule(
        "hometown", pattern(r"(?:home ?town|birth ?place) BE V"), owns=True, commas=True, check=origin, importance=0.6
    ),
    Rule(
        "nationality",
        pattern(r"BE (?:an? )?(?:proud |naturali[sz]ed )?V"),
        check=_nation,
        many=True,
        commas=True,
        importance=0.6,
    ),
    Rule("nationality", pattern(r"nationality BE V"), owns=True, check=_nation, importance=0.6),
)
