"""Errors say what was given, what is allowed and which valid name is near."""

import math

import pytest

from sim.core.names import OutOfRange, UnknownName, check_name, check_range, unknown

FRUIT = ("plum", "citrus", "persimmon")


def test_a_misspelt_name_is_answered_with_the_nearest_one() -> None:
    with pytest.raises(UnknownName, match=r"^unknown fruit 'plumb'; did you mean 'plum'\?$"):
        check_name("fruit", "plumb", FRUIT)


def test_a_name_near_to_nothing_is_answered_with_all_there_are() -> None:
    with pytest.raises(UnknownName, match=r"^unknown fruit 'xyz'; allowed: citrus, persimmon, plum$"):
        check_name("fruit", "xyz", FRUIT)


def test_a_long_list_of_names_is_cut_short() -> None:
    message = str(unknown("number", "xyz", [f"{n:03}" for n in range(31)]))
    assert message.endswith("028, 029, ...")
    assert "030" not in message


def test_a_known_name_passes_even_from_an_iterator() -> None:
    check_name("fruit", "plum", iter(FRUIT))


@pytest.mark.parametrize("value", [0, 1, 0.5])
def test_a_range_includes_its_ends(value: float) -> None:
    check_range("share", value, 0, 1, "-")


@pytest.mark.parametrize(("value", "shown"), [(1.5, "1.5"), (-0.001, "-0.001"), (math.nan, "nan"), (math.inf, "inf")])
def test_a_value_out_of_range_is_told_the_range_and_the_unit(value: float, shown: str) -> None:
    with pytest.raises(OutOfRange, match=rf"^hours={shown} is out of range: allowed 0 to 1 \(h/month\)$"):
        check_range("hours", value, 0, 1, "h/month")


def test_both_errors_are_value_errors() -> None:
    assert issubclass(UnknownName, ValueError)
    assert issubclass(OutOfRange, ValueError)
