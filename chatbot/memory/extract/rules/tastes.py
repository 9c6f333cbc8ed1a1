"""Likes, dislikes, favorites, diet, allergies, health, hobbies."""

import re

from chatbot.domain.patterns import lazy
from chatbot.memory.extract.line import Line
from chatbot.memory.extract.rules.rule import Rule, all_of, at_most, none_of, pattern

_NO_TASTE = none_of(
    r"bit of|lot of|you|u|it|that|this|these|those|them|him|her|us|me|myself|how|when|what|where|"
    r"why|who|if|your|the (?:way|idea|sound|fact|part|look|thought|ending|end "
    r"of|new (?:one|look|version)|feeling|first|second|last|vibe)|"
    r"to (?:know|think|say|see if|hear|ask|thank|believe|be (?:honest|clear|able|"
    r"alone|left|sure)|point|talk to you|go (?:home|to bed)|sleep|die|make sure|"
    r"get going|get (?:started|back)|have (?:a|an|some) \w+|try|do that|do this)|"
    r"too|so|as|and|or|but|not|every(?:thing|one|body)|nothing|anything|something|"
    r"someone|nobody|being (?:here|able|around you|told|ignored|called|late)|having "
    r"to|getting (?:stuck|up|this|that)|myself|each other|one another|here|there|"
    r"some|"
    r"our (?:chats?|talks?|conversations?)|talking to you|a (?:good (?:laugh|joke|"
    r"challenge)|guy|girl|man|woman|boy)|lol|haha|"
    r"this|life|his|their|its|just|already|him too|my (?:life|brain|body|self|"
    r"face|boss|ex|mom|mum|dad|sister|brother|wife|husband|girlfriend|boyfriend|"
    r"kids|son|daughter|friends?|family|parents)$|mondays\.\.\.|more|better|\w+ing "
    r"this|\w+ing that|\w+ing it"
)
_VERY = (
    r"(?:(?:really|absolutely|also|so|just|still|do|truly|totally|always|much|"
    r"very much|especially|actually|secretly|kind of|kinda|genuinely|love|luv|"
    r"have always|have|honestly|completely|particularly|deeply|even|both|generally|"
    r"usually|mostly|quite|like) )*"
)
_POINTING = lazy(
    r"\b(?:you|him|her|them|it|what|i|this|us|their|our|your|that|these|those|"
    r"being (?:stuck|here|told|late|called))\b|^to$|^also$"
)


def _taste(line: Line) -> bool:
    if _POINTING.search(line.norm) or (line.typed.startswith("the ") and len(line.norm.split()) > 2):
        return False
    return _NO_TASTE(line) and len(line.norm.split()) <= 8 and re.search(r"[a-z0-9]", line.norm) is not None


RULES: tuple[Rule, ...] = (
    Rule(
        "likes",
        pattern(
            _VERY + r"(?:like|likes|love|loves|enjoy|enjoys|enjoyed|adore|adores|"
            r"am fond of|is fond of|dig|digs) (?!to death)(?:to )?V"
        ),
        check=_taste,
        many=True,
        commas=True,
        importance=0.5,
    ),
    Rule(
        "likes",
        pattern(
            r"(?:BE )" + r"(?:(?:an?|such a|quite a|also|huge|big|massive|great|total|avid|bit of a|"
            r"lifelong|die-?hard|real|major|super|long-?time) )*(?:fan of|fans of|sucker "
            r"for|lover of|enthusiast of) V"
        ),
        check=_taste,
        many=True,
        commas=True,
        importance=0.5,
    ),
    Rule(
        "likes",
        pattern(
            r"(?:BE )(?:(?:an?|huge|big|massive|great|total|lifelong|die-?hard|major) "
            r")+(?P<v>[\w' -]{2,40}?) (?:fan|lover|enthusiast|addict|nerd|buff|geek)\b"
        ),
        exact=True,
        check=all_of(_taste, at_most(4)),
        importance=0.5,
    ),
    Rule(
        "likes",
        pattern(
            r"(?:BE )(?:(?:really|very|so|also|super|big|totally|pretty|obsessively) )*(?:into|"
            r"crazy about|obsessed with|passionate about|keen on|addicted to|mad about|"
            r"interested in|hooked on|partial to) V"
        ),
        check=all_of(
            _taste,
            none_of(
                r"(?:the|a) (?:second|third|details|new (?:week|phase))|week|my \w+ (?:week|"
                r"month)|hearing|knowing|buying|selling|applying"
            ),
        ),
        many=True,
        commas=True,
        importance=0.5,
    ),
    Rule(
        "likes",
        pattern(
            _VERY + r"(?:prefer|prefers) (?P<v>.+?)(?= (?:to|over|rather than|instead of|than)\b|"
            r"[,.;]|$)"
        ),
        check=all_of(
            _taste,
            none_of(
                r"(?:short|long|brief|concise|detailed|direct|honest|to be called|being called|"
                r"to go by|when|not|if|she|he|they|answers)\b|.*\b(?:answers|replies|responses|"
                r"explanations)\b"
            ),
        ),
        importance=0.5,
    ),
    Rule(
        "likes",
        pattern(r"(?:drink|eat) (?:only |mostly )?(?P<v>[\w' -]+?) (?:now|these days|instead|nowadays)$"),
        check=all_of(_taste, at_most(3)),
        exact=True,
        importance=0.5,
        confidence=0.85,
    ),
    Rule(
        "likes",
        pattern(r"(?:support|supports|root for|roots for|follow) V"),
        whose="any",
        check=lambda line: line.typed[:1].isupper() and at_most(3)(line),
        importance=0.5,
        confidence=0.8,
    ),
    Rule(
        "dislikes",
        pattern(
            _VERY + r"(?:hate|hates|dislike|dislikes|detest|detests|despise|despises|loathe|loathes|"
            r"can not (?:really )?stand(?! (?:up|out|by|in|on|still|down|here|there|for|straight)\b)|can not bear|"
            r"can not tolerate|do not (?:really "
            r"|particularly |actually |even )?(?:like|enjoy|care for)|does not (?:really "
            r")?(?:like|enjoy)|never liked|am sick of|have never liked|am not (?:really "
            r")?(?:into|keen on|fond of)|(?:am|is) not (?:really )?(?:an? )?(?:big |huge "
            r"|great )?fan of|is not (?:really )?into) (?:to )?V"
        ),
        check=_taste,
        many=True,
        commas=True,
        importance=0.5,
    ),
    Rule(
        "favorite.{thing}",
        pattern(
            r"(?:all[- ]time |absolute |very |current |personal )*favorite (?!thing|part|"
            r"one|moment|bit|memory|place to be)(?P<thing>[a-z][a-z' -]{1,30}?) (?:of "
            r"all time |ever |in the world |right now |at the moment )?(?:BE|it is|has always "
            r"been|have always been|has to be|is probably|would be|must be|"
            r"by far is) (?:probably |definitely |by far |called |always |easily )*V"
        ),
        owns=True,
        importance=0.6,
    ),
    Rule(
        "favorite.{thing}",
        pattern(r"favorite (?!thing|part|one|moment|bit)(?P<thing>[a-z]+): ?V"),
        owns=True,
        importance=0.6,
    ),
    Rule(
        "likes",
        pattern(r"can not (?:live|start my day|do) without V"),
        whose="user",
        check=all_of(_taste, at_most(4)),
        importance=0.5,
    ),
)
FREE_TIME = pattern(r"(?:in|during) my (?:free|spare) time,? (?:i )?(?:(?:like|love|enjoy) to |mostly |usually )?V")
"""A hobby told from the time it takes."""
