"""Which figures are printed smaller, so that they go on the page before the one that they would begin."""

from tools.pdf_fit import EARLY, LEAST, SPACING, TOP, shrunk

SPACE = EARLY + 40  # at the foot of the first page
ROOM = SPACE - SPACING


def test_a_figure_that_nearly_fits_gets_the_room_there_is():
    assert shrunk({0: (1, TOP, ROOM / LEAST)}, [SPACE, 0], set()) == {0: ROOM}


def test_one_that_would_become_too_small_stays_where_it_is():
    assert shrunk({0: (1, TOP, ROOM / LEAST + 1)}, [SPACE, 0], set()) == {}


def test_what_stands_above_it_needs_room_too():
    assert shrunk({0: (1, TOP + 30, ROOM)}, [SPACE, 0], set()) == {0: ROOM - 30}


def test_figures_side_by_side_go_together():
    placed = {0: (1, TOP, ROOM + 9), 1: (1, TOP + 5, ROOM - 50), 2: (1, TOP + 200, 90)}
    assert shrunk(placed, [SPACE, 0], set()) == {0: ROOM, 1: ROOM - 50}


def test_a_page_that_is_nearly_full_and_a_figure_that_was_tried_are_left_alone():
    placed = {0: (1, TOP, ROOM + 9)}
    assert shrunk(placed, [EARLY - 1, 0], set()) == shrunk(placed, [SPACE, 0], {0}) == {}
