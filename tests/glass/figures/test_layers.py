"""Where boxes stand."""

from __future__ import annotations

import itertools

from neuroglass.glass.figures.layers import placed

READS = {"a": [], "w": [], "b": ["a", "w"], "c": ["b"], "d": ["b"], "e": ["c", "d", "a"]}
WIDTH = {"a": 1.0, "w": 2.0, "b": 1.5, "c": 3.0, "d": 1.0, "e": 1.0}


def test_each_stands_behind_all_that_it_reads() -> None:
    rank = placed(READS, WIDTH, 0.5).rank
    assert all(rank[read] < rank[name] for name, those in READS.items() for read in those)
    assert rank == {"a": 0, "w": 0, "b": 1, "c": 2, "d": 2, "e": 3}


def test_no_two_of_a_rank_touch() -> None:
    where = placed(READS, WIDTH, 0.5)
    for one, other in itertools.combinations(READS, 2):
        if where.rank[one] == where.rank[other]:
            apart = abs(where.across[one] - where.across[other])
            assert apart >= (WIDTH[one] + WIDTH[other]) / 2 + 0.5 - 1e-9


def test_a_chain_is_straight() -> None:
    chain = {"a": [], "b": ["a"], "c": ["b"]}
    assert len(set(placed(chain, dict.fromkeys(chain, 1.0), 0.5).across.values())) == 1


def test_an_arrow_over_several_ranks_passes_each_of_them_beside_the_boxes() -> None:
    where = placed(READS, WIDTH, 0.5)
    path = where.paths["a", "e"]
    assert len(path) == 2
    for across, rank in zip(path, (1, 2), strict=True):
        for name in READS:
            if where.rank[name] == rank:
                assert abs(where.across[name] - across) >= WIDTH[name] / 2


def test_entries_stand_before_all_others() -> None:
    rank = placed({"port": [], "w": [], "b": ["port", "w"]}, {}, 0.5, ["port"]).rank
    assert rank == {"port": 0, "w": 1, "b": 2}
