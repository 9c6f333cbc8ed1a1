"""Plans: journeys, and what will be done on a day that is named."""

from chatbot.memory.extract.line import Line
from chatbot.memory.extract.rules.rule import Rule, all_of, at_most, none_of, pattern

_TRIP = (
    r"(?:going|flying|traveling|heading|off|driving|moving|taking a trip|taking the "
    r"train|going on (?:a trip|vacation|holiday|a holiday)|coming|sailing|leaving|"
    r"relocating|hitchhiking|backpacking) (?:back |over |home |up |down |away "
    r")?(?:to|for)"
)
_NOWHERE = none_of(
    r"(?:step|part|chapter|section|question|point|slide|phase|stage|level|version|item) \w+|"
    r"(?:an? |the )?(?:different|another|new|next) (?:subject|topic|question|part|point|step|chapter|section|thing)|"
    r"bed|sleep|work|school|class|lunch|dinner|the (?:gym|bathroom|toilet|shop|"
    r"store|shops|office|moon|doctor|dentist|kitchen|market|supermarket|bank|movies|"
    r"other|next|grocery|point|loo|wall|library|pub|bar|park|cinema|same|meeting|"
    r"cafe|church|hospital|post office|pool)|"
    r"kill|be|have|do|get|make|take|try|need|say|go|see|die|eat|cry|tell|ask|start|"
    r"stop|give|let|check|work|study|look|find|call|use|buy|read|write|watch|keep|"
    r"leave|put|sit|send|talk|finish|add|explain|assume|rest|think|want|"
    r"it|that|this|you|me|them|him|her|a (?:walk|run|meeting|party|bar|cafe|drink|"
    r"coffee|swim|bite|jog|drive|smoke)|home|hell|church|town|pieces|waste|lose|"
    r"miss|my (?:room|desk|car|place|bed|house|doctor)|your|good|sure|first|court|"
    r"the|turn|pee|shower|play|show|break|help|\w+ it|real|how|what|an? break|"
    r"crazy|visit|hate|love|regret|pass|throw|explode|lie|change|order|cook|hang|"
    r"skip|learn|repaint|move|paint|clean|fix"
)
_NO_ACTION = none_of(
    r"few|bit|lot|couple|return$|do (?:that|this|it)|go (?:to bed|home|now)|be|"
    r"it|that|this|you|kill|scream|sleep|cry|say|ask|tell|talk|die|keep|think|"
    r"not"
)


def _destination(line: Line) -> bool:
    """Whether a value can be a place to go to; "the" begins only names ("the Azores")."""
    return _NOWHERE(line.cut(4) if line.norm.startswith("the ") and line.typed[4:5].isupper() else line)


RULES: tuple[Rule, ...] = (
    Rule(
        "plan",
        pattern(
            r"(?:(?:am|are|is)(?: all)?|will be|have booked|booked) (?:finally |also |"
            r"actually |probably |definitely )?(?P<t>" + _TRIP + r") (?:my trip to |my honeymoon in |visit )?V"
        ),
        check=all_of(at_most(7), _destination),
        importance=0.6,
        form="{who} is {verb} {words}",
    ),
    Rule(
        "plan",
        pattern(
            r"(?:(?:am|are|is) |will be )(?:finally |also |soon )?(?P<v>(?:moving (?:house|out|home|in|flats?|"
            r"apartments)|"
            r"going (?:back )?(?:home|on (?:holiday|vacation|a cruise|a trip|parental leave|maternity leave))|"
            r"expecting (?:a baby|twins|(?:my|our) (?:\w+ )?child|a (?:\w+ )?(?:boy|girl|grandchild|child))|"
            r"having (?:a baby|twins)))(?![\w-])"
        ),
        exact=True,
        importance=0.7,
        form="{who} is {words}",
    ),
    Rule(
        "plan",
        pattern(
            r"(?:am|is|are) (?P<v>(?:coming (?:over|to (?:visit|stay|see)(?: (?:me|us|with me|with us|our \w+|my "
            r"\w+))?)|"
            r"(?:coming|flying|driving|traveling|going|heading|moving) (?:back|home|in|out))(?: from [\w ]+?)?)"
            r"(?=$|[,.;!]| (?:on|in|next|this|tomorrow|tonight|at|for|with|by|and|early|late|around)\b)"
        ),
        dated=True,
        exact=True,
        importance=0.6,
        form="{who} is {words}",
    ),
    Rule(
        "event",
        pattern(r"(?:(?:am|is|are) )?(?P<v>(?:turn|turns|turning) (?P<t>\d{1,3}))\b(?! \w+s\b)"),
        dated=True,
        exact=True,
        importance=0.6,
        form="{who} is turning {verb}",
    ),
    Rule(
        "plan",
        pattern(
            r"(?:am|are|is) (?:finally |both |all )?(?P<v>getting (?:married|engaged|divorced|a (?:dog|cat|puppy|"
            r"kitten|"
            r"tattoo|haircut)))"
        ),
        whose="any",
        exact=True,
        check=lambda line: True,
        importance=0.7,
        form="{who} is {words}",
    ),
    Rule(
        "plan",
        pattern(
            r"(?:am|are|is) (?:finally |also |actually )?(?P<t>visiting|seeing|meeting|meeting "
            r"up with|hosting|attending|getting|starting|having|celebrating|running|adopting|"
            r"selling|buying|taking|throwing|giving|presenting|picking up|helping|leaving "
            r"for|spending|returning|babysitting|hiking|renovating|joining|moving in with|"
            r"moving into|defending|performing|playing|interviewing(?: at| with| for)?|"
            r"doing) V"
        ),
        whose="any",
        dated=True,
        check=all_of(
            at_most(8),
            none_of(
                r"it|this|that|you|a (?:bit|hard|great|good|bad)|on|ready|better|worse|used|"
                r"sick|old|stuck|so|very|tired|over|off|up|what|your|nothing|there|fun|married|engaged|divorced|a "
                r"baby|twins"
            ),
        ),
        importance=0.6,
        form="{who} is {verb} {words}",
    ),
    Rule(
        "plan",
        pattern(r"(?:(?:am|are|is|have been) (?:also |currently )?planning to|plan to|plans to) V"),
        check=all_of(at_most(10), _NO_ACTION),
        importance=0.6,
        form="{who} plans to {words}",
    ),
    Rule(
        "plan",
        pattern(r"(?:(?:am|are|is|have been) (?:also |currently )?planning|plan|plans) (?P<t>on |an? )V"),
        check=all_of(at_most(10), _NO_ACTION),
        importance=0.6,
        form="{who} is planning {verb} {words}",
    ),
    Rule(
        "plan",
        pattern(
            r"(?:am|are|is) going to (?P<v>(?:the|an?) (?:theat(?:re|er)|opera|cinema|movies|zoo|museum|beach|ballet|"
            r"circus|"
            r"vet|dentist|doctor|hairdresser|hospital|match|game|concert|festival|party|wedding|funeral|exhibition))"
            r"(?![\w-])"
        ),
        dated=True,
        exact=True,
        importance=0.6,
        form="{who} is going to {words}",
    ),
    Rule(
        "plan",
        pattern(
            r"(?:will|am going to|are going to|is going to|am about to|shall) (?:be )?(?P<v>(?!be "
            r"|have to |need |see |let |try |get back|ask|tell|do (?:it|that)|check|go "
            r"to bed|keep|never|not |always|definitely|remember)\w+ .+)"
        ),
        whose="any",
        dated=True,
        check=all_of(at_most(8), _NO_ACTION, lambda line: " " in line.norm),
        importance=0.6,
        confidence=0.8,
        form="{who} is going to {words}",
    ),
    Rule(
        "plan",
        pattern(
            r"(?P<t>start|starts|begin|begins|finish|finishes|graduate|graduates|leave for|leaves for|fly to|flies "
            r"to|move "
            r"to|moves to|retire|retires|return from|returns from|come home|comes home|arrive|arrives|go on|goes on) V"
        ),
        dated=True,
        check=all_of(
            at_most(6),
            none_of(
                r"at (?:\d|the|work|noon|my)|work at|it|that|this|early|late|from|with|by|before|after|to|crying|over"
            ),
        ),
        importance=0.6,
        confidence=0.85,
        form="{who} {does}",
    ),
    Rule(
        "plan",
        pattern(
            r"(?:have|got|booked|have booked|have got) (?:an? |my |our )?(?:flight|trip|"
            r"ticket|tickets|vacation|holiday|train) (?:booked |planned )?to V"
        ),
        check=at_most(6),
        importance=0.6,
    ),
)
