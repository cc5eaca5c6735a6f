"""Use cases of advertising channels and what they cost."""

from services.chassis.references import demand_period, require
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
    demand_period(tx, command.date_from, command.date_to)
    return tx.add(
        ChannelCost(
            channel_id=channel.id,
            date_from=command.date_from,
            date_to=command.date_to,
            amount=command.amount,
            currency=command.currency,
        )
    )
