"""Likes, dislikes, favorites, diet, allergies, health, hobbies."""

import re

from chatbot.domain.memory import Cue, Polarity
from chatbot.memory.extract.lexicon import CONDITIONS, DIETS, HEALTH
from chatbot.memory.extract.line import Line
from chatbot.memory.extract.rules.rule import Rule, all_of, at_most, none_of, pattern

_NO_TASTE = none_of(
    r"you|u|it|that|this|these|those|them|him|her|us|me|myself|how|when|what|where|why|who|if|your|the (?:way|idea|sound|fact|part|look|thought|ending|end of|new (?:one|look|version)|feeling|first|second|last|vibe)|"
    r"to (?:know|think|say|see if|hear|ask|thank|believe|be (?:honest|clear|able|alone|left|sure)|point|talk to you|go (?:home|to bed)|sleep|die|make sure|get going|get (?:started|back)|have (?:a|an|some) \w+|try|do that|do this)|"
    r"too|so|as|and|or|but|not|every(?:thing|one|body)|nothing|anything|something|someone|nobody|being (?:here|able|around you|told|ignored|called|late)|having to|getting (?:stuck|up|this|that)|myself|each other|one another|here|there|some|"
    r"our (?:chats?|talks?|conversations?)|talking to you|a (?:good (?:laugh|joke|challenge)|guy|girl|man|woman|boy)|lol|haha|"
    r"this|life|his|their|its|just|already|him too|my (?:life|brain|body|self|face|boss|ex|mom|mum|dad|sister|brother|wife|husband|girlfriend|boyfriend|kids|son|daughter|friends?|family|parents)$|mondays\.\.\.|more|better|\w+ing this|\w+ing that|\w+ing it"
)
_VERY = r"(?:(?:really|absolutely|also|so|just|still|do|truly|totally|always|much|very much|especially|actually|secretly|kind of|kinda|genuinely|love|luv|have always|have|honestly|completely|particularly|deeply|even|both|generally|usually|mostly|quite|like) )*"
_BIG = r"(?:(?:an?|such a|quite a|not|really|also|huge|big|massive|great|total|avid|bit of a|lifelong|die-?hard|real|major|super|really into|long-?time|so) )*"


_POINTING = re.compile(r"\b(?:you|him|her|them|it|what|i|this|us|their|our|your|that|these|those|being (?:stuck|here|told|late|called))\b|^to$|^also$")


def _taste(line: Line) -> bool:
    if _POINTING.search(line.norm) or (line.typed.startswith("the ") and len(line.norm.split()) > 2):
        return False
    return _NO_TASTE(line) and len(line.norm.split()) <= 8 and re.search(r"[a-z0-9]", line.norm) is not None


def _food(line: Line) -> bool:
    return len(line.norm.split()) <= 4 and none_of(
        r"much|a lot|enough|well|out|at|before|after|it|that|this|anything|anymore|any more|breakfast|lunch|dinner|properly|healthy|here|there|for|in|on|with|alone|like|as|right|until|when|if|all|too|and|the"
    )(line)


def _allergen(line: Line) -> bool:
    return at_most(5)(line) and none_of(
        r"this|that|it|you|mondays?|work|working|people|bullshit|everything|nothing|stupid\w*|commitment|responsibility|fun|mornings|effort|my|your|being|drama|something|anything|conversation|exercise|small talk|most things|what|him|her|them"
    )(line)


def _sport(line: Line) -> bool:
    return at_most(5)(line) and none_of(
        r"devil's|along|with|it|a (?:\w+ )?(?:role|part|trick|game|character|big|key|wizard|human|rogue|paladin|bard)|the (?:game|role|part|victim|fool|odds|long|waiting|hero|lottery|blame|field|market|song|villain|bad|level)|this|that|around|by|my|your|tricks|games with|dumb|dead|down|fair|favorites|god|hooky|no|safe|for|in|on|at|some|him|games?$|new|different|one more|more|mostly|online|all|lots|many|other|various|another|her|out|hard|nice|both|against|well|second"
    )(line)


def _pastime(line: Line) -> bool:
    return at_most(6)(line) and none_of(
        r"just|do|have|am|think|get|not|never|sleep|cry|worry|need|want|always|usually|mostly|would|feel|wonder|try|like to|like|love|enjoy|love to|only|can"
    )(line)


_LEARNABLE = none_of(
    r"a lot|more|so much|about|that|how|the hard|from|to (?:live|love|accept|cope|let|say|be|deal|trust|not|ignore|relax|forgive)|things|something|new things|it|this|my|lessons|as|what|not|every|to"
)
_DOES = r"(?:do|does|practice|practise|practices|go|goes|have started|started|began|have taken up|has taken up|took up|have picked up|picked up|got into|have gotten into|am getting into|tried out|am training in)"

RULES: tuple[Rule, ...] = (
    Rule("likes", pattern(_VERY + r"(?:like|likes|love|loves|enjoy|enjoys|enjoyed|adore|adores|am in love with|am fond of|is fond of|dig|digs) (?!to death)(?:to )?V"), check=_taste, many=True, commas=True, importance=0.5),
    Rule("likes", pattern(r"(?:BE )" + r"(?:(?:an?|such a|quite a|also|huge|big|massive|great|total|avid|bit of a|lifelong|die-?hard|real|major|super|long-?time) )*(?:fan of|fans of|sucker for|lover of|enthusiast of) V"), check=_taste, many=True, commas=True, importance=0.5),
    Rule("likes", pattern(r"(?:BE )(?:(?:an?|huge|big|massive|great|total|lifelong|die-?hard|major) )+(?P<v>[\w' -]{2,40}?) (?:fan|lover|enthusiast|addict|nerd|buff|geek)\b"), exact=True, check=all_of(_taste, at_most(4)), importance=0.5),
    Rule("likes", pattern(r"(?:BE )(?:(?:really|very|so|also|super|big|totally|pretty|obsessively) )*(?:into|crazy about|obsessed with|passionate about|keen on|addicted to|mad about|interested in|hooked on|partial to) V"), check=all_of(_taste, none_of(r"(?:the|a) (?:second|third|details|new (?:week|phase))|week|my \w+ (?:week|month)|hearing|knowing|buying|selling|applying")), many=True, commas=True, importance=0.5),
    Rule("likes", pattern(_VERY + r"(?:prefer|prefers) (?P<v>.+?)(?= (?:to|over|rather than|instead of|than)\b|[,.;]|$)"), check=all_of(_taste, none_of(r"(?:short|long|brief|concise|detailed|direct|honest|to be called|being called|to go by|when|not|if|she|he|they|answers)\b|.*\b(?:answers|replies|responses|explanations)\b")), importance=0.5),
    Rule("likes", pattern(r"(?:support|supports|root for|roots for|follow) V"), whose="any", check=lambda line: line.typed[:1].isupper() and at_most(3)(line), importance=0.5, confidence=0.8),
    Rule("dislikes", pattern(_VERY + r"(?:hate|hates|dislike|dislikes|detest|detests|despise|despises|loathe|loathes|can not (?:really )?stand|can not bear|can not tolerate|do not (?:really |particularly |actually |even )?(?:like|enjoy|care for)|does not (?:really )?(?:like|enjoy)|never liked|am sick of|have never liked|am not (?:really )?(?:into|keen on|fond of)|(?:am|is) not (?:really )?(?:an? )?(?:big |huge |great )?fan of|is not (?:really )?into) (?:to )?V"), check=_taste, many=True, commas=True, importance=0.5),
    Rule("favorite.{thing}", pattern(r"(?:all[- ]time |absolute |very |current |personal )*favorite (?!thing|part|one|moment|bit|memory|place to be)(?P<thing>[a-z][a-z' -]{1,30}?) (?:of all time |ever |in the world |right now |at the moment )?(?:BE|has always been|have always been|used to be|has to be|is probably|would be|must be|by far is) (?:probably |definitely |by far |called |always |easily )*V"), owns=True, importance=0.6),
    Rule("favorite.{thing}", pattern(r"favorite (?!thing|part|one|moment|bit)(?P<thing>[a-z]+): ?V"), owns=True, importance=0.6),
    Rule("diet", pattern(rf"(?:BE|have been|has been|went|turned|became|have gone|recently went|am trying to be|eat|eats|have turned|live|only eat) (?:an? |on an? |mostly |strictly |strict |fully |completely |lifelong )*(?P<v>{DIETS})(?=$|[,.;!]| (?:for|since|so|but|and|because|now|diet|person|too|since|last|food|only|though|as|who|in|with|from|also|at|by)\b)"), exact=True, importance=0.8),
    Rule("diet", pattern(rf"(?:follow|follows|keep|keeps|am on|is on|am doing|started) (?:an? |the )?(?:strict )?(?P<v>{DIETS})(?: diet)?"), exact=True, importance=0.8),
    Rule("diet", pattern(r"diet BE V"), owns=True, check=lambda line: re.match(DIETS, line.norm) is not None, importance=0.8),
    Rule("diet", pattern(r"(?:(?:do not|does not|never|can not|no longer|do not ever) (?:really |usually )?(?:eat|drink|touch|consume)|(?:avoid|avoids|(?:have )?stopped|gave up|have given up) (?:eating|drinking)) (?:any )?V"), check=_food, many=True, polarity=Polarity.NEGATIVE, importance=0.7),
    Rule("allergy", pattern(r"(?:BE )?(?:(?:very|severely|highly|deathly|super|really|mildly|slightly|so|also|extremely|terribly) )*(?:allergic|allergies|intolerant) to V"), check=_allergen, many=True, commas=True, importance=0.95),
    Rule("allergy", pattern(r"HAVE (?:an? )?(?:(?:severe|bad|mild|serious|slight|strong|terrible|really|very|life-threatening) )*allerg(?:y|ies) to V"), check=_allergen, many=True, commas=True, importance=0.95),
    Rule("allergy", pattern(r"HAVE (?:an? )?(?:(?:severe|bad|mild|serious|slight|strong|terrible|really|very|nasty) )*(?P<v>[a-z]+(?: [a-z]+)?) allerg(?:y|ies)\b"), exact=True, check=all_of(_allergen, none_of("no|any|some|many|food$|the|weird|seasonal$")), importance=0.95),
    Rule("allergy", pattern(r"BE (?:(?:severely|a bit|slightly|mildly|also) )*(?P<v>lactose|gluten|fructose|histamine)[ -]intolerant"), exact=True, importance=0.95),
    Rule("health", pattern(rf"(?:HAVE|suffer from|suffers from|struggle with|struggles with|live with|was diagnosed with|got diagnosed with|have been diagnosed with|has been diagnosed with|just got diagnosed with|am diagnosed with|was just diagnosed with|deal with|am living with|have had) (?:an? |my |really |some |mild )*(?P<v>{HEALTH})(?![\w-])"), exact=True, importance=0.8),
    Rule("health", pattern(r"(?:was|got|have been|has been|just got|am) (?:recently |just |officially |finally )?diagnosed (?:with|as) (?:an? )?V"), check=at_most(6), importance=0.8),
    Rule("health", pattern(rf"BE (?:(?:a|slightly|partially|legally|red-green|very|severely|\d+ (?:weeks|months)) )*(?P<v>{CONDITIONS})(?=$|[,.;!]| (?:and|so|but|with|in|since|now|from|too|as)\b)"), exact=True, importance=0.8),
    Rule("health", pattern(r"(?:have )?(?:just )?(?P<v>(?:broke|sprained|tore|fractured|dislocated|twisted) my (?:left |right )?(?:leg|arm|ankle|wrist|foot|hand|collarbone|rib|ribs|toe|finger|acl|shoulder|knee|hip|back|nose|elbow))"), whose="user", exact=True, importance=0.6),
    Rule("hobby", pattern(r"(?:main |biggest |new |favorite )?(?:hobby|hobbies|pastime|pastimes) (?:BE|include|includes) V"), owns=True, many=True, commas=True, check=_pastime, importance=0.6),
    Rule("hobby", pattern(r"(?:(?:still|also|used to|sometimes|often|have been|am) )*(?:play|plays|playing) (?:the |some |a bit of |in a |on a |a lot of )?V"), check=_sport, many=True, commas=True, importance=0.5),
    Rule("hobby", pattern(r"(?:(?:am|is|have been|has been|started|just started|began) )?(?:learning|started to learn|taking up|begun learning) (?:how )?(?:to )?(?:the |some )?V"), check=all_of(_LEARNABLE, at_most(5)), importance=0.5, confidence=0.8),
    Rule("hobby", pattern(rf"{_DOES} (?:some |a bit of |a lot of |regular )?(?P<v>(?:yoga|pilates|karate|judo|crossfit|ballet|calligraphy|pottery|ceramics|origami|photography|taekwondo|boxing|kickboxing|parkour|crochet|knitting|woodworking|woodwork|gardening|stand-?up comedy|improv|tai chi|jiu[- ]jitsu|bjj|martial arts|gymnastics|archery|fencing|aikido|zumba|weightlifting|powerlifting|calisthenics|bouldering|climbing|rock climbing|hiking|surfing|skiing|snowboarding|swimming|running|jogging|cycling|fishing|camping|sailing|rowing|diving|scuba diving|kayaking|dancing|salsa|birdwatching|geocaching|skating|ice skating|skateboarding|horse ?riding|embroidery|sewing|baking|painting|drawing|sketching|triathlons?|marathons?))\b"), exact=True, importance=0.5),
    Rule("hobby", pattern(r"(?:have |has )?(?:recently |just )?(?:taken up|took up|picked up|got into|gotten into) (?!the |an? |my |his |her |your |this |that )V"), check=all_of(at_most(4), none_of(r"the|a|an|my|your|his|her|trouble|this|that|it|fight|too|all|some|bed|space|\w+ (?:fight|argument)|arguments?|debt|stanford|smoking|college|harvard|grad|med|law")), importance=0.5),
    Rule("hobby", pattern(r"(?P<v>(?:collect|build|restore|paint|make|brew|carve|breed|fly|race) (?:[\w-]+ )?(?:[\w-]+ ?){1,3})(?=$|[,.;!]| (?:in my|as a hobby|and|for|on|because|since)\b)"), whose="user", exact=True, check=lambda line: line.norm.startswith("collect ") and none_of(r"collect (?:my|your|his|her|it|them|that|this|the)")(line), importance=0.5),
    Rule("likes", pattern(r"can not (?:live|start my day|do) without V"), whose="user", check=all_of(_taste, at_most(4)), importance=0.5),
    Rule("health", pattern(r"(?:take|am on|have to take) (?P<v>(?:insulin|antidepressants|lithium|ssris|beta blockers|blood thinners|statins|metformin|levothyroxine|methotrexate|adderall|ritalin|sertraline|prozac|zoloft|lexapro))\b"), whose="user", exact=True, importance=0.8),
    Rule("diet", pattern(r"(?:quit|gave up|have given up|have quit|stopped eating|stopped drinking|cut out) (?P<v>meat|dairy|gluten|sugar|alcohol|drinking alcohol|coffee|caffeine|carbs|pork|beef|fish)\b"), exact=True, polarity=Polarity.NEGATIVE, cue=Cue.CHANGE, importance=0.6),
)  # fmt: skip
FREE_TIME = pattern(r"(?:in|during) my (?:free|spare) time,? (?:i )?(?:(?:like|love|enjoy) to |mostly |usually )?V")
"""A hobby told from the time it takes."""
