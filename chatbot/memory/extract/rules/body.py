"""Diet, allergies, health."""

import re

from chatbot.domain.memory import Cue, Polarity
from chatbot.memory.extract.lexicon import CONDITIONS, DIETS, HEALTH
from chatbot.memory.extract.line import Line
from chatbot.memory.extract.rules.rule import Rule, all_of, at_most, none_of, pattern


def _food(line: Line) -> bool:
    return len(line.norm.split()) <= 4 and none_of(
        r"much|a lot|enough|well|out|at|before|after|it|that|this|anything|anymore|"
        r"any more|breakfast|lunch|dinner|properly|healthy|here|there|for|in|on|with|"
        r"alone|like|as|right|until|when|if|all|too|and|the"
    )(line)


def _allergen(line: Line) -> bool:
    return at_most(5)(line) and none_of(
        r"this|that|it|you|mondays?|work|working|people|bullshit|everything|nothing|"
        r"stupid\w*|commitment|responsibility|fun|mornings|effort|my|your|being|drama|"
        r"something|anything|conversation|exercise|small talk|most things|what|him|"
        r"her|them|badly|severely|terribly|mildly|seriously|deadly|apparently|sadly|unfortunately"
    )(line)


RULES: tuple[Rule, ...] = (
    Rule(
        "diet",
        pattern(
            rf"(?:BE|have been|has been|went|turned|became|have gone|recently went|am trying "
            rf"to be|eat|eats|have turned|live|only eat) (?:an? |on an? |mostly |strictly "
            rf"|strict |fully |completely |lifelong )*(?P<v>{DIETS})(?=$|[,.;!]| (?:for|"
            rf"since|so|but|and|because|now|diet|person|too|since|last|food|only|though|"
            rf"as|who|in|with|from|also|at|by|actually|tho|lol|tbh)\b)"
        ),
        exact=True,
        importance=0.8,
    ),
    Rule(
        "diet",
        pattern(
            rf"(?:follow|follows|keep|keeps|am on|is on|am doing|started) (?:an? |the )?(?:strict "
            rf")?(?P<v>{DIETS})(?: diet)?"
        ),
        exact=True,
        importance=0.8,
    ),
    Rule(
        "diet",
        pattern(r"diet BE V"),
        owns=True,
        check=lambda line: re.match(DIETS, line.norm) is not None,
        importance=0.8,
    ),
    Rule(
        "diet",
        pattern(
            r"(?!.*\b(?:after|before|at night|in the (?:mornings?|evenings?|afternoons?)|on (?:weekdays|weekends|"
            r"\w+days)|"
            r"during|unless|except|past|until|straight|too much|today|tonight|yet)\b)"
            r"(?:(?:do not|does not|never|can not|no longer|do not ever) (?:really |usually "
            r")?(?:eat|drink|touch|consume)|(?:avoid|avoids|(?:have )?stopped|gave up|"
            r"have given up) (?:eating|drinking)) (?:any )?V"
        ),
        check=_food,
        many=True,
        polarity=Polarity.NEGATIVE,
        importance=0.7,
    ),
    Rule(
        "allergy",
        pattern(
            r"(?:BE )?(?:(?:very|severely|highly|deathly|super|really|mildly|slightly|"
            r"so|also|extremely|terribly) )*(?:allergic|allergies|intolerant) to V"
        ),
        check=_allergen,
        many=True,
        commas=True,
        importance=0.95,
    ),
    Rule(
        "allergy",
        pattern(
            r"HAVE (?:an? )?(?:(?:severe|bad|mild|serious|slight|strong|terrible|really|"
            r"very|life-threatening) )*allerg(?:y|ies) (?:to|for|against) V"
        ),
        check=_allergen,
        many=True,
        commas=True,
        importance=0.95,
    ),
    Rule(
        "allergy",
        pattern(
            r"HAVE (?:an? )?(?:(?:severe|bad|mild|serious|slight|strong|terrible|really|"
            r"very|nasty) )*(?P<v>[a-z]+(?: [a-z]+)?) allerg(?:y|ies)\b"
        ),
        exact=True,
        check=all_of(_allergen, none_of("no|any|some|many|food$|the|weird|seasonal$")),
        importance=0.95,
    ),
    Rule(
        "allergy",
        pattern(
            r"BE (?:(?:severely|a bit|slightly|mildly|also) )*(?P<v>lactose|gluten|fructose|"
            r"histamine)[ -]intolerant"
        ),
        exact=True,
        importance=0.95,
    ),
    Rule(
        "allergy",
        pattern(
            r"HAVE (?:an? )?(?:(?:severe|bad|mild|slight|strong) )*(?P<v>lactose|gluten|fructose|histamine|dairy|nut|"
            r"egg)"
            r"[ -](?:intolerance|sensitivity)"
        ),
        exact=True,
        importance=0.95,
    ),
    Rule(
        "health",
        pattern(
            rf"(?:HAVE|suffer from|suffers from|struggle with|struggles with|live with|"
            rf"was diagnosed with|got diagnosed with|have been diagnosed with|has been "
            rf"diagnosed with|just got diagnosed with|am diagnosed with|was just diagnosed "
            rf"with|deal with|am living with|have had) (?:an? |my |really |some |mild )*(?P<v>{HEALTH})"
            rf"(?![\w-])"
        ),
        exact=True,
        importance=0.8,
    ),
    Rule(
        "health",
        pattern(
            r"(?:was|got|have been|has been|just got|am) (?:recently |just |officially "
            r"|finally )?diagnosed (?:with|as) (?:an? )?V"
        ),
        check=at_most(6),
        importance=0.8,
    ),
    Rule(
        "health",
        pattern(
            rf"BE (?:(?:a|slightly|partially|legally|red-green|very|severely|\d+ (?:weeks|"
            rf"months)) )*(?P<v>{CONDITIONS})(?=$|[,.;!]| (?:and|so|but|with|in|since|now|"
            rf"from|too|as)\b)"
        ),
        exact=True,
        importance=0.8,
    ),
    Rule(
        "health",
        pattern(
            r"(?:have )?(?:just )?(?P<v>(?:broke|sprained|tore|fractured|dislocated|twisted) "
            r"my (?:left |right )?(?:leg|arm|ankle|wrist|foot|hand|collarbone|rib|ribs|"
            r"toe|finger|acl|shoulder|knee|hip|back|nose|elbow))"
        ),
        whose="user",
        exact=True,
        importance=0.6,
    ),
    Rule(
        "health",
        pattern(
            r"(?:am|is|are|have been|has been|got|just hit|hit) (?:now |just |exactly |about |almost )*(?:for )?"
            r"(?:\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve) (?:days?|weeks?|months?|"
            r"years?) "
            r"(?P<v>sober|clean|(?:smoke|alcohol|drug|nicotine)[- ]free)(?=$|[,.;!]| (?:now|today|and|so|but|on|as "
            r"of|this|"
            r"tomorrow|yesterday)\b)"
        ),
        exact=True,
        importance=0.7,
        form="{who} is {value}",
    ),
    Rule(
        "health",
        pattern(
            r"(?:have been|has been) (?P<v>sober|clean)(?= (?:for|since) (?:\d|an?\b|one|two|three|four|five|six|seven|"
            r"eight|nine|ten|january|february|march|april|may|june|july|august|september|october|november|december|"
            r"last|new year|christmas))"
        ),
        exact=True,
        importance=0.7,
        form="{who} is {value}",
    ),
    Rule(
        "",
        pattern(
            r"(?:am|is) (?P<v>(?:left|right)[ -]handed|ambidextrous)"
            r"(?=$|[,.;!]| (?:and|but|so|since|too)\b)"
        ),
        exact=True,
        importance=0.5,
        form="{who} is {words}",
    ),
    Rule(
        "",
        pattern(
            r"(?:am|is) in (?P<v>(?:my|his|her) (?:first|second|third|fourth|fifth|sixth|final|last) (?:year|semester))"
            r"(?=$|[,.;!]| (?:and|but|so|now)\b)"
        ),
        exact=True,
        importance=0.5,
        form="{who} is in {words}",
    ),
    Rule(
        "",
        pattern(
            r"(?P<v>wears? (?:(?:reading )?glasses|contact lenses|contacts|hearing aids?|a hearing aid|braces)|uses? a "
            r"wheelchair)(?=$|[,.;!]| (?:and|but|so|since|too|all|when|to)\b)"
        ),
        exact=True,
        importance=0.5,
        form="{who} {does}",
    ),
    Rule(
        "health",
        pattern(
            r"(?:take|am on|have to take) (?P<v>(?:insulin|antidepressants|lithium|ssris|"
            r"beta blockers|blood thinners|statins|metformin|levothyroxine|methotrexate|"
            r"adderall|ritalin|sertraline|prozac|zoloft|lexapro))\b"
        ),
        whose="user",
        exact=True,
        importance=0.8,
        form="{who} takes {value}",
    ),
    Rule(
        "diet",
        pattern(
            r"(?:quit|gave up|have given up|have quit|stopped eating|stopped drinking|"
            r"cut out) (?P<v>meat|dairy|gluten|sugar|alcohol|drinking alcohol|coffee|caffeine|"
            r"carbs|pork|beef|fish)\b"
        ),
        exact=True,
        polarity=Polarity.NEGATIVE,
        cue=Cue.CHANGE,
        importance=0.6,
    ),
)
