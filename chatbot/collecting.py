"""When Python's garbage collector runs: not while the program is loaded, and seldom from then on."""

import gc

_NO_COLLECTION_BELOW = 500_000
"""New objects before the collector runs; loading makes about 200,000, and a short command ends soon after."""

_SELDOM = (20_000, 20, 50)
"""New objects before a young collection, and how many of these before older ones."""


def wait_while_loading() -> None:
    """Keeps the collector from running before the program is loaded."""
    gc.set_threshold(_NO_COLLECTION_BELOW)


def collect_seldom() -> None:
    """Keeps the collector from stopping a reply in its flow.

    A full collection walks everything that was ever loaded, 100 to 400 ms on a slow machine, and a growing reply
    brings one every few seconds. What is loaded by now stays until the end, so it is never walked again; the rest
    is small, and is walked more seldom.
    """
    gc.freeze()
    gc.set_threshold(*_SELDOM)
