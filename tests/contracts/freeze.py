"""`python -m tests.contracts.freeze deal_won …`: write the frozen sample of an event, as today's code announces it.

A sample that exists is only ever added to: where a field would go or change its type, nothing is written, and
the event needs a new name (`deal_won_2`), announced beside the old one until nobody listens to that.
"""

import json
import sys
import tempfile

from pydantic import ValidationError

from services.chassis.contracts import Event
from services.chassis.database import Database
from services.chassis.migrate import migrate
from tests.contracts.frozen import all_events, broken_promises, path_of, sample_of
from tests.contracts.invented import envelope_of


def freeze(event: Event) -> str:
    """What was done, in words. Raises SystemExit where the frozen shape would break."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/{event.service}.sqlite")
        migrate(event.service, database)
        try:
            now = envelope_of(event, database)
        except ValidationError as error:
            lacking = ", ".join(".".join(map(str, fault["loc"])) for fault in error.errors())
            raise SystemExit(
                f"{event.address}: its view does not fit the invented record ({lacking}). "
                f"Give the record these in tests/contracts/invented/{event.service}.py, then freeze again."
            ) from None
        finally:
            database.dispose()
    path = path_of(event)
    if path.exists() and (broken := broken_promises(sample_of(event), now)):
        raise SystemExit(f"{event.address}: {'; '.join(broken)}. Readers of the old shape break: give it a new name.")
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(now, ensure_ascii=False, indent=2) + "\n")
    return f"{event.address} is frozen in {path.name}"


def main(names: list[str]) -> None:
    chosen = [event for event in all_events() if event.name in names or event.address in names]
    if not chosen:
        raise SystemExit(f"Name an event: {', '.join(event.name for event in all_events())}")
    for event in chosen:
        print(freeze(event))


if __name__ == "__main__":
    main(sys.argv[1:])
