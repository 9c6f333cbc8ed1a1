"""Models: the Protocols, the OpenAI-compatible adapter, the offline companion."""
