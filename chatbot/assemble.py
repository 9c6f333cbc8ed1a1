"""The composition root: settings become the parts of the program. The only module that names concrete classes."""

import asyncio
import time
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from chatbot.config import Settings, backend_named
from chatbot.domain.ids import Clock, NewId, new_id, utc_now
from chatbot.llm.base import ChatModel
from chatbot.llm.choose import BackendWish, choose
from chatbot.llm.offline import OfflineCompanion
from chatbot.memory.book import MemoryBook
from chatbot.mood.crisis import HELP_TEXT
from chatbot.persona.catalog import Catalog
from chatbot.session.parts import ModelSeat, Parts, TurnRules
from chatbot.session.sessions import Sessions
from chatbot.storage.in_memory import MemoriesInMemory
from chatbot.storage.user import UserFiles

if TYPE_CHECKING:
    from chatbot.llm.openai_chat import OpenAIChat
    from chatbot.llm.openai_embedder import OpenAIEmbedder
    from chatbot.memory.tidying import Tidier
    from chatbot.storage.encryption.vault import Vault

TRASH_KEPT = timedelta(days=30)
"""How long a deleted session can be brought back."""


@dataclass(slots=True)
class Companion:
    """Everything of one user's program.

    Attributes:
        settings: as this run was told.
        files: the user's files.
        sessions, book, catalog, seat: see there.
        clock, new_id: the present moment, and fresh identifiers.
        retired: models that had the seat before, while a reply still came from them.
        embedder: gives vectors for recall; None where words alone rank.
    """

    settings: Settings
    files: UserFiles
    sessions: Sessions
    book: MemoryBook
    catalog: Catalog
    seat: ModelSeat
    clock: Clock = utc_now
    new_id: NewId = new_id
    retired: list[ChatModel] = field(default_factory=list)
    embedder: "OpenAIEmbedder | None" = None

    def tidier(self) -> "Tidier":
        """What tidies the user's memories, each by the half-lives of the persona that it was told to."""
        from chatbot.memory.forgetting import ForgettingPolicy
        from chatbot.memory.tidying import Tidier

        policy = ForgettingPolicy(lenses={persona.id: persona.memory for persona in self.catalog.all()})
        return Tidier(self.files.memories, policy, self.clock, self.new_id)

    def let_go(self) -> tuple[str, ...]:
        """Lets go of what was kept long enough, and says so, one line each. Blocks for the disk.

        While another program uses the files nothing goes: it could have open what would.

        Raises:
            StorageError: it could not be written.
        """
        from chatbot.session.retaining import let_go

        if self.files.read_only or not self.files.alone:
            return ()
        return let_go(self.files.library, self.files.memories, self.settings.retention, self.clock, self.new_id)

    @property
    def problems(self) -> tuple[str, ...]:
        """What was found damaged or wrong, one line each."""
        return (*self.files.problems, *map(str, self.catalog.problems))

    async def choose_backend(self, backend: str = "", model: str = "", base_url: str = "") -> None:
        """Puts a model into the seat.

        Args:
            backend: auto, openai or offline; empty for the settings' own, like the two below.
            model: the model's name.
            base_url: the server.

        Raises:
            ConfigError: the wish cannot be met as it is written.
        """
        before = self.seat.model
        choice = await choose(wish_of(self.settings, backend, model, base_url), HELP_TEXT)
        self.seat.model, self.seat.why = choice.model, choice.why
        await self._choose_embedder()
        if self.sessions.running():
            self.retired.append(before)  # somebody's reply may still come from it
        else:
            await _release(before)

    @property
    def unmet(self) -> str:
        """Why the offline companion replies although a model was named; empty where none was, or it is there."""
        wanted = self.settings.model and self.settings.backend != "offline"
        return self.seat.why if wanted and self.seat.model.backend == "offline" else ""

    async def _choose_embedder(self) -> None:
        """Lets the server that replies embed too, where the settings name a model for it."""
        before, self.embedder = self.embedder, None
        model, name = _of_server(self.seat.model), self.settings.embeddings_model
        if name and model is not None:
            from chatbot.llm.openai_embedder import OpenAIEmbedder

            key = self.settings.key_for(model.base_url).reveal()
            self.embedder = OpenAIEmbedder(model.base_url, key, name)
        if before is not None or self.embedder is not None:
            local = self.embedder is not None and self.embedder.local
            recollection = self.sessions.recollection
            await recollection.embed_with(self.embedder, local, self.files.vectors, time.monotonic)
        if before is not None:
            await before.close()

    async def close(self) -> None:
        """Ends all turns, writes what is left, and lets the user's files go."""
        await self.sessions.close()
        for model in (*self.retired, self.seat.model):
            await _release(model)
        if self.embedder is not None:
            await self.embedder.close()
        await asyncio.to_thread(self.files.close)


async def _release(model: ChatModel) -> None:
    """Lets go of a model's connections, where it has any."""
    server = _of_server(model)
    if server is not None:
        await server.close()


def _of_server(model: ChatModel) -> "OpenAIChat | None":
    """The model, if it is one of a server; what talks to servers is loaded only for those who have one."""
    if model.backend != "openai":
        return None
    from chatbot.llm.openai_chat import OpenAIChat

    return model if isinstance(model, OpenAIChat) else None


def wish_of(settings: Settings, backend: str = "", model: str = "", base_url: str = "") -> BackendWish:
    """What the settings say about the model, with what is asked for now in front.

    Raises:
        ConfigError: there is no backend of that name.
    """
    address = base_url or settings.base_url
    return BackendWish(
        backend=backend_named(backend) if backend else settings.backend,
        base_url=address,
        api_key=settings.key_for(address),
        withheld=bool(settings.api_key) and not settings.key_for(address),
        model=model or settings.model,
        context_tokens=settings.context_tokens,
    )


def assemble(
    settings: Settings, clock: Clock = utc_now, ids: NewId = new_id, vault: "Vault | None" = None
) -> Companion:
    """Opens the user's files and puts the program together. Blocks for the disk; makes no connection.

    Until `choose_backend` is awaited, the offline companion replies.

    Args:
        settings: as this run was told.
        clock: the present moment.
        ids: fresh identifiers.
        vault: the opened key, where the user's files are encrypted.

    Raises:
        StorageError: the user's files cannot be opened.
        ConfigError: a setting cannot be used.
    """
    files = UserFiles.open(settings.paths.data, settings.user, clock, ids, vault=vault)
    files.library.empty_trash(clock() - TRASH_KEPT)
    catalog = Catalog(settings.paths.personas)
    seat = ModelSeat(OfflineCompanion(HELP_TEXT), "No model was looked for yet.")
    parts = Parts(
        user_name=settings.user,
        personas=catalog,
        seat=seat,
        rules=TurnRules(settings.memory_mode, settings.mask_secrets, settings.reply_tokens),
        clock=clock,
        new_id=ids,
        stopwatch=time.monotonic,
    )
    sessions = Sessions(files.library, files.memories, MemoriesInMemory, parts)
    return Companion(settings, files, sessions, MemoryBook(files.memories, clock, ids), catalog, seat, clock, ids)
