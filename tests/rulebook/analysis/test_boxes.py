"""Counting with boxes, held against going through every combination of cells."""

from __future__ import annotations

from brute import inside, points
from hypothesis import given
from hypothesis import strategies as st

from mka_assist.rulebook.analysis import boxes as b

FULL = (0b11, 0b111, 0b111, 0b1111)
POINTS = [*points(FULL)]

masks = st.sampled_from([(n, mask) for n, full in enumerate(FULL) for mask in range(1, full)])
some_box = st.lists(masks, max_size=4).map(dict)
some_boxes = st.lists(some_box, max_size=6).map(tuple)


def cells(*boxes):
    return {point for point in POINTS if inside(point, boxes)}


def tidy(box):
    """No mask is empty and none is complete."""
    return all(0 < mask < FULL[field] for field, mask in box.items())


@given(some_box, some_box)
def test_two_boxes(one, other):
    both = b.meet(one, other)
    assert cells(*([both] if both is not None else [])) == cells(one) & cells(other)
    assert both is None or tidy(both)
    assert b.within(one, other) == (cells(one) <= cells(other))
    pieces = b.subtract(one, other, FULL)
    assert cells(*pieces) == cells(one) - cells(other)
    assert sum(len(cells(piece)) for piece in pieces) == len(cells(*pieces))
    assert all(map(tidy, pieces))
    assert cells(b.without(one, [0, 2])) == {
        p for p in POINTS if any((x, p[1], y, p[3]) in cells(one) for x in (1, 2) for y in (1, 2, 4))
    }


@given(some_boxes, some_boxes)
def test_two_sets_of_boxes(ones, others):
    left = b.minus(ones, others, FULL)
    assert cells(*left) == cells(*ones) - cells(*others)
    assert all(map(tidy, left))
    assert cells(*b.meets(ones, others, FULL)) == cells(*ones) & cells(*others)
    assert b.covers(others, ones, FULL) == (cells(*ones) <= cells(*others))
    shared = b.common(ones, others)
    assert cells(*([shared] if shared is not None else [])) <= cells(*ones) & cells(*others)
    assert (shared is None) == (not cells(*ones) & cells(*others))


@given(some_box, some_boxes)
def test_the_first_box_outside_is_outside(box, others):
    found = b.first_outside(box, others, FULL)
    if found is None:
        assert cells(box) <= cells(*others)
    else:
        assert cells(found)
        assert cells(found) <= cells(box) - cells(*others)
    assert b.outside((box,), others, FULL) == found


@given(some_boxes)
def test_absorbing_keeps_the_calls_and_never_adds_boxes(boxes):
    fewer = b.absorb(boxes, FULL)
    assert cells(*fewer) == cells(*boxes)
    assert len(fewer) <= len(boxes)
    assert all(map(tidy, fewer))
    assert not any(b.within(one, other) for one in fewer for other in fewer if one is not other)


def test_absorbing_joins_what_differs_in_one_field():
    assert b.absorb(({0: 1, 1: 1}, {0: 1, 1: 2}, {0: 1, 1: 4}), FULL) == ({0: 1},)
    assert b.absorb(({0: 1}, {0: 2}), FULL) == ({},)
    assert b.absorb((), FULL) == ()


def test_covering_stays_quick_where_naive_subtraction_blows_up():
    """Sixty fields in pairs: breadth first this would be 4 ** 30 pieces."""
    full = (0b111,) * 60
    others = [box for n in range(0, 60, 2) for box in ({n: 0b011, n + 1: 0b011}, {n: 0b100}, {n + 1: 0b100})]
    assert b.first_outside({}, others, full) is None
    others = [box for n in range(0, 60, 2) for box in ({n: 0b011, n + 1: 0b001}, {n: 0b100}, {n + 1: 0b100})]
    assert b.first_outside({}, others, full) is not None
