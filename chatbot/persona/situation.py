"""The named values that conditions of `behaviour.when` compare, taken from a turn."""

from collections.abc import Mapping
from datetime import UTC, tzinfo

from chatbot.domain.brief import Brief
from chatbot.domain.change import Op
from chatbot.persona.conditions import Value

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_LEARNT = (Op.ADD, Op.UPDATE, Op.SUPERSEDE)


def values_of(brief: Brief, zone: tzinfo = UTC) -> Mapping[str, Value]:
    """Every name of `conditions.NAMES` with its value in this turn; None where it is not known yet.

    Args:
        brief: the turn.
        zone: the user's time zone, for `hour` and `weekday`.
    """
    local = brief.now.astimezone(zone)
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
        "weekday": _WEEKDAYS[local.weekday()],
        "message.words": float(len(brief.message.text.split())),
        "message.question": float("?" in brief.message.text),
        "learned": float(sum(change.op in _LEARNT for change in brief.changes)),
        "conflicts": float(sum(found.uncertain for found in brief.recalled)),
    }
