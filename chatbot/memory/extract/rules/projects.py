"""Projects, what the user works on, and when it is due."""

from chatbot.memory.extract.rules.rule import Rule, all_of, at_most, none_of, pattern

_NO_WORK = none_of(
    r"\w+ing \w+|it|that|this|them|something|things|stuff|some|getting|being|not|"
    r"my(?:self)? |myself|patience|a (?:few|couple|lot)|making|improving|the (?:weekends?|"
    r"assumption|same|side)|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?|weekends?|a (?:problem|bug|"
    r"question)|anything|nothing|everything|what|how|holidays?|an? empty|christmas|"
    r"(?:my )?(?:anger|temper|confidence|relationship|sleep|patience|posture|tan|"
    r"mental|diet|communication)"
)
_task = none_of(
    r"(?:[\w-]+ )?(?:farm|ship|boat|rig|island|ranch|site|train|trains|planes?|road|roads|move|floor|shift|beach|ferry|"
    r"weekends?|side|assumption|same|problem|bug|question|phone|computer|campus|coast)"
)
"""Refuses where somebody works, and what they work on for a moment."""

RULES: tuple[Rule, ...] = (
    Rule(
        "project",
        pattern(
            r"(?:(?:have |has )?(?:just |recently )?(?:started|launched|founded|began|begun)|run|runs|have|lead|leads|"
            r"am (?:running|leading|doing|starting)|is (?:running|leading|doing|starting)) (?:an? |my own |our own )"
            r"(?:[\w-]+ ){0,4}?project (?:called|named) V"
        ),
        check=at_most(6),
        importance=0.6,
        form="{who}'s project is {words}",
    ),
    Rule(
        "project",
        pattern(
            r"(?:current |side |main |new |hobby |big |pet |weekend |personal |school "
            r"|final )*project (?:BE) (?:called |named |to build |about |on )?V"
        ),
        owns=True,
        check=all_of(
            at_most(9),
            none_of(
                "going|not|late|done|due|failing|doing|a mess|stuck|almost|finished|delayed|"
                "on hold|behind|driving|over|great|to|so|too|very|making|coming|ready|dead"
            ),
        ),
        importance=0.6,
    ),
    Rule(
        "project",
        pattern(
            r"(?:(?:am|is|are)(?: currently| also| now)*|have been|has been|started) (?P<t>building|"
            r"developing|writing|coding|programming|designing|creating|making|restoring|"
            r"renovating) V"
        ),
        whose="user",
        check=all_of(
            at_most(8),
            none_of(
                "up|down|on|it|this|that|sure|sense|an? (?:mistake|list|joke|fool|effort|decision|"
                "point|difference|mess|scene|fuss)|fun|progress|peace|friends|do|dinner|lunch|"
                "breakfast|coffee|tea|plans|my (?:own )?(?:life|bed|way|mind|case)|the (?:bed|"
                "best|most|same)|to|you|a (?:letter|message|mail|comment|reply|test|unit "
                "test|email|note|text)|code|tests|an (?:email|essay)|things|stuff|something|"
                "memories|money|for|in|about|from|with|your|trust|tension|confidence|muscle"
            ),
        ),
        importance=0.6,
        confidence=0.8,
        form="{who} is {verb} {words}",
    ),
    Rule(
        "works_on",
        pattern(
            r"(?:(?:am|is|are)(?: currently| also| now)*|have been|has been) working on "
            r"V"
        ),
        check=all_of(at_most(8), _NO_WORK),
        importance=0.5,
        form="{who} is working on {words}",
    ),
    Rule(
        "works_on",
        pattern(r"(?:work|works) on (?:the|our) V"),
        check=all_of(at_most(6), _task),
        importance=0.5,
    ),
    Rule("works_on", pattern(r"(?:work|works) on V"), check=all_of(at_most(8), _NO_WORK, _task), importance=0.5),
    Rule(
        "deadline",
        pattern(r"(?!(?:\w+ )?(?:baby|babies|twins|child|grandchild)\b)(?P<v>[\w' -]{2,40}? (?:is|are) due [^,]+)"),
        owns=True,
        dated=True,
        exact=True,
        importance=0.7,
        form="{who}'s {value}",
    ),
    Rule(
        "deadline",
        pattern(r"(?:next )?deadline (?:for (?P<v>[\w' -]+?) )?(?:is|'s) (?:on )?.+"),
        owns=True,
        dated=True,
        exact=True,
        importance=0.7,
        form="{who}'s deadline: {words}",
    ),
)
