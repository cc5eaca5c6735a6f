"""Use cases of advertising channels and what they cost."""

from sqlalchemy import select

from services.chassis.contracts import ById
from services.chassis.references import at_fields, demand_period, require
from services.chassis.tx import Tx
from services.marketing.contracts import (
    CHANNEL_ARCHIVED,
    CHANNEL_CHANGED,
    CHANNEL_HAS_CHANNELS,
    CHANNEL_RING,
    AddChannel,
    AddChannelCost,
    ChangeChannel,
)
from services.marketing.models import AdvertisingChannel, ChannelCost
from services.marketing.rules import tree


def add_channel(tx: Tx, command: AddChannel) -> AdvertisingChannel:
    require(tx, (AdvertisingChannel, command.parent_id, "/parent_id"))
    channel = tx.add(AdvertisingChannel(name=command.name, parent_id=command.parent_id))
    tx.announce(CHANNEL_CHANGED, channel)
    return channel


def change_channel(tx: Tx, command: ChangeChannel) -> AdvertisingChannel:
    # all of them, so that of two moves at once the second sees the first: together they might close a ring
    channels = {channel.id: channel for channel in tx.locked(AdvertisingChannel)} if command.parent_id else {}
    channel = tx.get(AdvertisingChannel, command.id)
    if channel.archived_at is not None:
        raise CHANNEL_ARCHIVED()
    if command.parent_id is not None and command.parent_id != channel.parent_id:
        require(tx, (AdvertisingChannel, command.parent_id, "/parent_id"))
        if tree.makes_ring(channel.id, command.parent_id, {one.id: one.parent_id for one in channels.values()}):
            raise at_fields(CHANNEL_RING, ["/parent_id"], tx.actor.language)
    if command.name is not None:
        channel.name = command.name
    if "parent_id" in command.model_fields_set:
        channel.parent_id = command.parent_id
    tx.announce(CHANNEL_CHANGED, channel)
    return channel


def archive_channel(tx: Tx, command: ById) -> AdvertisingChannel:
    channel = tx.get(AdvertisingChannel, command.id)
    if channel.archived_at is not None:
        raise CHANNEL_ARCHIVED()
    below = (
        select(AdvertisingChannel.id)
        .where(AdvertisingChannel.parent_id == channel.id, AdvertisingChannel.archived_at.is_(None))
        .limit(1)
    )
    if tx.session.scalar(below) is not None:
        raise CHANNEL_HAS_CHANNELS()
    channel.archived_at = tx.now
    tx.announce(CHANNEL_CHANGED, channel)
    return channel


def add_channel_cost(tx: Tx, command: AddChannelCost) -> ChannelCost:
    channel = tx.get(AdvertisingChannel, command.id)
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
