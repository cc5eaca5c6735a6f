"""Use cases of contracts with clients: made, agreed, changed, closed."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from services.chassis.contracts import ById
from services.chassis.references import demand_period, not_there, unknown_references
from services.chassis.tx import Tx
from services.partners.clients import demand_client
from services.partners.contracts import (
    CONTRACT_AGREED,
    CONTRACT_CHANGED,
    CONTRACT_STATUS,
    HEADS,
    ChangeContract,
    ContractStatus,
    MakeContract,
)
from services.partners.models import Contract, LegalEntity, Organization
from services.partners.rules import client_contracts as rules

_MAY_BE_EMPTY = {"legal_entity_id", "valid_to", "credit_limit", "subject"}

ALL = select(*Contract.__table__.c)
COLUMNS: dict[str, Any] = {
    "id": Contract.id,
    "number": Contract.sort_key,
    "q": Contract.search_key,
    "signed_on": Contract.signed_on,
    "partner_id": Contract.partner_id,
    "organization_id": Contract.organization_id,
    "status": Contract.status,
    "valid_to": Contract.valid_to,
}


def make_contract(tx: Tx, command: MakeContract) -> Contract:
    demand_client(tx, command.partner_id)
    wrong = not_there(tx, (Organization, command.organization_id, "/organization_id"))
    wrong += _wrong_entity(tx, command.partner_id, command.legal_entity_id)
    if wrong:
        raise unknown_references(wrong, tx.actor.language)
    if command.valid_to is not None:
        demand_period(tx, command.valid_from, command.valid_to, "/valid_to")
    number = command.number or tx.number("CTR", command.organization_id)
    contract = tx.add(Contract(**{**command.__dict__, "number": number}, status=ContractStatus.NOT_AGREED))
    tx.announce(CONTRACT_CHANGED, contract)
    return contract


def change_contract(tx: Tx, command: ChangeContract) -> Contract:
    contract = tx.get(Contract, command.id)
    if contract.status == ContractStatus.CLOSED:
        raise CONTRACT_STATUS(status=contract.status)
    if contract.status == ContractStatus.IN_FORCE and not tx.actor.roles & HEADS:
        raise CONTRACT_AGREED()
    if wrong := _wrong_entity(tx, contract.partner_id, command.legal_entity_id):
        raise unknown_references(wrong, tx.actor.language)
    for name in command.model_fields_set - {"id"}:
        value = getattr(command, name)
        if value is not None or name in _MAY_BE_EMPTY:
            setattr(contract, name, value)
    if contract.valid_to is not None:
        demand_period(tx, contract.valid_from, contract.valid_to, "/valid_to")
    tx.announce(CONTRACT_CHANGED, contract)
    return contract


def agree_contract(tx: Tx, command: ById) -> Contract:
    return _moved(tx, command.id, "agree")


def close_contract(tx: Tx, command: ById) -> Contract:
    return _moved(tx, command.id, "close")


def _moved(tx: Tx, contract_id: UUID, move: str) -> Contract:
    contract = tx.get(Contract, contract_id)
    contract.status = rules.moved(ContractStatus(contract.status), move)
    tx.announce(CONTRACT_CHANGED, contract)
    return contract


def _wrong_entity(tx: Tx, partner_id: UUID, entity_id: UUID | None) -> list[str]:
    entity = tx.session.get(LegalEntity, entity_id) if entity_id else None
    known = entity_id is None or (entity is not None and entity.partner_id == partner_id)
    return [] if known else ["/legal_entity_id"]
