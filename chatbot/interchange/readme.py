"""The text that explains an export to whoever opens it without this program."""

README = """\
# Your data from chatbot

Everything here is plain text: JSON, CSV, Markdown and TOML, in UTF-8. All times are UTC (ISO 8601).

* `manifest.json`: what was exported and when, how many of each, and the SHA-256 of every file. `content_sha256` is
  equal for two exports that say the same.
* `profile.json`: your name here, since when, and small settings.
* `memories.json`: every memory with all its fields, also past, waiting and forgotten ones (see `status`).
* `memories.csv`: the same as a table, with the columns that are asked for most.
* `journal.jsonl`: every change of a memory, one change set a line, oldest first: what it was before and after, who
  changed it, and why.
* `sessions/ID.json`: one conversation with everything it owns: messages with receipts and earlier versions, mood
  readings, working memory, chapters of the summary, its own memories and their journal.
* `sessions/ID.md`: the same conversation to read (or `.html`, `.jsonl`, if you asked for these).
* `personas/ID.toml`: the personas that you made or changed; `ID.card.json` is the card that one came from.

`chatbot import` reads this folder, or the zip, back without loss. Into files that hold something already it merges: of
two versions of one thing the later one stays. A single `sessions/ID.json` can be imported too.

A session's JSON has `session` (title, persona, moods, chapters), `messages`, `memories` and `journal`. A message has
`role` (`user` or `persona`), `persona_id`, `text`, `created_at`, `seq` (its place), `reading` (the feeling that was
read from it) and, for a reply, `receipt`: what went into it, with the score of everything that was recalled.

Keys and passwords of servers are not in here, and neither are deleted sessions nor private ones. Memories marked
`local_only` are, unless you left them out: keep this export as safe as the conversations themselves.
"""
