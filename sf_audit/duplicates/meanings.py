"""What libraries know of names, asked once for each distinct name: nicknames, sounds, legal forms of companies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyarrow as pa

from sf_audit.expectations.texts.distinct import Values


def given_names(chunks: Iterable[list[Values]]) -> pa.Table:
    """Of given names, as `words` writes them: `name`, `nicks` (the names it may be short for, and itself), `sound`."""
    from jellyfish import metaphone
    from nicknames import NickNamer

    namer = NickNamer()
    names = list(_texts(chunks))
    nicks = [sorted({name, *namer.canonicals_of(name)}) for name in names]
    return pa.table(
        {
            "name": pa.array(names, pa.string()),
            "nicks": pa.array(nicks, pa.list_(pa.string())),
            "sound": pa.array([metaphone(name) or None for name in names], pa.string()),
        }
    )


def sounds(chunks: Iterable[list[Values]]) -> pa.Table:
    """Of names: `name` and `sound`, as in English (Lawrence Philips' Metaphone)."""
    from jellyfish import metaphone

    names = list(_texts(chunks))
    heard = [metaphone(name) or None for name in names]
    return pa.table({"name": pa.array(names, pa.string()), "sound": pa.array(heard, pa.string())})


def companies(chunks: Iterable[list[Values]]) -> pa.Table:
    """Of names of companies as people wrote them: `name` and `bare`, without legal forms; never an empty one."""
    from cleanco import basename

    names = list(_texts(chunks))
    bare = [basename(name) or name for name in names]
    return pa.table({"name": pa.array(names, pa.string()), "bare": pa.array(bare, pa.string())})


def _texts(chunks: Iterable[list[Values]]) -> Iterator[str]:
    for chunk in chunks:
        for (text,) in chunk:
            yield text
