"""Hierarchies of records: who is above whom, by a lookup of an object to itself."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc


def on_circles(ids: pa.ChunkedArray, parents: pa.ChunkedArray) -> pa.Array:
    """The ids that come back to themselves, from each to the parent beside it and on; who leads into a circle does not.

    Whoever goes up as many steps as there are ids is on a circle, or has left them all. Half of the steps are made
    twice, so that a chain of 100,000 records takes seventeen rounds.
    """
    outside = len(ids)
    steps = np.append(pc.fill_null(pc.index_in(parents, value_set=ids), outside).to_numpy(), outside)
    for _ in range(outside.bit_length()):
        steps = steps[steps]
    reached = np.unique(steps)
    return ids.take(pa.array(reached[reached < outside]))
