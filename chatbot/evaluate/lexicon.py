"""A baseline for readings of feeling: some two hundred words with a side, negation flips, the sum decides.

It is here to be compared with, in the manner of lexicon tools such as VADER (Hutto and Gilbert 2014) and far
smaller. The words were chosen for this program and come from no list.
"""

import re

_GOOD = """
good great nice love loved loves lovely like liked likes happy glad best better awesome amazing wonderful excellent
perfect beautiful brilliant cool fun funny enjoy enjoyed enjoying thanks thank thankful grateful appreciate excited
exciting proud hope hopeful hopefully win won wins winning congrats congratulations welcome cute sweet kind helpful
agree right yes haha lol lmao hilarious interesting impressive favorite favourite delicious yay fantastic well smart
relieved relief safe free easy pretty strong blessed cheers wow joy pleased pleasure delighted
"""
_BAD = """
bad worse worst hate hated hates awful terrible horrible sad angry mad annoyed annoying upset sorry disappointed
disappointing disgusting gross stupid dumb idiot idiots ugly wrong fail failed failing failure lost lose losing loser
cry crying scared afraid fear scary worried worry anxious nervous stressed tired sick ill pain hurt hurts broken hell
damn shit fuck fucking fucked crap ass sucks suck ugh trash garbage boring weird problem problems unfortunately miss
lonely alone depressed dead die died kill killed poor cruel evil shame ashamed embarrassing guilty regret toxic abuse
"""
_SIDE = dict.fromkeys(_GOOD.split(), 1) | dict.fromkeys(_BAD.split(), -1)
_NEGATION = re.compile(r"not|no|never|cannot|without|\w+n't")
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_REACH = 3


def polarity_by_lexicon(text: str) -> str:
    """`positive`, `negative` or `neutral`, by the sum of the words' sides; a negation turns the next three words."""
    total, negated = 0, 0
    for word in _WORD.findall(text.replace("’", "'").lower()):
        if _NEGATION.fullmatch(word):
            negated = _REACH
            continue
        total += _SIDE.get(word, 0) * (-1 if negated else 1)
        negated = max(0, negated - 1)
    return "positive" if total > 0 else "negative" if total < 0 else "neutral"
