"""Use cases of advertising channels and what they cost."""

from services.chassis.errors import INVALID
from services.chassis.messages import FieldProblem
from services.chassis.references import require
from services.chassis.tx import Tx
from services.marketing.contracts import CHANNEL_CHANGED, AddChannel, AddChannelCost
from services.marketing.models import Channel, ChannelCost


def add_channel(tx: Tx, command: AddChannel) -> Channel:
    require(tx, (Channel, command.parent_id, "/parent_id"))
    channel = tx.add(Channel(name=command.name, parent_id=command.parent_id))
    tx.announce(CHANNEL_CHANGED, channel)
    return channel


def add_channel_cost(tx: Tx, command: AddChannelCost) -> ChannelCost:
    channel = tx.get(Channel, command.id)
    if command.date_to < command.date_from:
        sentence = {
            "uk": "Період закінчується раніше, ніж починається.",
            "en": "The period ends before it begins.",
        }[tx.actor.language]
        raise INVALID([FieldProblem("/date_to", "period", sentence)])
    return tx.add(
        ChannelCost(
            channel_id=channel.id,
            date_from=command.date_from,
            date_to=command.date_to,
            amount=command.amount,
            currency=command.currency,
        )
    )
