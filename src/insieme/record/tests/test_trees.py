# SPDX-License-Identifier: AGPL-3.0-or-later
"""The tiles' arithmetic against RFC 6962 written down word by word."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insieme.record.rules.addresses import read_tile_path, tile_path, widths
from insieme.record.rules.leaves import leaf
from insieme.record.rules.trees import HASH, WIDTH, Edge, Tree, grow, is_beginning, root_by_inclusion, split

SIZES = st.one_of(st.integers(1, 1100), st.sampled_from([1, 2, 255, 256, 257, 511, 512, 513, 1024]))


def leaves(count: int) -> list[bytes]:
    return [leaf(b"%d" % number) for number in range(count)]


LEAVES = leaves(65_800)


def naive_root(hashes: list[bytes]) -> bytes:
    if not hashes:
        return hashlib.sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    left = split(len(hashes))
    return hashlib.sha256(b"\1" + naive_root(hashes[:left]) + naive_root(hashes[left:])).digest()


def naive_path(position: int, hashes: list[bytes]) -> list[bytes]:
    if len(hashes) == 1:
        return []
    left = split(len(hashes))
    if position < left:
        return [*naive_path(position, hashes[:left]), naive_root(hashes[left:])]
    return [*naive_path(position - left, hashes[left:]), naive_root(hashes[:left])]


def naive_proof(older: int, hashes: list[bytes], whole: bool = True) -> list[bytes]:
    if older == len(hashes):
        return [] if whole else [naive_root(hashes)]
    left = split(len(hashes))
    if older <= left:
        return [*naive_proof(older, hashes[:left], whole), naive_root(hashes[left:])]
    return [*naive_proof(older - left, hashes[left:], False), naive_root(hashes[:left])]


def grown(*sizes: int) -> dict[tuple[int, int], bytes]:
    tiles: dict[tuple[int, int], bytes] = {}
    have = 0
    for size in sizes:
        tiles.update(grow(have, LEAVES[have:size], lambda level, index: tiles[level, index]))
        have = size
    return tiles


def tree(tiles: dict[tuple[int, int], bytes], size: int) -> Tree:
    return Tree(size, lambda level, index: tiles.get((level, index), b""))


@given(st.lists(SIZES, min_size=1, max_size=4).map(sorted))
@settings(deadline=None, max_examples=30)
def test_tiles_do_not_depend_on_the_batches_and_hold_the_root(sizes: list[int]) -> None:
    tiles = grown(*sizes)
    assert tiles == grown(sizes[-1])
    for size in sizes:
        assert tree(tiles, size).root() == naive_root(LEAVES[:size])
    assert sum(len(data) for data in tiles.values()) == sum(widths(sizes[-1])) * HASH


@given(SIZES, st.data())
@settings(deadline=None, max_examples=30)
def test_inclusion_is_that_of_the_standard_and_leads_to_the_root(size: int, data: st.DataObject) -> None:
    position = data.draw(st.integers(0, size - 1))
    held = tree(grown(size), size)
    path = held.inclusion(position)
    assert path == naive_path(position, LEAVES[:size])
    assert root_by_inclusion(LEAVES[position], position, size, path) == held.root()
    wrong = data.draw(st.integers(0, size - 1).filter(lambda other: other != position)) if size > 1 else None
    if wrong is not None:
        try:
            assert root_by_inclusion(LEAVES[wrong], position, size, path) != held.root()
            assert root_by_inclusion(LEAVES[position], wrong, size, path) != held.root()
        except ValueError:
            pass
    with pytest.raises(ValueError, match="does not fit"):
        root_by_inclusion(LEAVES[position], position, size, [*path, path[0] if path else LEAVES[0]] * 60)


@given(SIZES, st.data())
@settings(deadline=None, max_examples=30)
def test_consistency_is_that_of_the_standard_and_holds_for_no_other_record(size: int, data: st.DataObject) -> None:
    older = data.draw(st.integers(1, size))
    tiles = grown(size)
    path = tree(tiles, size).consistency(older)
    assert path == naive_proof(older, LEAVES[:size])
    old, new = tree(tiles, older).root(), tree(tiles, size).root()
    assert is_beginning(older, old, size, new, path)
    assert not is_beginning(older, LEAVES[-1], size, new, path)
    assert not is_beginning(older, old, size, LEAVES[-1], path)
    assert not is_beginning(older, old, size, new, [*path, LEAVES[-1]])
    if path:
        assert not is_beginning(older, old, size, new, path[:-1])


@pytest.mark.parametrize("size", [65_535, 65_536, 65_537, 65_793])
def test_three_levels_of_tiles(size: int) -> None:
    edge = Edge()
    for number in range(size):
        edge.append(LEAVES[number])
    held = tree(grown(300, size), size)
    assert held.root() == edge.root()
    for position in (0, 255, 256, 65_534, size - 1):
        assert root_by_inclusion(LEAVES[position], position, size, held.inclusion(position)) == edge.root()
    for older in (1, 256, 300, 65_535, size):
        assert is_beginning(older, naive_root(LEAVES[:older]), size, edge.root(), held.consistency(older))


def test_edges_of_the_arithmetic() -> None:
    assert Tree(0, lambda *_: b"").root() == Edge().root() == naive_root([])
    held = tree(grown(5), 5)
    for position in (-1, 5):
        with pytest.raises(LookupError):
            held.inclusion(position)
    for older in (0, 6):
        with pytest.raises(LookupError):
            held.consistency(older)
    with pytest.raises(LookupError, match="too short"):
        tree({(0, 0): LEAVES[0]}, 2).root()
    assert not is_beginning(0, b"", 3, b"", [])


@given(SIZES)
@settings(deadline=None, max_examples=30)
def test_the_edge_says_what_tiles_hold(size: int) -> None:
    tiles, edge = grown(size), Edge()
    kept = [row for number in range(size) for row in edge.append(LEAVES[number])]
    assert edge.root() == naive_root(LEAVES[:size])
    assert len(kept) == sum(widths(size))
    for level, index, node in kept:
        tile, place = divmod(index, WIDTH)
        assert tiles[level, tile][place * HASH :][:HASH] == node


def test_a_proof_at_a_million_leaves_reads_few_tiles() -> None:
    size, read = 1 << 20, []

    def fetch(level: int, index: int) -> bytes:
        read.append((level, index))
        return bytes(WIDTH * HASH)

    assert len(Tree(size, fetch).inclusion(777_777)) == 20
    assert len(read) <= 6


@given(st.integers(0, 10**12), st.integers(1, WIDTH))
def test_addresses_can_be_read_back(index: int, width: int) -> None:
    assert read_tile_path(tile_path("0", index, width).removeprefix("tile/0/")) == (index, width)


def test_addresses_as_the_standard_spells_them() -> None:
    assert tile_path("0", 1_234_067) == "tile/0/x001/x234/067"
    assert tile_path("entries", 0, 7) == "tile/entries/000.p/7"
    for wrong in ("", "0", "x000/001", "001.p/0", "001.p/256", "001.p/257", "001.p/08", "../001", "001/", "x001/x234/067.p"):
        assert read_tile_path(wrong) is None, wrong
