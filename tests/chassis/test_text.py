"""Ukrainian order and search, held against an alphabet and against names people really sort."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.chassis.text import (
    SEARCH_WORDS,
    SORTED_CHARS,
    like_pattern,
    search_key,
    search_words,
    sort_key,
)

ALPHABET = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"


def in_order(*names: str) -> bool:
    keys = [sort_key(name).encode() for name in names]
    return all(one < next_one for one, next_one in pairwise(keys))


def test_letters_stand_in_the_order_of_the_ukrainian_alphabet():
    assert in_order(*ALPHABET)
    assert in_order(*ALPHABET.upper())


def test_names_are_ordered_by_letters_before_case():
    assert in_order("Гавриш", "гай", "Ганна", "Ґанок", "Дарина")
    assert in_order("Зоря", "Ивасик", "Іваненко", "Їжак", "Йосипенко", "Калина")


def test_case_decides_between_equal_letters_and_small_comes_first():
    assert in_order("зоря", "Зоря", "ЗОРЯ", "зоряна")


def test_apostrophes_of_all_kinds_are_one_and_do_not_part_a_name_from_its_kin():
    assert len({sort_key(f"Лук{mark}яненко") for mark in "'’ʼ`"}) == 1
    assert in_order("Лукяненко", "Лук'яненко", "Лукянець")


def test_quotes_do_not_push_a_company_to_the_front():
    assert in_order("ТОВ Альфа", 'ТОВ "Альфа"', "ТОВ «Бета»", "ТОВ Гамма")
    assert sort_key("ТОВ «Альфа»") == sort_key('ТОВ "Альфа"')


def test_digits_come_before_cyrillic_and_cyrillic_before_latin():
    assert in_order("1 Травня", "9 вал", "Альфа", "Ялинка", "Alpha", "Zebra")


def test_a_shorter_name_comes_before_a_longer_one_and_words_are_compared_one_by_one():
    assert in_order("Сад", "Сад Ігор", "Садко", "Садко Ігор")


def test_letters_of_other_cyrillic_alphabets_stand_near_their_kin():
    assert in_order("е", "ё", "є")
    assert in_order("щ", "ъ", "ы", "ь", "э", "ю")
    assert in_order("у", "ў", "ф")


def test_accented_latin_letters_sort_with_their_bases():
    assert in_order("Lodz", "Łódź", "Lodzia")
    assert in_order("Muller", "Müller", "Mullers")


def test_other_scripts_follow_all_known_letters():
    assert in_order("Яя", "Ωμέγα", "中文")


def test_composed_and_decomposed_forms_have_one_key():
    for name in ("Йосип Їжак", "Łódź Müller"):
        assert sort_key(unicodedata.normalize("NFD", name)) == sort_key(name)


def test_extra_spaces_do_not_change_the_place():
    assert sort_key("  Сад   Ігор ") == sort_key("Сад\u00a0Ігор")


@pytest.mark.parametrize("length", [SORTED_CHARS - 1, SORTED_CHARS, SORTED_CHARS + 1])
def test_letters_beyond_the_limit_do_not_count(length: int):
    padded = "а" * (length - 1)
    assert (sort_key(padded + "б") == sort_key(padded + "в")) is (length > SORTED_CHARS)


@given(st.text(max_size=300))
def test_a_sort_key_fits_a_postgresql_index_row_and_holds_no_nul(text: str):
    key = sort_key(text).encode()
    assert len(key) <= 2_600
    assert b"\0" not in key


@given(st.text(alphabet=ALPHABET, max_size=12), st.text(alphabet=ALPHABET, max_size=12))
def test_words_of_the_alphabet_sort_by_its_places(one: str, other: str):
    places = [[ALPHABET.index(letter) for letter in word] for word in (one, other)]
    assert (sort_key(one) < sort_key(other)) == (places[0] < places[1])


def test_a_search_key_forgets_case_apostrophes_quotes_and_spaces():
    assert search_key("  ТОВ  «Лук’яненко\u00a0і\tСини» ") == "тов лукяненко і сини"
    assert {search_key(f"Лук{mark}яненко") for mark in ("", *"'’ʼ`")} == {"лукяненко"}


def test_a_search_key_keeps_ge_apart_from_he():
    assert search_key("Ґанок") == "ґанок" != search_key("Ганок")


def test_a_search_key_drops_stress_marks_but_keeps_yi_and_short_i():
    assert search_key("За\u0301мок Йосипа Їжака") == "замок йосипа їжака"


def test_a_search_key_has_one_kind_of_dash():
    assert {search_key(f"Нечуй{dash}Левицький") for dash in "-‑–—"} == {"нечуй-левицький"}


@given(st.text(max_size=60))
def test_a_search_key_is_its_own_search_key(text: str):
    key = search_key(text)
    assert search_key(key) == key
    assert "\0" not in key


def test_a_query_is_split_into_words_each_once():
    assert search_words("  Сад «САД» Лук'ян ") == ["сад", "лукян"]
    assert search_words(" « ' » ") == []


@pytest.mark.parametrize("count", [SEARCH_WORDS - 1, SEARCH_WORDS, SEARCH_WORDS + 1])
def test_a_query_has_a_bounded_number_of_words(count: int):
    assert len(search_words(" ".join(f"слово{place}" for place in range(count)))) == min(count, SEARCH_WORDS)


def test_signs_of_like_are_searched_literally():
    assert like_pattern("100%_a\\b") == "%100\\%\\_a\\\\b%"
