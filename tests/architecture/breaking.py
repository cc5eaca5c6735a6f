"""A break of a house rule: what it is called, where it is made, and the test that must notice."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

Undo = Callable[[], None]
HERE = "tests/architecture"


@dataclass(frozen=True)
class Break:
    """`old` is replaced by `new` once; without `old`, `new` is put at the end of the file, new ones are made."""

    rule: str
    test: str
    path: str
    new: str
    old: str = ""

    def apply(self, root: Path) -> Undo:
        path = root / self.path
        before = path.read_bytes() if path.exists() else None
        text = before.decode() if before is not None else ""
        if self.old and self.old not in text:
            raise LookupError(f"{self.path} no longer holds {self.old!r}: mend this break of {self.rule!r}")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace(self.old, self.new, 1) if self.old else text + self.new)

        def undo() -> None:
            if before is None:
                path.unlink()
            else:
                path.write_bytes(before)

        return undo
