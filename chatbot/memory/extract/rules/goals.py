"""Goals: what the user wants, hopes, tries, saves and trains for."""

from chatbot.memory.extract.rules.rule import Rule, all_of, at_most, none_of, pattern

_AIM = (
    r"(?:learn|become|run|lose|write|finish|get (?:better|in shape|fit|into|a "
    r"(?:degree|promotion|job|dog|cat|masters?|phd|driving|new job)|my (?:degree|"
    r"license|licence|phd|masters?))|start a|start my|save|quit|stop (?:smoking|"
    r"drinking)|move (?:to|abroad|out)|travel|visit|"
    r"buy (?:a|an|my)|build|graduate|improve|read (?:\d|more|one)|climb|publish|"
    r"open (?:a|my)|retire|master|qualify|compete|win|study|pass|pay off|learn|"
    r"eat (?:healthier|less|more)|sleep (?:more|better)|exercise|gain|cut down|"
    r"hike|"
    r"cycle|swim|volunteer|reduce|break|be able to|be a|be an|complete|launch|"
    r"sail|see the|own|earn|go (?:back )?to (?:college|university|law|med|grad|"
    r"school|japan|art)|have (?:a|my) own|teach)\b"
)

RULES: tuple[Rule, ...] = (
    Rule(
        "goal",
        pattern(
            rf"(?:want|really want|would really like|hope|am hoping|aim|am aiming|intend|"
            rf"am determined|aspire|dream of|am dying|have decided|resolved|am committed|"
            rf"wants|hopes) to (?P<v>{_AIM}.*)"
        ),
        check=all_of(
            at_most(12),
            none_of(
                r"\w+ (?:it|this|that|them|you|him|her)\b|\w+$|learn (?:more|about|how you|"
                r"what|from you)|write (?:you|it|this|that|to)|build (?:it|this|that)|finish "
                r"(?:this|it|up|that)|read more about|visit (?:this|that|your)|improve (?:this|"
                r"it|that)|start a (?:new )?(?:chat|conversation)|be a (?:bit|little)|own "
                r"up|pass (?:on|out)|stop|break (?:it|this|down|something)|see the (?:code|"
                r"output|result|file)|move to the|save (?:this|it|that)|open (?:a (?:file|"
                r"bug|ticket|new tab))|run (?:this|it|that|a (?:script|test|command|query)|"
                r"some|the)|master of"
            ),
        ),
        importance=0.6,
    ),
    Rule(
        "goal",
        pattern(
            r"(?:(?:main|big|biggest|long-term|next|ultimate|current|fitness|life|career|"
            r"new year's|only) )*(?:goal|goals|dream|ambition|aim|resolution|new year's "
            r"resolution|aspiration) (?:for (?:this|the|next) \w+ |this year |in life "
            r")?(?:BE|has always been|would be) (?:to )?V"
        ),
        owns=True,
        check=all_of(at_most(12), none_of(r"weird|strange|clear|so|not|about|like|that|far|over|dead|unrealistic")),
        importance=0.6,
    ),
    Rule(
        "goal",
        pattern(
            r"(?:am|have been|are|is) (?:currently |also |really |still )?(?:trying to|"
            r"working towards|striving to|attempting to|learning to|hoping to) (?P<v>(?:quit|"
            r"lose|learn|get (?:better|fit|in shape|into|pregnant|a (?:job|promotion|visa))|"
            r"save|improve|eat|stop (?:smoking|drinking)|become|finish (?:my|writing)|"
            r"write (?:a|my)|build (?:a|my)|cut|gain|start (?:a|my)|read|sleep|exercise|"
            r"find a (?:job|new job|flat|house|apartment)|buy (?:a|my)|pay off|break|drink "
            r"(?:less|more)|go vegan|live).*)"
        ),
        whose="user",
        check=all_of(
            at_most(10),
            none_of(
                r"\w+$|.*\b(?:this|that|it)$|learn more|get into (?:my|the)|eat (?:my|lunch|"
                r"dinner|in)|sleep$|read (?:this|your|the|what)|improve this|start my (?:car|"
                r"computer)"
            ),
        ),
        importance=0.6,
    ),
    Rule(
        "goal",
        pattern(r"(?:am |are |have been )?saving (?:up |money )?for V"),
        whose="user",
        importance=0.6,
        form="{who} is saving up for {words}",
    ),
    Rule(
        "goal",
        pattern(r"(?:am |are |have been |is )?training for V"),
        check=at_most(6),
        importance=0.6,
        form="{who} is training for {words}",
    ),
)
