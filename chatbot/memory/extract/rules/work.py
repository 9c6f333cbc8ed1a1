"""Jobs: what people do for a living; `employers` says where."""

import re

from chatbot.domain.memory import Cue
from chatbot.memory.extract.lexicon import JOBS
from chatbot.memory.extract.line import Line
from chatbot.memory.extract.rules.rule import Rule, all_of, at_most, none_of, pattern
from chatbot.memory.extract.values import capitalised


def role(line: Line) -> bool:
    """Whether a value names a trade: its last word, before "at" or "for", is one."""
    words = line.norm.split()
    if not 1 <= len(words) <= 6:
        return False
    last = words[-1].strip(".,'")
    trade = last in JOBS or (last.endswith("s") and last[:-1] in JOBS)
    trade = (
        trade
        or re.fullmatch(r"\w{3,}(?:ologist|ographer|ician|smith|keeper|driver|maker|trist|nomist)", last) is not None
    )
    return trade and not re.match(
        r"(?:bit|little|big|huge|terrible|bad|good|great|born|total|former|ex|retired "
        r"from|lousy|natural|awful|better|decent|worse|excellent|fan|horrible|pretend|"
        r"would-be|failed|wannabe|real|your|thinking|dreaming|considering|hoping|planning|looking|studying|training|"
        r"waiting|trying|going|working|about|afraid|scared|dating|seeing|getting|not|becoming|being)\b",
        line.norm,
    )


def _any_role(line: Line) -> bool:
    return role(line) or (
        len(line.norm.split()) <= 5
        and not re.match(
            r"(?:well|usual|expected|intended|planned|much|hard|long|a team|though|if|"
            r"it|soon|fast|needed|many|always|one|an? (?:team|unit|charm|dream|couple|"
            r"slave|horse|dog|result))\b",
            line.norm,
        )
    )


def _subject_taught(line: Line) -> bool:
    return len(line.norm.split()) <= 5 and none_of(
        r"teach (?:you|them|him|her|me|myself|us|a lesson|people|my|that|how|the)"
    )(line)


_ART = r"(?:an? |the )?"
_V_ROLE = (
    r"(?P<v>[^,]+?)(?= (?:at|for|in|from|with|by|on|who|and|here|now|working|specializing|living|"
    r"based|where|but|so|since|while|because|these|right|currently|turned|or|though|"
    r"i|as|when|after|to|of|since|but|during|actually|tho|lol|haha|tbh|ngl)\b|[,.;:!?(]|$)"
)

_BUSINESS = (
    r"(?:bakery|shop|bookshop|bookstore|store|restaurant|caf[eé]|coffee shop|business|company|farm|hotel|hostel|pub|"
    r"bar|"
    r"studio|gallery|startup|nursery|garage|salon|workshop|practice|clinic|agency|b&b|guesthouse|brewery|vineyard|"
    r"consultancy|firm|gym|food truck|charity|market stall|dairy|bike shop|barbershop|record label)"
)

DRIVEN = r"(?:lorry|lorries|truck|trucks|hgv|bus|buses|coach|taxi|cab|van|train|tram|ambulance|minicab|tube train)"
"""What is driven for a living, where it is driven for somebody."""

RULES: tuple[Rule, ...] = (
    Rule(
        "job",
        pattern(
            rf"(?P<v>(?:drive|drives) (?:an? |the )?(?:night |school |delivery |big |city )?{DRIVEN})"
            r"(?= for (?!fun\b|an? (?:day|week|while)\b|the (?:day|weekend)\b)| (?:for a living|at night|at work|by "
            r"trade)\b)"
        ),
        exact=True,
        importance=0.7,
        form="{who} {does}",
    ),
    Rule(
        "job",
        pattern(
            r"BE (?:now |already |semi-|fully |both )*(?P<v>retired|unemployed|self[- ]employed|out of work|between "
            r"jobs|"
            r"jobless|on (?:maternity|paternity|parental|sick) leave|a (?:stay[- ]at[- ]home|full[- ]time) (?:mum|mom|"
            r"dad|mother|father|parent)|a freelancer)(?=$|[,.;!]| (?:now|since|and|but|so|at the|for|these|again)\b)"
        ),
        exact=True,
        importance=0.7,
        form="{who} is {words}",
    ),
    Rule(
        "job",
        pattern(
            r"(?P<v>(?:run|runs|manage|manages) (?:an?|my own|his own|her own|our own|the|our|their own) (?:(?!for\b|"
            r"on\b)"
            rf"[\w'-]+ ){{0,3}}?{_BUSINESS})(?=$|[,.;!]| (?:in|at|near|on|with|and|for|from|called|named|since|"
            rf"together|"
            r"that|which|where|here|now)\b)"
        ),
        exact=True,
        importance=0.7,
        form="{who} {does}",
    ),
    Rule(
        "job",
        pattern(
            r"BE (?:now )?(?:working as |employed as )?(?:an? |the )?(?:\d{1,3}[- ]?years?[- ]?old |actually |also "
            r"|newly |fully )*" + _V_ROLE
        ),
        exact=True,
        check=role,
        importance=0.7,
    ),
    Rule(
        "job",
        pattern(r"(?:work|works|am working|is working) like (?:an? )?" + _V_ROLE),
        exact=True,
        check=role,
        importance=0.7,
        confidence=0.8,
    ),
    Rule(
        "job",
        pattern(
            r"(?:work|works|worked my way up to|(?:am|is|are|have been|has been) (?:working|"
            r"employed)|freelance|freelances|volunteer|volunteers|moonlight) (?:part[ -]time |full[ -]time |mostly |"
            r"there |here |(?:from|at) home |remotely |(?:(?:night|day|early|late|rotating|double) )?shifts |nights |"
            r"days |evenings |weekends )*as " + _ART + _V_ROLE
        ),
        exact=True,
        check=_any_role,
        importance=0.7,
    ),
    Rule(
        "job",
        pattern(
            r"(?:work|works|am working|is working|have been working|(?:just )?"
            r"started working|just started work) (?:at|for|with) .+? as " + _ART + _V_ROLE
        ),
        exact=True,
        check=_any_role,
        importance=0.7,
    ),
    Rule(
        "job",
        pattern(
            r"(?:got|have|has|landed|found|took|accepted|started) (?:a |an |the )?(?:new "
            r"|great |part[ -]time |summer |full[ -]time )*(?:job|position|role|gig|work|"
            r"internship) as " + _ART + _V_ROLE
        ),
        exact=True,
        check=_any_role,
        cue=Cue.CHANGE,
        importance=0.7,
    ),
    Rule(
        "job",
        pattern(
            r"(?:got promoted|was promoted|got a promotion|have been promoted|have just "
            r"been promoted|started (?:out )?(?:working )?as|just became|became|have become|"
            r"retrained as|switched to being|start work as) (?:to |as )?" + _ART + _V_ROLE
        ),
        exact=True,
        check=role,
        cue=Cue.CHANGE,
        importance=0.7,
    ),
    Rule(
        "job",
        pattern(
            r"(?:job|profession|occupation|day job|job title|career|trade) (?:title )?(?:BE) "
            r"(?:as |to be |that of )?(?:an? )?V"
        ),
        owns=True,
        check=all_of(
            at_most(7),
            none_of(
                r"to|boring|stressful|great|killing|hard|tough|going|not|so|very|really|too|"
                r"ok|okay|fine|good|bad|awful|the (?:worst|best)|a (?:nightmare|joke|mess|"
                r"lot)|exhausting|draining|fun|my|in|at|on|pretty|demanding|safe|over|done|"
                r"amazing|easy|done|stable|kind|what|soul|just|remote|more|less|making|getting|"
                r"driving me|"
                r"sucking|ruining|eating|done|hell|important|interesting|at risk|gone|meaningless|"
                r"intense|chaotic|crazy"
            ),
        ),
        importance=0.7,
    ),
    Rule(
        "job",
        pattern(
            r"(?:work|works|working|am working|is working|have worked|have a job|has a "
            r"job) (?:mostly |mainly |part[ -]time |full[ -]time )*in V"
        ),
        check=all_of(
            at_most(4),
            none_of(
                r"the (?:morning|mornings|evening|afternoon|dark|background|garden|office|"
                r"city|middle|end|moment|past|same|yard|sun|rain|field|building|kitchen|us|"
                r"uk)|an?|my|this|that|shifts|teams|silence|peace|progress|pairs|\w+ (?:hospital|"
                r"school|office)|bed|it|two|three|theory|practice|person|mysterious|front|"
                r"reverse|parallel|order|here|general|20\d\d|[A-Z]"
            ),
            lambda line: not capitalised(line) or line.norm in ("it", "hr", "pr", "ux"),
        ),
        importance=0.6,
    ),
    Rule(
        "job",
        pattern(
            r"(?P<v>teach(?:es)? [^,]+?)(?= (?:at|in|to|for|on|and i|here|part)\b|[,.;]|"
            r"$)"
        ),
        exact=True,
        check=_subject_taught,
        importance=0.7,
    ),
)
