"""The present situation as the named values that a persona's conditions may ask for."""

from chatbot.domain.brief import Brief
from chatbot.domain.change import Op
from chatbot.persona.conditions import Quantity


def values_of(brief: Brief) -> dict[str, Quantity]:
    """A value for every name in `persona.conditions.NAMES`; None where it is not known yet."""
    local = brief.now.astimezone()
    return {
        "user_mood.valence": brief.user_mood.valence,
        "user_mood.arousal": brief.user_mood.arousal,
        "user_mood.emotion": brief.reading.emotion,
        "user_mood.family": brief.reading.family,
        "persona_mood.valence": brief.persona_mood.valence,
        "persona_mood.arousal": brief.persona_mood.arousal,
        "session.idle_hours": brief.idle_hours,
        "session.turns": float(brief.session.turns),
        "turn": float(brief.message.turn),
        "hour": float(local.hour),
        "weekday": local.strftime("%A").lower(),
        "message.words": float(len(brief.message.text.split())),
        "message.question": float("?" in brief.message.text),
        "learned": float(sum(change.op is not Op.REJECT for change in brief.changes)),
        "conflicts": float(sum(item.uncertain for item in brief.recalled)),
    }
