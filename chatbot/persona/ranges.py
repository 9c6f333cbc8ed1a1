"""The range of every number in a persona file, by its path. A number outside is clamped, with a note."""

Range = tuple[float, float]

RANGES: dict[str, Range] = {
    "voice.max_words": (10, 2000),
    "consistency.reminder_every": (0, 1000),
    "consistency.check.max_words": (0, 5000),
    "consistency.check.must_ask_ratio": (0, 1),
    "memory.role_topics.*": (0, 1),
    "memory.keep_threshold": (0, 1),
    "memory.pending_threshold": (0, 1),
    "memory.recall_limit": (0, 50),
    "memory.token_budget": (0, 8000),
    "memory.half_life_days.*": (0.01, 36500),
    "behaviour.ask_vs_answer": (0, 1),
    "behaviour.initiative": (0, 1),
    "behaviour.challenge": (0, 1),
    "mood.baseline.valence": (-1, 1),
    "mood.baseline.arousal": (-1, 1),
    "mood.baseline.dominance": (-1, 1),
    "mood.inertia": (0, 1),
    "mood.contagion": (0, 1),
    "mood.decay_minutes": (0.1, 525600),
    "mood.floor.valence": (-1, 1),
    "mood.triggers.*.valence": (-1, 1),
    "mood.triggers.*.arousal": (-1, 1),
    "empathy.emotional_reaction": (0, 1),
    "empathy.interpretation": (0, 1),
    "empathy.exploration": (0, 1),
    "prompt.depth_note.depth": (0, 100),
    "model.temperature": (0, 2),
    "model.max_output_tokens": (1, 32000),
    "group.talkativeness": (0, 1),
    "lore.scan_depth": (0, 100),
    "lore.token_budget": (0, 8000),
    "lore.entries.*.order": (-100000, 100000),
    "lore.entries.*.priority": (-100000, 100000),
}
"""Lowest and highest value. `*` stands for any key of a table or any item of a list."""


def clamped(pattern: str, number: float) -> float:
    """A number inside its range: itself, or the nearest end (of the same type as the number)."""
    low, high = RANGES.get(pattern, (number, number))
    if number < low:
        return type(number)(low)
    if number > high:
        return type(number)(high)
    return number
