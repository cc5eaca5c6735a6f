"""What is known of other services' records: their latest names and numbers, for reports and balances."""

from typing import Any

from services.chassis.access import upsert_latest
from services.chassis.contracts import Envelope
from services.chassis.tx import Tx
from services.orders.models import KnownContract, KnownItem, KnownOffer, KnownStaff

Known = type[KnownContract | KnownItem | KnownOffer | KnownStaff]


def remember(tx: Tx, table: Known, envelope: Envelope, **told: Any) -> None:
    """Keep what the news tells of its subject, unless something later is kept already."""
    row = {"id": envelope.subject_id, "epoch": envelope.epoch, "version": envelope.version, **told}
    upsert_latest(tx.session, table.__table__, [row], key=("id",))
