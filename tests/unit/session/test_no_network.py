"""Whole turns on disk where every socket is refused: nothing is asked for, and all works."""

import socket

import pytest

from tests.unit.session.conftest import Opener


async def test_the_program_works_with_sockets_blocked(open_companion: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    left: list[object] = []

    def refuse(self: socket.socket, address: object, *more: object) -> int:
        left.append(address)
        raise OSError("the network is blocked")

    for name in ("connect", "connect_ex", "sendto", "bind"):
        monkeypatch.setattr(socket.socket, name, refuse)
    companion = open_companion()
    await companion.choose_backend("auto")
    assert companion.seat.model.backend == "offline"
    session = await companion.sessions.create("plain")
    looked_for, left[:] = list(left), []
    assert all(isinstance(address, tuple) and address[0] in ("127.0.0.1", "::1", "localhost") for address in looked_for)
    for words in ("I live in Porto and my dog is called Biscuit", "I moved to Lisbon", "Remember that I sleep late"):
        trace = await session.send(words).wait()
        assert trace.committed and not trace.skipped
    trace = await session.send("Where do I live?").wait()
    assert "Lisbon" in trace.reply_text and "Porto" not in trace.reply_text
    assert "Biscuit" in (await session.send("What is my dog called?").wait()).reply_text
    assert left == []
    await companion.close()
    again = await open_companion().sessions.open(session.id)
    assert again.files.count() == 10
    assert len(again.memories.everything()) == 4
