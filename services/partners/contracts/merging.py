"""Two cards of one partner become one (P3)."""

from uuid import UUID

from services.chassis.contracts import Message
from services.chassis.errors import UNKNOWN_REFERENCE, Conflict, error_code
from services.partners.contracts.base import HEADS, api
from services.partners.contracts.partners import PARTNER_MERGED, PartnerView


class MergePartner(Message):
    """`id` goes into `into_id`, which stays with its own name. Legal entities, people, phones, contracts and ties move
    to it; documents stay as they are, and are found under it from now on."""

    id: UUID
    into_id: UUID


MERGED_INTO_ITSELF = error_code(
    "merged_into_itself",
    Conflict,
    en="This is the same card. Choose the other one, which is to stay.",
    uk="Це та сама картка. Виберіть іншу — ту, що залишиться.",
)
HEIR_ARCHIVED = error_code(
    "heir_archived",
    Conflict,
    en="The card that is to stay is archived. Choose one in use.",
    uk="Картка, яка має залишитися, в архіві. Виберіть ту, якою користуються.",
)

MERGE_PARTNER = api.command(
    "merge_partner",
    "POST /partners/{id}/merge",
    MergePartner,
    PartnerView,
    roles=HEADS,
    en="Merge a card into another one of the same partner",
    uk="Об'єднати картку з іншою карткою того самого партнера",
    errors=(MERGED_INTO_ITSELF, HEIR_ARCHIVED, PARTNER_MERGED, UNKNOWN_REFERENCE),
    example={"into_id": "0196a1f0-0000-7000-8000-000000000002"},
)
