"""School, field of study, skills."""

import re

from chatbot.domain.memory import Cue
from chatbot.memory.extract.line import Line
from chatbot.memory.extract.rules.rule import Rule, all_of, at_most, none_of, pattern
from chatbot.memory.extract.values import capitalised


def _field(line: Line) -> bool:
    return len(line.norm.split()) <= 5 and none_of(
        r"hard|abroad|right|now|for|all|at|in|the (?:whole|map|menu|room|situation)|"
        r"every|a lot|tonight|today|together|with|my|your|this|that|it|them|him|her|"
        r"alone|too|very|more|less|until|like|so|english for|online|late|\d|and|to|"
        r"on|from|these|how|what|why|faces|people|full"
    )(line)


_SUBJECT = (
    r"(?:(?:computer|political|data|sports?|social|food|veterinary|environmental|actuarial|film|media|gender|business|"
    r"mechanical|civil|electrical|chemical|software|biomedical|primary|applied|english|art|graphic|fine|modern) )?"
    r"(?:bio|biology|psych|psychology|chem|chemistry|physics|maths?|law|medicine|med|nursing|engineering|eng|econ|"
    r"economics|history|philosophy|english|literature|lit|linguistics|sociology|anthropology|politics|geography|"
    r"geology|"
    r"compsci|comp sci|cs|science|sciences|business|marketing|finance|accounting|art|arts|design|music|drama|theatre|"
    r"theology|architecture|education|journalism|studies|pharmacy|dentistry|midwifery|criminology|languages|pre-?med|"
    r"statistics|stats|neuroscience|biochem|biochemistry|zoology|archaeology)"
)

RULES: tuple[Rule, ...] = (
    Rule(
        "field_of_study",
        pattern(
            r"(?:have |has )?(?:just |recently )?(?:switched|changed|transferred|swapped|moved|went) (?:(?:my |his |"
            r"her )?"
            rf"(?:majors?|courses?|degrees?) )?from (?P<old>{_SUBJECT}) to (?P<v>{_SUBJECT})(?![\w-])"
        ),
        exact=True,
        cue=Cue.CHANGE,
        importance=0.6,
        tense="past",
    ),
    Rule(
        "school",
        pattern(
            r"(?:am|is) (?:currently |now )?(?:doing|finishing|starting|getting|pursuing) (?:an? |my |his |her "
            r")(?:[\w']+ )??"
            r"(?:phd|master'?s?|bachelor'?s?|degree|doctorate|mba|msc|bsc|ba|ma|pgce|llb)\b[^,]*? at V"
        ),
        check=all_of(at_most(4), capitalised),
        importance=0.6,
    ),
    Rule(
        "school",
        pattern(
            r"(?:study|studies|am studying|is studying|go|goes|am going|attend|attends|"
            r"am enrolled|is enrolled|graduated|just graduated|got (?:in|accepted)|transferred|"
            r"(?:am|is) (?:an? )?(?:[\w-]+ ){0,3}(?:student|freshman|sophomore|junior|"
            r"senior|undergrad|phd student|postdoc)|(?:am|is) doing my [\w' ]{2,20}) (?:[\w' "
            r"]{2,40}? )??(?:at|to|from|into) (?P<v>.+)"
        ),
        check=all_of(
            at_most(6),
            lambda line: (
                re.search(
                    r"\b(?:university|college|school|institute|academy|uni|polytechnic|high|eth|mit|"
                    r"ucla|nyu|caltech|stanford|harvard|oxford|cambridge|yale|princeton|uc \w+)\b",
                    line.norm,
                )
                is not None
                and re.match(r"(?:my|the|this|school)\b(?! (?:university|institute))", line.norm) is None
            ),
        ),
        importance=0.6,
    ),
    Rule(
        "school",
        pattern(r"(?:(?:study|studies|am studying|is studying|are studying) (?:[\w' ]{2,40}? )?at) V"),
        check=all_of(at_most(4), capitalised),
        importance=0.6,
    ),
    Rule(
        "school",
        pattern(r"(?:attend|attends|graduated from|got into|enrolled at|enrolled in) V"),
        check=all_of(at_most(5), capitalised),
        importance=0.6,
    ),
    Rule(
        "school",
        pattern(r"(?:school|university|college|uni|alma mater) (?:BE) (?:called )?V"),
        owns=True,
        check=all_of(capitalised, at_most(6)),
        importance=0.6,
    ),
    Rule(
        "school",
        pattern(
            r"(?:am|is) in (?:the )?(?P<v>(?:(?:\d{1,2}(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|"
            r"eighth|"
            r"ninth|tenth|eleventh|twelfth) (?:grade|form)|(?:year|grade) \d{1,2}|(?:high|middle|primary|elementary|"
            r"grad|law|"
            r"med|medical|art|nursing|business) school|kindergarten))(?![\w-])"
        ),
        exact=True,
        importance=0.6,
        form="{who} is in {words}",
    ),
    Rule(
        "school",
        pattern(
            r"(?:am|is) in (?P<t>(?:my|his|her) (?:first|second|third|fourth|fifth|final|last) (?:year|semester|term)) "
            r"(?:of|at) (?P<v>(?:[\w'-]+ ){0,3}(?:school|university|college|uni))(?![\w-])"
        ),
        exact=True,
        importance=0.6,
        form="{who} is in {verb} of {words}",
    ),
    Rule(
        "field_of_study",
        pattern(
            r"(?:study|studies|am studying|is studying|are studying|studied|have been "
            r"studying|am currently studying) V"
        ),
        check=all_of(_field, lambda line: True),
        importance=0.6,
    ),
    Rule(
        "field_of_study",
        pattern(
            r"(?:am |is )?(?:major|majors|majored|majoring|minored|specialize|specializes) "
            r"in V"
        ),
        check=_field,
        importance=0.6,
    ),
    Rule(
        "field_of_study",
        pattern(r"(?:major|field of study|degree) (?:BE) (?:in )?V"),
        owns=True,
        check=all_of(_field, none_of("useless|worthless|hard|not|almost|done")),
        importance=0.6,
    ),
    Rule(
        "field_of_study",
        pattern(
            r"(?:HAVE|am doing|am getting|am finishing|am pursuing|did|finished|completed|"
            r"is doing|earned) (?:an? |my |his |her )?(?:phd|ph\.?d\.?|master'?s?(?: degree)?|"
            r"bachelor'?s?(?: degree)?|degree|doctorate|mba|msc|bsc|ba|ma) in V"
        ),
        check=_field,
        importance=0.6,
    ),
    Rule(
        "skill",
        pattern(r"(?:know|knows|learned|learnt|taught myself) how to V"),
        check=all_of(
            at_most(5),
            none_of(
                r"do|handle|deal|help|feel|be|get|fix (?:it|this|that)|say|explain|start|proceed|"
                r"use (?:it|this)|make (?:it|this|you)|live|take"
            ),
        ),
        importance=0.5,
    ),
    Rule(
        "skill",
        pattern(
            r"BE (?:(?:pretty|very|really|quite|super|so|kind of|extremely|also) )*(?:good|"
            r"great|skilled|proficient|talented|experienced|an expert|expert) (?:at|in|"
            r"with) V"
        ),
        check=all_of(
            at_most(5),
            none_of(
                r"this|that|it|nothing|everything|anything|what|being|something|keeping|hiding|"
                r"all|my|making|people|pretending|first|math jokes|times|least|bed"
            ),
        ),
        importance=0.5,
        many=True,
    ),
    Rule(
        "skill",
        pattern(
            r"(?:code|program|write code|develop|codes|programs|mostly code|mainly code) "
            r"(?:mostly |mainly )?in V"
        ),
        check=at_most(3),
        many=True,
        importance=0.5,
    ),
    Rule(
        "skill",
        pattern(r"(?:know|knows|am learning|am fluent in) V"),
        whose="any",
        check=lambda line: (
            re.fullmatch(
                r"(?:python|rust|sql|java|javascript|typescript|go|golang|c|c\+\+|c#|ruby|"
                r"php|swift|kotlin|haskell|scala|r|html|css|react|docker|kubernetes|excel|"
                r"photoshop|blender|sign language|morse code|karate|judo|cpr|first aid)(?: "
                r"(?:pretty|really|quite|very) well| inside out)?",
                line.norm,
            )
            is not None
        ),
        many=True,
        importance=0.5,
    ),
)
