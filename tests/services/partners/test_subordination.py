"""Who is under whom: teams through any depth, no rings, tasks downwards only."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from services.partners.rules.subordination import may_be_given
from services.partners.rules.tree import below, makes_ring

HEAD, LEFT, RIGHT, DEEP, ALONE = (UUID(int=number) for number in range(1, 6))
TREE = {HEAD: None, LEFT: HEAD, RIGHT: HEAD, DEEP: LEFT, ALONE: None}


def test_a_team_is_the_head_and_all_subordinates_through_any_depth() -> None:
    assert below(HEAD, TREE) == [HEAD, LEFT, RIGHT, DEEP]


def test_a_team_has_neither_superiors_nor_colleagues() -> None:
    assert below(LEFT, TREE) == [LEFT, DEEP]


def test_a_person_without_subordinates_is_a_team_of_one() -> None:
    assert below(ALONE, TREE) == [ALONE]


def test_nobody_may_be_put_under_a_subordinate_near_or_far_nor_under_oneself() -> None:
    assert makes_ring(HEAD, LEFT, TREE)
    assert makes_ring(HEAD, DEEP, TREE)
    assert makes_ring(HEAD, HEAD, TREE)


def test_anybody_may_be_put_under_a_superior_or_a_colleague() -> None:
    assert not makes_ring(DEEP, HEAD, TREE)
    assert not makes_ring(LEFT, RIGHT, TREE)


def test_a_ring_that_is_there_already_ends_the_walk() -> None:
    assert below(LEFT, {LEFT: DEEP, DEEP: LEFT}) == [LEFT, DEEP]


def test_tasks_go_to_oneself_or_downwards_only() -> None:
    team = below(LEFT, TREE)
    assert may_be_given(LEFT, team)
    assert may_be_given(DEEP, team)
    assert not may_be_given(RIGHT, team)
    assert not may_be_given(HEAD, team)


@given(st.lists(st.integers(0, 14), min_size=15, max_size=15), st.integers(0, 14), st.integers(0, 14))
def test_who_is_moved_without_a_ring_leaves_a_tree(superiors: list[int], person: int, superior: int) -> None:
    # each person's superior has a smaller number: a tree to begin with
    tree = {UUID(int=one): UUID(int=above) if above < one else None for one, above in enumerate(superiors)}
    if makes_ring(UUID(int=person), UUID(int=superior), tree):
        return
    tree[UUID(int=person)] = UUID(int=superior)
    for start in tree:
        seen, above = {start}, tree[start]
        while above is not None:
            assert above not in seen
            seen.add(above)
            above = tree[above]
