"""Job, employer, school, field of study, skills, projects, deadlines."""

import re

from chatbot.domain.memory import Cue
from chatbot.memory.extract.lexicon import JOBS
from chatbot.memory.extract.line import Line
from chatbot.memory.extract.rules.rule import Rule, all_of, at_most, none_of, pattern
from chatbot.memory.extract.values import capitalised

_ROLE_END = re.compile(r" (?:at|for|in|from|with|on|by|of|who|working|specializing|based|and)\b")
_NO_EMPLOYER = none_of(
    r"home|night|nights|the (?:moment|weekend|weekends|same|time|office|gym|computer|past|last|first|next|best|money|day|week|other|exam|sake|fun)|"
    r"it|this|that|them|him|you|me|myself|ourselves|once|least|all|first|a (?:living|while|loss|time|long|few|change|certain|point|snail's)|"
    r"my|your|his|her|their|our|hours|years?|months?|weeks?|days?|now|free|fun|money|minimum|example|\d|what|everyone|anyone|something|two|three|four|five|"
    r"six|seven|eight|nine|ten|many|about|over|almost|nearly|school|work|noon|midnight|peanuts|full|half|"
    r"monday|tuesday|wednesday|thursday|friday|saturday|sunday|an? (?:hour|exam|test)|change|better|weekends?"
)
_NO_WORK = none_of(
    r"\w+ing \w|it|that|this|them|something|things|stuff|some|getting|being|not|my(?:self)? |myself|patience|a (?:few|couple|lot)|making|improving|the (?:weekends?|assumption|same|side)|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?|weekends?|a (?:problem|bug|question)|anything|nothing|everything|what|how|holidays?|an? empty|christmas|(?:my )?(?:anger|temper|confidence|relationship|sleep|patience|posture|tan|mental|diet|communication)"
)


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
        r"(?:bit|little|big|huge|terrible|bad|good|great|born|total|former|ex|retired from|lousy|natural|awful|better|decent|worse|excellent|fan|horrible|pretend|would-be|failed|wannabe|real|your)\b",
        line.norm,
    )


def _any_role(line: Line) -> bool:
    return role(line) or (
        len(line.norm.split()) <= 5
        and not re.match(
            r"(?:well|usual|expected|intended|planned|much|hard|long|a team|though|if|it|soon|fast|needed|many|always|one|an? (?:team|unit|charm|dream|couple|slave|horse|dog|result))\b",
            line.norm,
        )
    )


def _firm(line: Line) -> bool:
    return _NO_EMPLOYER(line) and len(line.norm.split()) <= 7


def _named_firm(line: Line) -> bool:
    return _firm(line) and (
        capitalised(line)
        or line.norm.removeprefix("a ").removeprefix("an ").startswith(("startup", "bank", "hospital", "school", "company", "bakery", "law firm", "agency"))
    )


def _field(line: Line) -> bool:
    return len(line.norm.split()) <= 5 and none_of(
        r"hard|abroad|right|now|for|all|at|in|the (?:whole|map|menu|room|situation)|every|a lot|tonight|today|together|with|my|your|this|that|it|them|him|her|"
        r"alone|too|very|more|less|until|like|so|english for|online|late|\d|and|to|on|from|these|how|what|why|faces|people|full"
    )(line)


def _subject_taught(line: Line) -> bool:
    return len(line.norm.split()) <= 5 and none_of(
        r"teach (?:you|them|him|her|me|myself|us|a lesson|people|my|that|how|the)"
    )(line)


_ART = r"(?:an? |the )?"
_V_ROLE = r"(?P<v>[^,]+?)(?= (?:at|for|in|from|with|by|on|who|and|here|now|working|specializing|based|where|but|so|since|while|because|these|right|currently|turned|or|though|i|as|when|after|to|of|since|but|during|of)\b|[,.;:!?(]|$)"

RULES: tuple[Rule, ...] = (
    Rule("job", pattern(r"BE (?:now )?(?:working as |employed as )?(?:an? |the )?(?:actually |also |newly |fully |retired )*" + _V_ROLE), exact=True, check=role, importance=0.7),
    Rule("job", pattern(r"(?:work|works|worked my way up to|(?:am|is|are|have been|has been) (?:working|employed)|freelance|freelances|volunteer|volunteers|moonlight) (?:part[ -]time |full[ -]time |mostly |there |here )*as " + _ART + _V_ROLE), exact=True, check=_any_role, importance=0.7),
    Rule("job", pattern(r"(?:work|works|am working|is working) (?:at|for|with) .+? as " + _ART + _V_ROLE), exact=True, check=_any_role, importance=0.7),
    Rule("job", pattern(r"(?:got|have|has|landed|found|took|accepted|started) (?:a |an |the )?(?:new |great |part[ -]time |summer |full[ -]time )*(?:job|position|role|gig|work|internship) as " + _ART + _V_ROLE), exact=True, check=_any_role, cue=Cue.CHANGE, importance=0.7),
    Rule("job", pattern(r"(?:got promoted|was promoted|got a promotion|have been promoted|have just been promoted|started (?:out )?(?:working )?as|just became|became|have become|retrained as|switched to being|start work as) (?:to |as )?" + _ART + _V_ROLE), exact=True, check=role, cue=Cue.CHANGE, importance=0.7),
    Rule("job", pattern(r"(?:job|profession|occupation|day job|job title|career|trade) (?:title )?(?:BE) (?:as |to be |that of )?(?:an? )?V"), owns=True, check=all_of(at_most(7), none_of(
        r"to|boring|stressful|great|killing|hard|tough|going|not|so|very|really|too|ok|okay|fine|good|bad|awful|the (?:worst|best)|a (?:nightmare|joke|mess|lot)|exhausting|draining|fun|my|in|at|on|pretty|demanding|safe|over|done|amazing|easy|done|stable|kind|what|soul|just|remote|more|less|making|getting|driving me|"
        r"sucking|ruining|eating|done|hell|important|interesting|at risk|gone|meaningless|intense|chaotic|crazy")), importance=0.7),
    Rule("job", pattern(r"(?:work|works|working|am working|is working|have worked|have a job|has a job) (?:mostly |mainly |part[ -]time |full[ -]time )*in V"), check=all_of(at_most(4), none_of(
        r"the (?:morning|mornings|evening|afternoon|dark|background|garden|office|city|middle|end|moment|past|same|yard|sun|rain|field|building|kitchen|us|uk)|an?|my|this|that|shifts|teams|silence|peace|progress|pairs|\w+ (?:hospital|school|office)|bed|it|two|three|theory|practice|person|mysterious|front|reverse|parallel|order|here|general|20\d\d|[A-Z]"),
        lambda line: not capitalised(line) or line.norm in ("it", "hr", "pr", "ux")), importance=0.6),
    Rule("job", pattern(r"(?P<v>teach(?:es)? [^,]+?)(?= (?:at|in|to|for|on|and i|here|part)\b|[,.;]|$)"), exact=True, check=_subject_taught, importance=0.7),
    Rule("employer", pattern(r"(?:work|works|am working|is working|are working|have been working|has been working|have worked|(?:am|is) employed|got hired|was hired|got a job|have a job|has a job|landed a job|(?:have |has )?(?:just |recently )?started (?:a )?(?:new |my new )?(?:job|position|role|internship|work|working)|am (?:doing an internship|interning|an intern)) (?:[\w -]{1,25}? )??(?:part[ -]time |full[ -]time |now |here |currently )*(?:at|for|by) V"), commas=False, check=_firm, importance=0.7),
    Rule("employer", pattern(r"(?:(?:am|is|are)|have been) (?:now )?(?:an? |the )?[\w -]{3,40}? (?:at|for) V"), check=all_of(_named_firm, lambda line: not line.norm.startswith(("university", "heart", "life"))), importance=0.6, confidence=0.8),
    Rule("employer", pattern(r"BE (?:now |currently )?at V"), check=all_of(_firm, capitalised), whose="user", confidence=0.6, importance=0.6),
    Rule("employer", pattern(r"(?:have |has )?(?:just |recently )?(?:joined|started (?:working )?(?:at|for|with)|switched (?:jobs )?to|moved to working (?:at|for)|transferred to) (?:an? (?:new )?(?:startup|company|firm|agency|team) (?:called|named) )?V"), check=all_of(_named_firm, none_of(r"the (?:gym|call|meeting|club|class|team)")), cue=Cue.CHANGE, importance=0.7, tense="past"),
    Rule("employer", pattern(r"(?:employer|company|workplace) (?:BE|BE called) (?:called |named )?V"), owns=True, check=all_of(_firm, capitalised), importance=0.7),
    Rule("school", pattern(r"(?:study|studies|am studying|is studying|go|goes|am going|attend|attends|am enrolled|is enrolled|graduated|just graduated|got (?:in|accepted)|transferred|(?:am|is) (?:an? )?(?:[\w-]+ ){0,3}(?:student|freshman|sophomore|junior|senior|undergrad|phd student|postdoc)|(?:am|is) doing my [\w' ]{2,20}) (?:[\w' ]{2,40}? )??(?:at|to|from|into) (?P<v>.+)"), check=all_of(at_most(6), lambda line: (re.search(r"\b(?:university|college|school|institute|academy|uni|polytechnic|eth|mit|ucla|nyu|caltech|stanford|harvard|oxford|cambridge|yale|princeton|uc \w+)\b", line.norm) is not None and re.match(r"(?:my|the|this|school)\b(?! (?:university|institute))", line.norm) is None)), importance=0.6),
    Rule("school", pattern(r"(?:attend|attends|graduated from|got into|enrolled at|enrolled in) V"), check=all_of(at_most(5), capitalised), importance=0.6),
    Rule("school", pattern(r"(?:school|university|college|uni|alma mater) (?:BE) (?:called )?V"), owns=True, check=all_of(capitalised, at_most(6)), importance=0.6),
    Rule("field_of_study", pattern(r"(?:study|studies|am studying|is studying|are studying|studied|have been studying|am currently studying) V"), check=all_of(_field, lambda line: True), importance=0.6),
    Rule("field_of_study", pattern(r"(?:am |is )?(?:major|majors|majored|majoring|minored|specialize|specializes) in V"), check=_field, importance=0.6),
    Rule("field_of_study", pattern(r"(?:major|field of study|degree) (?:BE) (?:in )?V"), owns=True, check=all_of(_field, none_of("useless|worthless|hard|not|almost|done")), importance=0.6),
    Rule("field_of_study", pattern(r"(?:HAVE|am doing|am getting|am finishing|am pursuing|did|finished|completed|is doing|earned) (?:an? |my |his |her )?(?:phd|ph\.?d\.?|master'?s?(?: degree)?|bachelor'?s?(?: degree)?|degree|doctorate|mba|msc|bsc|ba|ma) in V"), check=_field, importance=0.6),
    Rule("skill", pattern(r"(?:know|knows|learned|learnt|taught myself) how to V"), check=all_of(at_most(5), none_of(r"do|handle|deal|help|feel|be|get|fix (?:it|this|that)|say|explain|start|proceed|use (?:it|this)|make (?:it|this|you)|live|take")), importance=0.5),
    Rule("skill", pattern(r"BE (?:(?:pretty|very|really|quite|super|so|kind of|extremely|also) )*(?:good|great|skilled|proficient|talented|experienced|an expert|expert) (?:at|in|with) V"), check=all_of(at_most(5), none_of(r"this|that|it|nothing|everything|anything|what|being|something|keeping|hiding|all|my|making|people|pretending|first|math jokes|times|least|bed")), importance=0.5, many=True),
    Rule("skill", pattern(r"(?:code|program|write code|develop|codes|programs|mostly code|mainly code) (?:mostly |mainly )?in V"), check=at_most(3), many=True, importance=0.5),
    Rule("skill", pattern(r"(?:know|knows|am learning|am fluent in) V"), whose="any", check=lambda line: re.fullmatch(r"(?:python|rust|sql|java|javascript|typescript|go|golang|c|c\+\+|c#|ruby|php|swift|kotlin|haskell|scala|r|html|css|react|docker|kubernetes|excel|photoshop|blender|sign language|morse code|karate|judo|cpr|first aid)(?: (?:pretty|really|quite|very) well| inside out)?", line.norm) is not None, many=True, importance=0.5),
    Rule("project", pattern(r"(?:current |side |main |new |hobby |big |pet |weekend |personal |school |final )*project (?:BE) (?:called |named |to build |about |on )?V"), owns=True, check=all_of(at_most(9), none_of("going|not|late|done|due|failing|doing|a mess|stuck|almost|finished|delayed|on hold|behind|driving|over|great|to|so|too|very|making|coming|ready|dead")), importance=0.6),
    Rule("project", pattern(r"(?:(?:am|is|are)(?: currently| also| now)*|have been|has been|started) (?:building|developing|writing|coding|programming|designing|creating|making|restoring|renovating) V"), whose="user", check=all_of(at_most(8), none_of("up|on|it|this|that|sure|sense|an? (?:mistake|list|joke|fool|effort|decision|point|difference|mess|scene|fuss)|fun|progress|peace|friends|do|dinner|lunch|breakfast|coffee|tea|plans|my (?:own )?(?:life|bed|way|mind|case)|the (?:bed|best|most|same)|to|you|a (?:letter|message|mail|comment|reply|test|unit test|email|note|text)|code|tests|an (?:email|essay)|things|stuff|something|memories|money|for|in|about|from|with|your|trust|tension|confidence|muscle")), importance=0.6, confidence=0.8),
    Rule("works_on", pattern(r"(?:(?:am|is|are)(?: currently| also| now)*|have been|has been) working on V"), check=all_of(at_most(8), _NO_WORK), importance=0.5),
    Rule("works_on", pattern(r"(?:work|works) on V"), check=all_of(at_most(8), _NO_WORK), importance=0.5),
    Rule("deadline", pattern(r"(?P<v>[\w' -]{2,40}? (?:is|are) due [^,]+)"), owns=True, dated=True, exact=True, importance=0.7),
    Rule("deadline", pattern(r"(?:next )?deadline (?:for (?P<v>[\w' -]+?) )?(?:is|'s) (?:on )?.+"), owns=True, dated=True, exact=True, importance=0.7),
    Rule("deadline", pattern(r"(?:have to|has to|need to|must|have got to) (?:submit|hand in|turn in|finish|deliver|send in|complete|file) (?P<v>.+?) by .+"), dated=True, exact=True, importance=0.7),
)  # fmt: skip
