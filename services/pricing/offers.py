"""Use cases of offers: made, changed by versions, agreed, closed."""

from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from services.chassis.access import remember_asked
from services.chassis.actor import Role
from services.chassis.contracts import ById, Message
from services.chassis.tx import Tx
from services.partners.contracts import TermsOfSale
from services.pricing.contracts import (
    OFFER_CHANGED,
    OFFER_NOT_YOURS,
    OFFER_STATUS,
    ChangeOffer,
    MakeOffer,
    OfferGroup,
    OfferItem,
    OfferKind,
    OfferStatus,
    ReturnOffer,
    SaidTerms,
)
from services.pricing.faults import Faults
from services.pricing.models import Offer, OfferGroupRow, OfferItemRow, OfferVersion
from services.pricing.offer_checks import check_standard, check_version
from services.pricing.regular import bring_up, give_to
from services.pricing.rules import offers as rules

R = TypeVar("R", OfferItemRow, OfferGroupRow)
_MAKE_ANY = {Role.ADMINISTRATOR, Role.HEAD_OF_SALES, Role.PRICING_MANAGER}


def make_offer(tx: Tx, command: MakeOffer, client: TermsOfSale | None) -> Offer:
    """`client`: what partners answer of the one it is for; none for a standard offer."""
    _demand_maker(tx, command.partner_id)
    if client is not None:
        remember_asked(tx.session, client)
    faults = Faults(tx.actor.language)
    standard = check_standard(tx, faults, command)
    offer = Offer(
        name=command.name,
        kind=OfferKind.STANDARD if command.partner_id is None else OfferKind.INDIVIDUAL,
        organization_id=command.organization_id,
        partner_id=client.partner_id if client else None,
        standard_id=standard.id if standard else None,
        status=OfferStatus.NOT_AGREED,
        valid_from=command.valid_from,
        valid_to=command.valid_to,
        open_to_clients=command.open_to_clients,
        open_to_representatives=command.open_to_representatives,
        responsible_id=command.responsible_id or (client and client.manager_id) or tx.actor.staff_id,
    )
    version = OfferVersion(
        offer_id=offer.id,
        number=1,
        status=OfferStatus.NOT_AGREED,
        valid_from=command.valid_from,
        valid_to=command.valid_to,
        open_to_clients=command.open_to_clients,
        open_to_representatives=command.open_to_representatives,
        said=_said(command.terms),
    )
    _set_item_rows(version, command.item_rows)
    _set_group_rows(version, command.group_rows)
    check_version(tx, faults, offer, version, standard)
    faults.demand_none()
    offer.versions = [version]
    offer.number = tx.number("OFR", command.organization_id)
    tx.add(offer)
    tx.announce(OFFER_CHANGED, offer)
    return offer


def change_offer(tx: Tx, command: ChangeOffer) -> Offer:
    """Not agreed: what is given changes. In force: the next version is made of the latest agreed one, or changed."""
    offer = _of_maker(tx, command.id)
    if offer.status == OfferStatus.CLOSED:
        raise OFFER_STATUS(status=offer.status)
    faults = Faults(tx.actor.language)
    if command.name is not None:
        offer.name = command.name
    if command.responsible_id is not None and command.responsible_id != offer.responsible_id:
        offer.responsible_id = command.responsible_id
        give_to(tx, offer)
    if command.model_fields_set - {"id", "name", "responsible_id"}:
        version = pending(offer) or _next_version(offer)
        if version.status != OfferStatus.NOT_AGREED:
            raise OFFER_STATUS(status=version.status)
        with tx.session.no_autoflush:  # rows of what is not there are named by us, not by the database
            _edit(faults, version, command)
            standard = tx.session.get(Offer, offer.standard_id) if offer.standard_id else None
            check_version(tx, faults, offer, version, standard)
        faults.demand_none()
        if offer.version_number is None:
            _show(offer, version)
    tx.touch(offer)
    tx.announce(OFFER_CHANGED, offer)
    return offer


def submit_offer(tx: Tx, command: ById) -> Offer:
    offer = _of_maker(tx, command.id)
    version = _moved(offer, "submit")
    version.return_reason = None
    return _changed(tx, offer, version)


def approve_offer(tx: Tx, command: ById) -> Offer:
    offer = tx.get(Offer, command.id)
    version = _moved(offer, "approve")
    first_day = version.valid_from if version.number == 1 else tx.today
    version.in_force_from = version.effective_from or first_day
    offer.version_number = version.number
    _show(offer, version)
    _changed(tx, offer, version)
    bring_up(tx, [offer])
    return offer


def return_offer(tx: Tx, command: ReturnOffer) -> Offer:
    offer = tx.get(Offer, command.id)
    version = _moved(offer, "return")
    version.return_reason = command.reason
    return _changed(tx, offer, version)


def close_offer(tx: Tx, command: ById) -> Offer:
    offer = _of_maker(tx, command.id)
    if offer.status == OfferStatus.CLOSED:
        raise OFFER_STATUS(status=offer.status)
    waiting = pending(offer)
    if waiting is not None:
        waiting.status = OfferStatus.NOT_AGREED  # nobody is to agree it any more
    offer.status, offer.closed_on = OfferStatus.CLOSED, tx.today
    tx.announce(OFFER_CHANGED, offer)
    bring_up(tx, [offer])
    return offer


def pending(offer: Offer) -> OfferVersion | None:
    """The version that is not agreed yet: the first one, or the next one of an offer in force."""
    last = offer.versions[-1]
    return last if last.status != OfferStatus.IN_FORCE else None


def _moved(offer: Offer, move: str) -> OfferVersion:
    version = pending(offer)
    if offer.status == OfferStatus.CLOSED or version is None:
        raise OFFER_STATUS(status=offer.status)
    version.status = rules.moved(OfferStatus(version.status), move)
    return version


def _changed(tx: Tx, offer: Offer, version: OfferVersion) -> Offer:
    """The offer of a version in force stays in force, whatever becomes of its next one."""
    if offer.status != OfferStatus.IN_FORCE:
        offer.status = version.status
    tx.touch(offer)
    tx.announce(OFFER_CHANGED, offer)
    return offer


def _show(offer: Offer, version: OfferVersion) -> None:
    offer.valid_from, offer.valid_to = version.valid_from, version.valid_to
    offer.open_to_clients = version.open_to_clients
    offer.open_to_representatives = version.open_to_representatives


def _of_maker(tx: Tx, offer_id: UUID) -> Offer:
    offer = tx.get(Offer, offer_id)
    _demand_maker(tx, offer.partner_id)
    return offer


def _demand_maker(tx: Tx, partner_id: UUID | None) -> None:
    """A manager makes offers for clients, and no standard ones."""
    if partner_id is None and not tx.actor.roles & _MAKE_ANY:
        raise OFFER_NOT_YOURS()


def _next_version(offer: Offer) -> OfferVersion:
    """A copy of the latest agreed version, rows included, that is not agreed yet."""
    last = offer.versions[-1]
    version = OfferVersion(
        offer_id=offer.id,
        number=last.number + 1,
        status=OfferStatus.NOT_AGREED,
        valid_from=last.valid_from,
        valid_to=last.valid_to,
        open_to_clients=last.open_to_clients,
        open_to_representatives=last.open_to_representatives,
        said=last.said,
    )
    version.item_rows = [_copy(row, version.id) for row in last.item_rows]
    version.group_rows = [_copy(row, version.id) for row in last.group_rows]
    offer.versions.append(version)
    return version


def _copy(row: Any, version_id: UUID) -> Any:
    kept = {column.key: getattr(row, column.key) for column in row.__table__.c if column.key != "id"}
    return type(row)(**{**kept, "version_id": version_id})


def _edit(faults: Faults, version: OfferVersion, command: ChangeOffer) -> None:
    given = command.model_fields_set
    if command.valid_from is not None:
        version.valid_from = command.valid_from
    if "valid_to" in given:
        version.valid_to = command.valid_to
    if "effective_from" in given:
        version.effective_from = command.effective_from
    if command.open_to_clients is not None:
        version.open_to_clients = command.open_to_clients
    if command.open_to_representatives is not None:
        version.open_to_representatives = command.open_to_representatives
    said = {name: value for name, value in version.said.items() if name not in command.unsaid}
    version.said = {**said, **_said(command.terms)} if command.terms else said
    for place, name in enumerate(command.unsaid):
        if name not in SaidTerms.model_fields:
            faults.note("term", f"/unsaid/{place}")
    if command.item_rows is not None:
        _set_item_rows(version, command.item_rows)
    if command.group_rows is not None:
        _set_group_rows(version, command.group_rows)


def _said(terms: SaidTerms) -> dict[str, Any]:
    """Only what was given. A price type and a currency of null are not said."""
    given = terms.model_dump(mode="json", include=terms.model_fields_set)
    return {
        name: value for name, value in given.items() if value is not None or name not in ("price_type_id", "currency")
    }


def _set_item_rows(version: OfferVersion, rows: tuple[OfferItem, ...]) -> None:
    kept = {row.item_id: row for row in version.item_rows}
    version.item_rows = [_row(OfferItemRow, kept.pop(row.item_id, None), version, n, row) for n, row in enumerate(rows)]


def _set_group_rows(version: OfferVersion, rows: tuple[OfferGroup, ...]) -> None:
    kept = {row.price_group_id: row for row in version.group_rows}
    version.group_rows = [
        _row(OfferGroupRow, kept.pop(row.price_group_id, None), version, n, row) for n, row in enumerate(rows)
    ]


def _row(model: type[R], kept: R | None, version: OfferVersion, position: int, said: Message) -> R:
    """A row that is there already is changed: a second one of the same item would meet it in the table."""
    row = kept or model(version_id=version.id, offer_id=version.offer_id)
    for name, value in {"position": position, **said.__dict__}.items():
        setattr(row, name, value)
    return row


def is_expired(offer: Offer, today: date) -> bool:
    """Its last day is over."""
    return offer.valid_to is not None and offer.valid_to < today
