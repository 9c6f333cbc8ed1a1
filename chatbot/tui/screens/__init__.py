"""The screens: the conversation, and what opens over it."""
