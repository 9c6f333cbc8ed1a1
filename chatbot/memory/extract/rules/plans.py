"""Goals, plans and events."""

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


_TRIP = (
    r"(?:going|flying|traveling|heading|driving|moving|taking a trip|taking the "
    r"train|going on (?:a trip|vacation|holiday|a holiday)|coming|sailing|leaving|"
    r"relocating|hitchhiking|backpacking) (?:back |over |home |up |down |away "
    r")?(?:to|for)"
)


_OCCASION = (
    r"(?:appointment|interview|exam|exams|meeting|flight|concert|wedding|surgery|"
    r"operation|checkup|check-up|presentation|test|midterm|final|finals|"
    r"gig|show|recital|tournament|race|marathon|match|conference|workshop|party|"
    r"date|call|dinner|reunion|hearing|audition|defense|defence|graduation|ceremony|"
    r"anniversary|funeral|viewing|review|trip|class|lesson|doctor's|dentist|game|"
    r"scan|mri|housewarming|birthday party|baby shower|performance|competition|"
    r"barbecue|bbq|visit|rehearsal|webinar|demo|launch)"
)


_NO_DESTINATION = none_of(
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
    Rule("goal", pattern(r"(?:am |are |have been )?saving (?:up |money )?for V"), whose="user", importance=0.6),
    Rule("goal", pattern(r"(?:am |are |have been |is )?training for V"), check=at_most(6), importance=0.6),
    Rule(
        "plan",
        pattern(
            r"(?:(?:am|are|is)(?: all)?|will be|have booked|booked) (?:finally |also |"
            r"actually |probably |definitely )?" + _TRIP + r" (?:my trip to |my honeymoon in |visit )?V"
        ),
        check=all_of(at_most(7), _NO_DESTINATION),
        importance=0.6,
    ),
    Rule(
        "plan",
        pattern(
            r"(?:am|are|is) (?:finally |also |actually )?(?:visiting|seeing|meeting|meeting "
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
                r"sick|old|stuck|so|very|tired|over|off|up|what|your|nothing|there|fun"
            ),
        ),
        importance=0.6,
    ),
    Rule(
        "plan",
        pattern(
            r"(?:am|are|is) (?P<v>getting (?:married|engaged|divorced|a (?:dog|cat|puppy|"
            r"kitten|tattoo|haircut)))"
        ),
        whose="user",
        exact=True,
        importance=0.7,
    ),
    Rule(
        "plan",
        pattern(
            r"(?:(?:am|are|is|have been) (?:also |currently )?planning (?:to|on|a|an)|"
            r"plan (?:to|on)|plans (?:to|on)) V"
        ),
        check=all_of(at_most(10), _NO_ACTION),
        importance=0.6,
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
    Rule(
        "event",
        pattern(
            rf"(?:have|have got|got|has|there is|am having|scheduled|booked|have booked|"
            rf"have scheduled) (?:an? |my |our |two |another )(?!idea|question|feeling)(?P<v>(?:[\w'-]+ "
            rf"){{0,4}}?{_OCCASION}(?! {_OCCASION}\b)(?: (?:with|at|for|about) (?:(?:my|"
            rf"the|a|our|his|her) )?[\w'-]+(?: [A-Z][\w'-]+)?)?)(?![\w-])"
        ),
        dated=True,
        exact=True,
        importance=0.7,
    ),
    Rule(
        "event",
        pattern(
            rf"(?P<v>(?:[\w'-]+ ){{0,3}}?{_OCCASION}) (?:is|'s|are|got moved to|starts|"
            rf"takes place|was moved to|is scheduled for|will be|falls on|is coming up) "
            rf".+"
        ),
        owns=True,
        whose="user",
        dated=True,
        exact=True,
        importance=0.7,
    ),
    Rule(
        "event",
        pattern(
            r"(?:have |has )?(?:just |finally |both |officially )?(?P<v>(?:got (?:married|"
            r"engaged|divorced|promoted|fired|laid off|robbed|mugged|my (?:phd|degree|"
            r"license|licence|driver's license|visa|citizenship|diploma|masters?)|a promotion|"
            r"a raise|the job)|graduated|gave birth|had a baby|had (?:my |an? )?(?:[\w-]+ "
            r")?(?:surgery|operation|miscarriage|car accident|accident)|passed my|failed "
            r"my|became a (?:dad|mom|mum|father|mother|parent|grandmother|grandfather|"
            r"grandparent)|ran (?:a|my|the)|won (?:a|the|my|first)|lost my (?:job|wallet|"
            r"phone|father|mother|dad|mom|grandmother|grandfather)|finished (?:my|writing)|"
            r"published|launched|defended my|bought (?:a|my|our) (?:first )?(?:house|home|"
            r"flat|apartment|car)|was (?:promoted|fired|laid off|in a car accident)|retired|"
            r"completed (?:my|a|the)|visited|went to|proposed to|broke my|met (?!up))\b.*)"
        ),
        dated=True,
        tense="past",
        check=all_of(
            at_most(9),
            none_of(
                r"went to (?:bed|work|sleep|school|lunch|hell|the (?:gym|store|shop|bathroom|"
                r"supermarket|office|doctor))|met (?:me|you)|finished (?:my (?:work|lunch|"
                r"dinner|coffee|food|homework))|graduated from|visited (?:this|that|your)|"
                r"broke my (?:own|streak)"
            ),
        ),
        importance=0.6,
    ),
    Rule(
        "event",
        pattern(
            r"(?:have |has )?(?:just |finally |officially )?(?P<v>(?:got (?:married|engaged|"
            r"divorced|promoted|laid off|fired)|gave birth|had a baby|retired|became a "
            r"(?:dad|mom|mum|father|mother|parent|grandparent)|passed my (?:[\w']+ )?(?:exam|"
            r"test|driving test|finals|bar)))\b"
        ),
        whose="user",
        exact=True,
        tense="past",
        check=lambda line: True,
        importance=0.7,
    ),
)
