"""Addresses of cells, as people and spreadsheet programs write them. Pure. Rows and columns count from zero here."""


def position(cell: str) -> tuple[int, int]:
    """(row, column) from zero of a cell's address. Raises ValueError."""
    letters = cell.rstrip("0123456789")
    if not (1 <= len(letters) <= 3 and letters.isascii() and letters.isalpha()):
        raise ValueError(cell)
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(cell[len(letters) :]) - 1, column - 1


def letters_of(column: int) -> str:
    """A, B, … Z, AA…: how people call a column, from zero."""
    above, rest = divmod(column, 26)
    return (letters_of(above - 1) if above else "") + chr(ord("A") + rest)


def address(row: int, column: int) -> str:
    return f"{letters_of(column)}{row + 1}"
