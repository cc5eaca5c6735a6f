"""Ukrainian order and search without ICU: keys that plain byte order and LIKE understand on any database.

A sort key is `<letters>` or `<letters>\\t<marks>`. Letters: one ASCII character for every letter, digit and
space, case and accents aside; punctuation is left out. Marks: what the first part left out (case, accents,
punctuation), so that "Іван" and "іван" stand together in a fixed order. Keys are stored: changing an order
here means recomputing them.
"""

import unicodedata
from collections.abc import Callable

_LATIN = "abcdefghijklmnopqrstuvwxyz"
# The Ukrainian alphabet, and other Cyrillic letters where the Unicode collation puts them: near their kin.
_CYRILLIC = "абвгѓґдђеёєжзѕиіїйјкќлљмнњопрстћуўфхцчџшщъыьѣэюяѳѵ"
# Cyrillic before Latin, as CLDR's collation for Ukrainian has it.
_FIRST_LEVEL = "0123456789" + _CYRILLIC + _LATIN
_CODES = {letter: chr(0x21 + place) for place, letter in enumerate(_FIRST_LEVEL)}
_FOREIGN = "~"  # above every code of the first level: other scripts follow, in their own order
_BASES = {"ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"}
_APOSTROPHES = frozenset("'’ʼ`‘ʹ′´＇")
_QUOTES = frozenset('"«»„“”‟‹›‚')
_STRESS_MARKS = frozenset("\u0300\u0301")  # dictionaries and encyclopedias mark stress with them
_PLAIN, _CAPITAL, _VARIANT, _CAPITAL_VARIANT, _APOSTROPHE, _PUNCTUATION = "012345"
_MEMO_LIMIT = 4096

SORTED_CHARS = 200
"""A sort key looks no further: a PostgreSQL index row holds 2,704 bytes, a foreign letter takes up to 5."""

SEARCH_WORDS = 8
"""A query's words beyond these are ignored: each costs a condition in a scan."""

_LIKE_ESCAPES = str.maketrans({"\\": "\\\\", "%": "\\%", "_": "\\_"})


def sort_key(text: str) -> str:
    """Byte order of keys is Ukrainian order: digits, Cyrillic, Latin; case and punctuation decide last."""
    clear = unicodedata.normalize("NFC", text[:SORTED_CHARS])
    letters = " ".join(clear.translate(_LETTERS).split())
    marks = clear.translate(_MARKS).rstrip(_PLAIN)
    return f"{letters}\t{marks}" if marks else letters


def search_key(text: str) -> str:
    """Text as it is searched in: no case, no apostrophes, no quotes, single spaces; ґ is not г."""
    folded = unicodedata.normalize("NFC", text).casefold().translate(_FOLDED)
    return unicodedata.normalize("NFC", " ".join(folded.split()))


def search_words(query: str) -> list[str]:
    """The words that must all occur in a search key, each once, in any order; SEARCH_WORDS at most."""
    return list(dict.fromkeys(search_key(query).split()))[:SEARCH_WORDS]


def like_pattern(word: str) -> str:
    """The pattern that finds `word` anywhere. Pass escape="\\\\" to LIKE: SQLite has no default escape."""
    return f"%{word.translate(_LIKE_ESCAPES)}%"


class _Memo(dict[int, str]):
    """A table for `str.translate` that works out a character when it is first met.

    Bounded, or a visitor could fill the memory with all of Unicode.
    """

    def __init__(self, make: Callable[[str], str]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, code: int) -> str:
        made = self._make(chr(code))
        if len(self) < _MEMO_LIMIT:
            self[code] = made
        return made


def _is_blank(char: str) -> bool:
    return char.isspace() or unicodedata.category(char)[0] == "Z"


def _is_word_char(char: str) -> bool:
    return unicodedata.category(char)[0] in "LN"


def _bare(char: str) -> str:
    """Letters without case and accents: é is e, ß is ss, but й and ї are letters of their own."""
    low = char.casefold()
    if low in _CODES:
        return low
    taken_apart = unicodedata.normalize("NFKD", low)
    bases = "".join(part for part in taken_apart if not unicodedata.combining(part)).casefold()
    plain = "".join(_BASES.get(part, part) for part in bases)
    return plain if len(plain) <= 3 and all(part in _CODES for part in plain) else low


def _first_level(char: str) -> str:
    if _is_blank(char):
        return " "
    if char in _APOSTROPHES or not _is_word_char(char):
        return ""
    return "".join(_CODES.get(part, _FOREIGN + part) for part in _bare(char))


def _mark(char: str) -> str:
    if _is_blank(char):
        return ""
    if char in _APOSTROPHES:
        return _APOSTROPHE
    if not _is_word_char(char):
        return _PUNCTUATION
    low = char.casefold()
    if _bare(char) == low:
        return _PLAIN if char == low else _CAPITAL
    return _CAPITAL_VARIANT if char.isupper() else _VARIANT


def _folded(char: str) -> str:
    if _is_blank(char):
        return " "
    if char in _APOSTROPHES or char in _QUOTES or char in _STRESS_MARKS:
        return ""
    category = unicodedata.category(char)
    if category == "Pd":
        return "-"
    return "" if category in ("Cc", "Cf") else char


_LETTERS, _MARKS, _FOLDED = _Memo(_first_level), _Memo(_mark), _Memo(_folded)
