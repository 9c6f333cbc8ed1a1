"""Hobbies and pastimes."""

from chatbot.domain.patterns import lazy
from chatbot.memory.extract.line import Line
from chatbot.memory.extract.rules.rule import Rule, all_of, at_most, none_of, pattern


def _sport(line: Line) -> bool:
    return at_most(5)(line) and none_of(
        r"devil's|along|with|it|a (?:\w+ )?(?:role|part|trick|game|character|big|key|"
        r"wizard|human|rogue|paladin|bard)|the (?:game|role|part|victim|fool|odds|"
        r"long|waiting|hero|lottery|blame|field|market|song|villain|bad|level)|this|"
        r"that|around|by|my|your|tricks|games with|dumb|dead|down|fair|favorites|god|"
        r"hooky|no|safe|for|in|on|at|some|him|games?$|new|different|one more|more|"
        r"mostly|online|all|lots|many|other|various|another|her|out|hard|nice|both|"
        r"against|well|second"
    )(line)


def _pastime(line: Line) -> bool:
    return at_most(6)(line) and none_of(
        r"just|do|have|am|think|get|not|never|sleep|cry|worry|need|want|always|usually|"
        r"mostly|would|feel|wonder|try|like to|like|love|enjoy|love to|only|can"
    )(line)


_LEARNABLE = none_of(
    r"a lot|more|so much|about|that|how|the hard|from|to (?:live|love|accept|cope|"
    r"let|say|be|deal|trust|not|ignore|relax|forgive)|things|something|new things|"
    r"it|this|my|lessons|as|what|not|every|to"
)


_DOES = (
    r"(?:do|does|practice|practise|practices|go|goes|have started|started|began|"
    r"have taken up|has taken up|took up|have picked up|picked up|got into|have "
    r"gotten into|am getting into|tried out|am training in)"
)


_ACTIVITY = lazy(
    r"(?:[\w'-]+ ){0,3}(?:\w+ing|\w+(?:graphy|onomy|ology|ball|games|novels|books|podcasts|birds|puzzles|plants|comics|"
    r"trains)|pottery|poetry|embroidery|philosophy|history|music|jazz|techno|metal|rap|opera|chess|anime|manga|yoga|"
    r"pilates|golf|tennis|judo|karate|crafts?|art|ceramics|origami|crochet|cosplay|vinyl|crosswords|triathlons?|wine|"
    r"whisky|coffee|football|k-?pop|true crime|d&d|lego|fantasy|sci-fi)"
)


def _activity(line: Line) -> bool:
    """Whether a value is something to do: one also gets into a school, a car or a mess."""
    return _ACTIVITY.fullmatch(line.norm) is not None and not line.typed[:1].isupper()


_taught = none_of(
    r"life|all|extra|more|many|some|a|the|night|evening|first|last|new|online|in-person|important|hard|back"
)

_PURSUIT = none_of(
    r"the|a|an|my|your|his|her|trouble|this|that|it|fight|too|all|some|bed|space|\w+ (?:fight|argument)|arguments?|"
    r"debt|stanford|smoking|college|harvard|grad|med|law"
)
"""Refuses what one takes up, or gets into, without doing it for pleasure."""

RULES: tuple[Rule, ...] = (
    Rule(
        "hobby",
        pattern(
            r"(?:main |biggest |new |favorite )?(?:hobby|hobbies|pastime|pastimes) (?:BE|"
            r"include|includes) V"
        ),
        owns=True,
        many=True,
        commas=True,
        check=_pastime,
        importance=0.6,
    ),
    Rule(
        "hobby",
        pattern(
            r"(?:(?:still|also|used to|sometimes|often|have been|am) )*(?:play|plays|playing) "
            r"(?:(?P<t>the )|some |a bit of |in a |on a |a lot of )?(?P<v>.+?)"
            r"(?= (?:in|for|on|with|at) (?:an?|the|my|our) (?:\w+ ){0,2}"
            r"(?:band|orchestra|choir|team|club|league|group|quartet|trio|church)\b|$)"
        ),
        check=_sport,
        many=True,
        commas=True,
        importance=0.5,
        form="{who} plays {verb} {words}",
    ),
    Rule(
        "hobby",
        pattern(
            r"(?:(?:am|is|have been|has been|started|just started|began) )?(?:learning|"
            r"started to learn|taking up|begun learning) (?P<t>(?:how )?(?:to )?)(?:the |some "
            r")?V"
        ),
        check=all_of(_LEARNABLE, at_most(5)),
        importance=0.5,
        confidence=0.8,
        form="{who} is learning {verb} {words}",
    ),
    Rule(
        "hobby",
        pattern(
            r"(?:(?:also|still|often|like to|love to|sometimes) )*(?P<v>(?:knit|crochet|garden|paint|draw|sketch|"
            r"bake|sew|"
            r"quilt|surf|skate|cycle|hike|juggle|dance|run|swim|climb|write (?:poetry|poems|short stories|songs|"
            r"fiction|"
            r"fan ?fiction|lyrics|music|haikus?)|compose|run (?:half[- ])?(?:marathons|ultras|5ks|10ks)|do "
            r"(?:crosswords|"
            r"puzzles|jigsaws|sudokus?|magic tricks|stand-?up)|make (?:pottery|jewel(?:le)?ry|music|candles|soap|"
            r"furniture|"
            r"quilts|model (?:ships|trains|planes|cars))|read (?:a lot|manga|comics|fantasy|crime novels|science "
            r"fiction)|"
            r"sing in (?:an?|the|my|our) (?:\w+ ){0,2}(?:choir|band|chorus)|dance (?:salsa|tango|ballet|swing|"
            r"flamenco)|"
            r"play in (?:an?|the|my) (?:\w+ ){0,2}(?:band|orchestra|quartet|league|team)|"
            r"volunteer (?:at|for|with|in) (?:an?|the|our|my) (?:[\w'-]+ ){0,3}?[\w'-]+))(?=$|[,.;!]| (?:a lot|for "
            r"fun|in my|"
            r"when|to relax|and|too|on (?:weekends|\w+days)|every|as a hobby|most|once|twice|since|at the weekend)\b)"
        ),
        whose="user",
        exact=True,
        importance=0.5,
        confidence=0.85,
        form="{who} {does}",
    ),
    Rule(
        "hobby",
        pattern(
            rf"{_DOES} (?:some |a bit of |a lot of |regular )?(?P<v>(?:yoga|pilates|karate|"
            rf"judo|crossfit|ballet|calligraphy|pottery|ceramics|origami|photography|taekwondo|"
            rf"boxing|kickboxing|parkour|crochet|knitting|woodworking|woodwork|gardening|"
            rf"stand-?up comedy|improv|tai chi|jiu[- ]jitsu|bjj|martial arts|gymnastics|"
            rf"archery|fencing|aikido|zumba|weightlifting|powerlifting|calisthenics|bouldering|"
            rf"climbing|rock climbing|hiking|surfing|skiing|snowboarding|swimming|running|"
            rf"jogging|cycling|fishing|camping|sailing|rowing|diving|scuba diving|kayaking|"
            rf"dancing|salsa|birdwatching|geocaching|skating|ice skating|skateboarding|"
            rf"horse ?riding|embroidery|sewing|baking|painting|drawing|sketching|triathlons?|"
            rf"marathons?))\b"
        ),
        exact=True,
        importance=0.5,
    ),
    Rule(
        "hobby",
        pattern(
            r"(?:have |has )?(?:recently |just )?(?:taken up|took up|picked up)"
            r" (?!the |an? |my |his |her |your |this |that )V"
        ),
        check=all_of(
            at_most(4),
            _PURSUIT,
        ),
        importance=0.5,
    ),
    Rule(
        "hobby",
        pattern(
            r"(?:have |has )?(?:recently |just )?(?:got into|gotten into)"
            r" (?!the |an? |my |his |her |your |this |that )V"
        ),
        check=all_of(
            _activity,
            at_most(4),
            _PURSUIT,
        ),
        importance=0.5,
    ),
    Rule(
        "hobby",
        pattern(
            r"(?:(?:am|is|are|have been) )?(?:started|started taking|taking|having|take|takes|have|has) (?:weekly |"
            r"private "
            r"|online |some |my )*(?P<v>(?!driving |my |his |her |two |three |no |any )[\w-]+(?: [\w-]+)?) "
            r"(?:lessons|classes)\b(?! (?:to|in|are|is|was|for)\b)"
        ),
        exact=True,
        check=_taught,
        importance=0.5,
        form="{who} takes {value} lessons",
    ),
    Rule(
        "hobby",
        pattern(
            r"(?P<v>(?:collect|build|restore|paint|make|brew|carve|breed|fly|race) (?:[\w-]+ "
            r")?(?:[\w-]+ ?){1,3})(?=$|[,.;!]| (?:in my|as a hobby|and|for|on|because|"
            r"since)\b)"
        ),
        whose="user",
        exact=True,
        form="{who} {does}",
        check=lambda line: (
            line.norm.startswith("collect ") and none_of(r"collect (?:my|your|his|her|it|them|that|this|the)")(line)
        ),
        importance=0.5,
    ),
)
