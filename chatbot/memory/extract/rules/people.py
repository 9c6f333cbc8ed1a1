"""Partners, family, friends and animals: what a clause says about their names. `persons` finds them as subjects."""

import re

from chatbot.domain.memory import Cue
from chatbot.domain.patterns import lazy
from chatbot.memory.extract.lexicon import CONDITIONS, DIETS, PLURALS, RELATIONS, SPECIES
from chatbot.memory.extract.line import Line
from chatbot.memory.extract.rules.rule import Rule, pattern
from chatbot.memory.extract.values import is_name, somebody

_WHO = "|".join(sorted((re.escape(word) for word in [*RELATIONS, *SPECIES]), key=len, reverse=True))
_WHOM = "|".join(sorted((re.escape(word) for word in PLURALS), key=len, reverse=True))
_PETS = "|".join(sorted((re.escape(word) for word in SPECIES), key=len, reverse=True))
_KIN = "|".join(sorted(map(re.escape, RELATIONS), key=len, reverse=True))
_OFFSPRING = "kids|children|sons|daughters|boys|girls|grandchildren|grandkids|grandsons|granddaughters"
_CLOSE = "sister|brother|son|daughter|twin|grandson|granddaughter|niece|nephew|stepson|stepdaughter"
_FLOCKS = (
    "dogs|cats|rabbits|hamsters|parrots|horses|turtles|birds|chickens|hens|guinea pigs|snakes|ferrets|geckos|budgies|"
    "goats|ducks|lizards|alpacas|donkeys|ponies|geese|pigeons"
)
_NUMBER = (
    r"(?:two|three|four|five|six|seven|eight|nine|ten|\d{1,2}|twin|several|some|many|a few|a couple of|a bunch of)"
)
_SIZE = r"(?:[\w-]+ ){0,3}?"
_CALLED = (
    r"(?:called|named|whose names? (?:is|are)|, (?:his|her|its|their) names? (?:is|"
    r"are)|by the name of|, called|, named)"
)


def _name(line: Line) -> bool:
    return is_name(line, lower_too=True)


def slot_of_word(word: str) -> str:
    """The user's slot that a relation's or an animal's word means, in singular or plural; empty for none."""
    single = PLURALS.get(word, word)
    if single in RELATIONS:
        return RELATIONS[single]
    return f"pet.{SPECIES[single]}" if single in SPECIES else ("family.grandchild" if single == "grandchild" else "")


_HAS = (
    r"(?:(?:have|has)(?: got| also| just)*|got|own|adopted|rescued|got myself|"
    r"just got|(?:have|has)(?: just| recently)? (?:adopted|rescued|bought)|bought|"
    r"just adopted|take care of|gave birth to|picked up|took in|brought home)"
)

_PARTNERS = r"(?:wife|husband|girlfriend|boyfriend|partner|fianc\w+|spouse|gf|bf)"
_PARTED = r"(?:(?:got|am|are|have|were|finally|just) )*(?:divorced|split up|split|separated|broke up|broken up)"
PARTED_WHEN = (
    r"(?=$|[,.;!]| (?:now|again|recently|last|this|today|yesterday|two|three|four|five|six|ten|\d+|ages|years|ago|"
    r"and|but|so|because|since|after|before|when|too|lol|haha|tbh|actually|sadly|anyway|"
    r"a (?:week|month|year|few|while|couple)|over (?:text|christmas|the)|"
    r"in (?:\d|early|late|january|february|march|april|may|june|july|august|september|october|november|december|spring|"
    r"summer|autumn|fall|winter|the (?:spring|summer|autumn|fall|winter|end)))\b)"
)
"""What may stand behind the end of a couple: not the "bill" of who split it, nor the "crowd" that separated them."""

RULES: tuple[Rule, ...] = (
    Rule(
        "{who}",
        pattern(
            rf"{_HAS} (?:an? |my |the |another |one |1 |our ){_SIZE}(?P<who>{_WHO}),? ?{_CALLED} "
            rf"V"
        ),
        check=_name,
        importance=0.8,
    ),
    Rule(
        "{who}",
        pattern(rf"{_HAS} (?:an? |one |1 |our |another |a second ){_SIZE}(?P<who>{_WHO}),? (?P<v>\w[\w'-]*)$"),
        whose="user",
        check=is_name,
        importance=0.8,
    ),
    Rule(
        "{who}",
        pattern(rf"{_HAS} (?:{_NUMBER} ){_SIZE}(?P<who>{_WHOM})(?: {_CALLED}|,|:| -| \() ?V"),
        check=_name,
        many=True,
        commas=True,
        importance=0.8,
    ),
    Rule(
        "family.child",
        pattern(
            rf"{_HAS} (?:an? |one )(?:\d{{1,2}}|two|three|four|five|six|seven|eight|nine|ten)[- ]?(?:yo|y/o|"
            rf"(?:year|yr|month|week)[- ]?old),? {_CALLED} V"
        ),
        whose="user",
        check=_name,
        importance=0.8,
    ),
    Rule(
        "family.child",
        pattern(rf"{_HAS} (?:two |our |my )?(?:{_SIZE})?(?:kids|children|twins)(?: {_CALLED}|,|:| -) V"),
        whose="user",
        check=is_name,
        many=True,
        commas=True,
        importance=0.8,
    ),
    Rule(
        "{who}",
        pattern(
            rf"(?:(?:have|has)(?: got| just| also)*|got|own|adopted|rescued|just adopted|"
            rf"(?:picked up|took in|brought home)(?= an? (?:\w+ )?(?:puppy|kitten|dog|cat|bunny|hamster)\b)|"
            rf"(?:have|has)(?: just| recently)? adopted) (?:an? |one |another ){_SIZE}(?P<who>(?P<v>{_PETS}|{_CLOSE})"
            rf")(?=$|[,.;!]| (?:and|but|at|yesterday|today|last|too|now|who|that|from|since|"
            rf"as|so|in|for|when|already)\b)"
        ),
        whose="user",
        exact=True,
        importance=0.5,
        confidence=0.8,
        form="{who} has {counted}",
    ),
    Rule(
        "{who}",
        pattern(
            rf"(?:(?:have|has)(?: got| just| also)*|got|own|adopted) (?P<v>{_NUMBER} (?P<who>{_WHOM})"
            rf")(?=$|[,.;!]| (?:and|but|at|now|who|too|so|in)\b)"
        ),
        whose="user",
        exact=True,
        check=lambda line: not line.norm.endswith("friends"),
        importance=0.5,
        confidence=0.8,
    ),
    Rule(
        "{who}",
        pattern(
            rf"(?:(?:am|are|have been) (?:happily )?(?:married|divorced|single|widowed|separated) with|(?:have|"
            rf"has)(?: got)?)"
            rf" (?P<v>{_NUMBER} (?:small |little |young |grown-up |grown |adult |teenage )?"
            rf"(?P<who>{_OFFSPRING}))(?=$|[,.;!]| (?:and|but|who|too|so|together|now|in|with|at|of)\b)"
        ),
        exact=True,
        importance=0.5,
        confidence=0.8,
        form="{who} has {value}",
    ),
    Rule(
        "family.child",
        pattern(
            r"(?:am|is) (?P<t>an? (?:(?:single|proud|new|busy|working|tired|stay[- ]at[- ]home|full[- ]time|solo|"
            r"foster|"
            r"young|older) )*(?:mum|mom|mother|dad|father|parent) (?:of|to)) (?P<v>one|two|three|four|five|six|seven|"
            r"\d|twins|triplets)(?=$|[,.;!]| (?:and|but|so|from|in|living|with|now|who)\b)"
        ),
        exact=True,
        importance=0.6,
        confidence=0.8,
        form="{who} is {verb} {words}",
    ),
    Rule(
        "{who}",
        pattern(
            rf"(?:have|keep|raise|breed) (?P<v>(?P<who>{_FLOCKS}))(?=$|[,.;!]| (?:and|but|at home|in (?:my|our|the) "
            rf"(?:garden|"
            r"yard|back ?yard)|too|now|as pets)\b)"
        ),
        exact=True,
        importance=0.5,
        confidence=0.8,
        form="{who} has {value}",
    ),
    Rule(
        "",
        pattern(
            r"(?P<v>(?:kids|children|sons|daughters|boys|girls|twins) are (?:now )?\d{1,2}(?:(?:, | and |, and "
            r")\d{1,2})*)"
            r"(?=$|[,.;!]| (?:now|years|and my|but)\b)"
        ),
        owns=True,
        exact=True,
        importance=0.5,
        form="{who}'s {words}",
    ),
    Rule(
        "{who}",
        pattern(rf"(?P<who>{_KIN})(?:'s name)? BE (?:called |named )V"),
        owns=True,
        whose="other",
        check=_name,
        importance=0.6,
    ),
    Rule(
        "{who}",
        pattern(
            rf"(?:\w+ )?(?P<who>{_WHOM})(?: are| are called| are named|'s? names are|' "
            rf"names are) (?:called |named )?V"
        ),
        owns=True,
        whose="user",
        many=True,
        commas=True,
        check=_name,
        importance=0.8,
    ),
    Rule(
        "{who}",
        pattern(
            rf"(?:\w+ ){{0,2}}?(?P<who>{_WHOM}),? (?P<v>[^,]+?(?:,? and |, )[^,]+?)(?=,|"
            rf"$| are| have| were| love| go| live| like| keep| still)"
        ),
        owns=True,
        whose="user",
        many=True,
        commas=True,
        check=is_name,
        importance=0.8,
    ),
    Rule(
        "partner",
        pattern(
            r"(?:(?:am|have been|are|got|just got|am happily|am now) )?(?:(?:happily|recently|"
            r"newly) )?(?:married|engaged) to (?:a (?:wonderful )?(?:man|woman|guy|girl) "
            r"(?:called|named) )?V"
        ),
        whose="user",
        check=somebody,
        importance=0.8,
    ),
    Rule(
        "partner",
        pattern(
            r"(?:am|have been|started) (?:dating|seeing) (?:a (?:guy|girl|man|woman) (?:called|"
            r"named) )?V"
        ),
        whose="user",
        check=somebody,
        importance=0.8,
        confidence=0.8,
    ),
    Rule(
        "partner",
        pattern(rf"{_PARTED}(?:(?: from| with|(?<=divorced)) my {_PARTNERS})?(?P<v>){PARTED_WHEN}"),
        whose="user",
        cue=Cue.ENDING,
        exact=True,
        importance=0.8,
    ),
    Rule(
        "partner",
        pattern(
            rf"{_PARTED}(?: from| with|(?<=divorced)) (?:my {_PARTNERS},? )?"
            rf"(?P<v>(?!my\b)[\w'-]+(?: [\w'-]+)??){PARTED_WHEN}"
        ),
        whose="user",
        check=somebody,
        cue=Cue.ENDING,
        exact=True,
        importance=0.8,
    ),
)

NAMED = pattern(
    r"(?:(?:since|from|at) (?:[\w-]+ ){1,3}?)?(?:BE )(?:an? [\w -]{2,30}? )?(?:called |named |known as |call )V"
)
"""Behind "my sister": the clause tells her name."""

NAMING = pattern(r"(?:(?:full |first |real )?names? (?:BE|was|were) (?:called )?|(?:called|named) )V")
"""Behind "my sister's" or "her": the clause tells a name."""

NO_NAME = lazy(
    rf"(?:catholic|muslim|jewish|hindu|buddhist|christian|protestant|mormon|sikh|orthodox|atheist|"
    rf"aries|taurus|gemini|cancer|leo|virgo|libra|scorpio|sagittarius|capricorn|aquarius|pisces|{DIETS}|{CONDITIONS})\b"
)
"""What stands in capitals behind "my partner is" and is no name."""

DIED = lazy(
    r"(?:has |have )?(?:just |recently )?(?:died|passed(?: away)?|crossed the "
    r"rainbow bridge|is dead|is gone)\b|was put down\b|had to be put (?:down|to "
    r"sleep)\b"
)
"""Behind an animal: it is there no more."""

DIED_ALONE = lazy(
    r"(?:has |have )?(?:just |recently |suddenly )?(?:died|passed away|passed(?= (?:on$|(?:an?|\d+|two|three|four|five|"
    r"six|seven|eight|nine|ten|a few|many|some) (?:years?|months?) ago|in (?:19|20)\d\d|when i was|peacefully|"
    r"suddenly)))(?! (?:of (?:laugh|embarrass|shame|"
    r"boredom)\w*|a "
    r"little|inside))(?=$|[,.;!]| (?:last|in|on|when|this|two|three|four|five|six|seven|eight|nine|ten|\d+|a|almost|"
    r"about|"
    r"just|years|some|of|from|suddenly|peacefully|unexpectedly|yesterday|recently|before|after|at|during|very|too|"
    r"and|so|"
    r"because|while)\b)"
)
"""Behind a relative: they are dead, and nobody laughed."""

RELATED = lazy(
    rf"(?P<v>[^,]+?) is (?:(?:also|now) )?(?:my|our) (?:[\w-]+ )?(?P<who>{_WHO})(?=$|"
    rf"[,.!]| and| who| of)|(?P<n>[^,]+?) is an? (?:[\w-]+ ){{0,2}}(?P<w>friend|"
    rf"cousin) of mine(?=$|[,.!])"
)
"""The other way round: "Jonas is my husband"."""
