"""Goals, plans, events, belongings, daily schedule, and how the user wants to be answered."""

import re

from chatbot.domain.patterns import lazy
from chatbot.memory.extract.lexicon import NATIONALITIES
from chatbot.memory.extract.line import Line
from chatbot.memory.extract.rules.rule import Rule, all_of, at_most, none_of, pattern
from chatbot.memory.words import word_set

THINGS = (
    r"(?:car|motorcycle|motorbike|bike|bicycle|e-bike|boat|sailboat|house|piano|"
    r"guitar|violin|cello|telescope|camera|dslr|drone|laptop|macbook|desktop|ipad|"
    r"tablet|kindle|iphone|"
    r"playstation|ps5|ps4|xbox|nintendo switch|steam deck|3d printer|tesla|van|"
    r"campervan|camper|truck|pickup|scooter|vespa|synth|synthesizer|record player|"
    r"sewing machine|espresso machine|greenhouse|allotment|"
    r"caravan|kayak|canoe|surfboard|skateboard|typewriter|gaming pc|vr headset|"
    r"smartwatch|cabin|farm|shop|store|bakery|restaurant|cafe|vineyard|garden|"
    r"drum kit|saxophone|ukulele|banjo|accordion|harp|jeep|toyota|honda|ford|bmw|"
    r"volvo|skoda|subaru|mazda|vw|volkswagen|audi|fiat)"
)
_HOUR = r"(?:\d{1,2}(?::\d\d)?(?: ?[ap]\.?m\.?)?|noon|midnight|dawn|sunrise)"
_DAYS = (
    r"(?:(?:every|each|on) (?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|weekday|"
    r"weekend|morning|evening|night|day|other|week|tues|thurs)\w*)"
)

_MADE = (
    r"(?:car|van|truck|pickup|motorcycle|motorbike|bike|bicycle|e-bike|scooter|moped|boat|sailboat|yacht|camper|"
    r"campervan|"
    r"caravan|phone|mobile|laptop|computer|pc|desktop|tablet|camera|guitar|bass|piano|keyboard|violin|cello|saxophone|"
    r"synth|watch|smartwatch|console|tv|television|telescope|printer|e-reader|drone|kayak|canoe|surfboard)"
)
"""Things that people name by their make."""
_MAKES = word_set(
    "fiat toyota honda ford bmw volvo skoda subaru mazda vw volkswagen audi opel vauxhall renault peugeot citroen "
    "citroën seat nissan hyundai kia suzuki mercedes porsche ferrari lamborghini jaguar mini tesla jeep dacia lada "
    "chevrolet chevy dodge lexus yamaha kawasaki harley vespa ducati triumph brompton bianchi specialized iphone pixel "
    "galaxy samsung nokia macbook thinkpad dell lenovo asus acer hp ipad kindle playstation xbox nintendo switch canon "
    "nikon fuji fujifilm leica sony gopro fender gibson telecaster stratocaster ibanez steinway casio korg moog garmin "
    "sedan hatchback convertible estate coupe suv hybrid diesel electric pickup camper tourer acoustic classical "
    "upright"
)
_NO_MAKE = none_of(
    r"in|at|on|with|from|for|to|of|by|about|not|no|my|your|his|her|their|our|the|called|named|broken|gone|stolen|full|"
    r"like|made|parked|worth|going|being|too|so|very|really|much|more|less|as|over|under|out|up|down|off|a (?:gift|"
    r"present)|(?:[\w-]+ ){1,3}(?:shares?|stocks?|gift card|voucher|tickets?|sticker|poster|t-shirt|shirt|hoodie)$"
)


_TIMES = lazy(
    r"\d|\b(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b|\b(?:nights?|mornings?|evenings?|afternoons?|weekends?|noon|"
    r"midnight|weekdays)\b"
)
_CALLED = lazy(r" (?:called|named) ")


_COLORED = lazy(
    r"(?:an? )?(?:(?:old|new|little|big|second-hand|used) )*(?:red|blue|green|yellow|orange|purple|pink|brown|black|"
    r"white|gr[ae]y|"
    r"silver|gold) (?!(?:mess|wreck|nightmare|disaster|colou?r|one|thing|day|joke|lie|hole|dream)\b)\w+$"
)


def _make(line: Line) -> bool:
    """Whether a value says of which make or sort a thing is, and not how it is doing."""
    if _COLORED.match(line.norm):
        return True
    if not _NO_MAKE(line) or not 1 <= len(line.norm.split()) <= 6:
        return False
    if re.search(r" (?:from|of|in|at|by|for|to|on|than|like|right|today) ", f" {line.norm} "):
        return False
    words = line.typed.split()
    named = any((word[:1].isupper() or word[:1].isdigit()) and word.lower() not in NATIONALITIES for word in words)
    return (named and any(word[:1].isalpha() for word in words)) or not _MAKES.isdisjoint(line.norm.split())


RULES: tuple[Rule, ...] = (
    Rule(
        "owns",
        pattern(
            rf"(?:(?:new|old|current|main|first|other|work|family|company|daily|electric|second|trusty|beloved) )*"
            rf"(?P<t>{_MADE})(?:(?: it)? BE|'s) (?:actually )?V"
        ),
        owns=True,
        check=_make,
        importance=0.5,
        form="{who}'s {verb} is {words}",
    ),
    Rule(
        "owns",
        pattern(rf"(?:have|own|drive|ride|sail|play|love) (?:my|our) (?:\w+ )?(?P<t>{_MADE}), V"),
        whose="user",
        check=lambda line: _make(line.cut(0, called.start()) if (called := _CALLED.search(line.norm)) else line),
        importance=0.5,
        form="{who}'s {verb} is {words}",
    ),
    Rule(
        "owns",
        pattern(
            rf"(?:HAVE|own|owns|bought|just bought|have bought|got myself|purchased|have "
            rf"purchased|inherited|restored|have just bought|ride|rides) (?:myself )?(?:an? "
            rf"|my |our |another |one |the )(?P<v>(?:(?!(?:with|of|for|to|in|about|at|on|"
            rf"from) )[\w'-]+ ){{0,3}}?{THINGS})(?=$|[,.;!]| (?:and|but|that|which|in|"
            rf"from|at|now|with|so|for|yesterday|last|to|because|since|on|called|named|"
            rf"too)\b)"
        ),
        exact=True,
        importance=0.5,
    ),
    Rule(
        "owns",
        pattern(r"(?:HAVE|bought|use|uses) (?:now )?(?P<t>an? )(?:new |old |used |second-hand )?V"),
        check=all_of(at_most(3), _make, lambda line: not _MAKES.isdisjoint(line.norm.split()[:2])),
        importance=0.5,
        form="{who} has {verb} {words}",
    ),
    Rule(
        "owns",
        pattern(r"(?:own|owns) (?P<t>an? |my own |two |three |four |five |several )V"),
        check=all_of(at_most(6), none_of(r"mistakes|it|that|this|bit|lot|up")),
        importance=0.5,
        form="{who} owns {verb} {words}",
    ),
    Rule(
        "owns",
        pattern(
            r"(?P<t>(?:drive|drives|ride|rides) an? (?:old |used |beat-up |red |blue |black "
            r"|white |new )*)V"
        ),
        check=all_of(at_most(5), none_of(r"lot|hard|bargain|bit|taxi|bus|long|while|cab|tram|train|lorry")),
        importance=0.5,
        form="{who} {does}",
    ),
    Rule(
        "owns",
        pattern(
            r"(?:(?:have )?(?:just |recently |finally )?(?:bought|got|purchased|ordered|"
            r"treated myself to)) (?:myself )?an? (?:new |used |second-hand )(?:phone|"
            r"car|bike|laptop|camera|guitar|computer|tv|watch|tablet|console),? (?:an? "
            r"|it is an? )?V"
        ),
        whose="user",
        check=lambda line: line.typed[:1].isupper() and at_most(4)(line),
        importance=0.5,
    ),
    Rule(
        "schedule",
        pattern(
            r"(?:usual |normal |regular )?(?P<t>(?:working|work|office|business|opening|teaching) (?:days|hours|week|"
            r"schedule|times)|shifts?|hours|days off) BE (?:from |on |always |usually )*(?P<v>[^,;]+?)"
            r"(?=$|[,;]| (?:and (?:i|my)|but|so|because|which)\b)"
        ),
        owns=True,
        exact=True,
        check=all_of(at_most(8), lambda line: _TIMES.search(line.norm) is not None),
        importance=0.5,
        form="{who}'s {verb}: {words}",
    ),
    Rule(
        "schedule",
        pattern(
            r"(?:have|has|get|gets|take|takes) (?P<v>(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|weekends)"
            r"(?: and \w+days?)? off)"
        ),
        exact=True,
        importance=0.5,
        form="{who} has {words}",
    ),
    Rule(
        "schedule",
        pattern(
            rf"(?:usually |always |normally |typically |generally |have to |often |never "
            rf"|tend to |mostly )*(?P<v>(?:wake up|get up|wakes up|gets up|go to bed|go "
            rf"to sleep|goes to bed|start work|finish work|start working|have lunch|have "
            rf"dinner|eat dinner|get home|leave for work|leave work|stop working|log off) "
            rf"(?:at|around|by|before|after|early|late)(?: about| around)?(?: {_HOUR})?(?: "
            rf"(?:every|on) \w+)?)(?=$|[,.;!]| (?:and|so|but|for|because|to|in|these|on|"
            rf"every)\b)"
        ),
        exact=True,
        check=none_of(r".*\b(?:at|around|by|before|after)$"),
        importance=0.5,
        form="{who} {does}",
    ),
    Rule(
        "schedule",
        pattern(
            r"(?:work|works|am working|am on|do|usually work|have) (?P<v>(?:the )?(?:night|"
            r"day|early|late|evening|graveyard|swing|rotating|weekend|twelve-hour|12-hour) "
            r"shifts?|nights|weekends|part[ -]time|from (?:\d{1,2}|nine)(?::\d\d)?(?: "
            r"?[ap]m)? (?:to|until|till) (?:\d{1,2}|five)(?::\d\d)?(?: ?[ap]m)?|\d{1,2} "
            r"?(?:to|-) ?\d{1,2}|remotely|four days a week)(?=$|[,.;!]| (?:and|so|but|"
            r"at|as|this|in|on|which|these|for)\b)"
        ),
        exact=True,
        importance=0.5,
        form="{who} works {words}",
    ),
    Rule(
        "schedule",
        pattern(
            rf"(?:usually |always |try to |normally )?(?P<t>(?:go|goes) to (?:the |my |a )?)(?P<v>[\w "
            rf"-]{{2,30}}? {_DAYS}(?:(?: and |, )\w+)*)"
        ),
        exact=True,
        importance=0.5,
        form="{who} {does}",
    ),
    Rule(
        "schedule",
        pattern(
            rf"(?:usually |always |normally |try to )?(?P<v>(?:meditate|run|jog|swim|work "
            rf"out|exercise|train|journal|do yoga|practice|volunteer|babysit|call my \w+|"
            rf"visit my \w+|walk (?:the|my) dog|go (?:running|swimming|climbing|hiking|"
            rf"dancing|jogging|cycling|to church|shopping)|work from home|have off|fast|"
            rf"see my therapist|study) {_DAYS}(?:(?: and |, )\w+)*)"
        ),
        whose="user",
        exact=True,
        importance=0.5,
        form="{who} {does}",
    ),
    Rule(
        "schedule",
        pattern(
            rf"(?P<t>(?:have|have got|teach|attend|take|host|run) (?:an? |my |our )?)(?P<v>(?:[\w'-]+ "
            rf"){{1,4}}?(?:every|each) \w+(?:(?: and |, )\w+)*(?: at {_HOUR})?)"
        ),
        whose="user",
        exact=True,
        importance=0.5,
        form="{who} {does}",
    ),
)

CALL_ME = lazy(
    r"(?:(?:at (?:work|home|school|uni|the office)|online|back home|around here),? |"
    r"please |just |kindly |(?:can|could|would|will) you (?=(?:please |just |kindly )*call me )|"
    r"you can |you may |feel free to |(?:i would|i'd) (?:rather|prefer)"
    r"(?: it if| that)? you |i prefer you |do |(?:my )?(?:friends|people|"
    r"everyone|everybody|they|colleagues|family|most people) |(?:my )?(?:friends|"
    r"family)(?: and \w+)? (?:all |usually |just )?|everyone (?:just )?|people "
    r"(?:usually |just )?)*(?:calls? me|i would (?:rather|prefer to|like to) (?:be called|go by)) (?P<v>.+)"
)
"""A nickname by order."""

LEFT = lazy(
    r"(?:have )?(?:just |recently |finally )?(?:quit|left|resigned from|got fired "
    r"from|was fired from|got laid off from|was laid off from|lost) (?:my |the "
    r"|a )?(?:old )?(?:job|position|role|gig|work)?(?: (?:at|with|from) )?(?P<v>[^,]*)"
)
"""The end of an employment."""
