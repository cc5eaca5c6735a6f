"""The use case of changing an order: its lines priced anew, its dates and delivery (R2, R3)."""

from collections.abc import Sequence
from uuid import UUID

from services.chassis.errors import STALE
from services.chassis.references import at_fields
from services.chassis.tx import Tx, business_time
from services.orders import bonuses
from services.orders.approvals import judge_again, owed_before
from services.orders.contracts import (
    CHANGE_REFUSED,
    CONTRACT_SETTLED,
    LINE_BEGUN,
    LINE_RESERVED,
    LINE_TWICE,
    ChangedLine,
    ChangeOrder,
    Particulars,
)
from services.orders.faults import Faults
from services.orders.hryvnias import demand_contract_rate
from services.orders.models import Order, OrderLine, Settlement
from services.orders.ordering import (
    AGREED_IN_PROPOSAL,
    USUAL_PRIORITY,
    contract_limit,
    demand_contract,
    demand_payment_form,
    demand_sound,
    keep_totals,
    kept_stages,
    new_line,
    passes_without_deviations,
    require_prices,
    said_of,
    sum_lines,
    usual_supply,
)
from services.orders.progress import changed, demand_alive
from services.orders.steps import plan_steps
from services.partners.contracts import TermsOfSale, TermsOfSaleAsked
from services.pricing.contracts import AskQuote, PaymentForm, PricedLine, Quote, QuoteLine, SettledBy, TermsOfOffer


def question(order: Order, command: ChangeOrder) -> AskQuote | None:
    """What pricing is asked for the change; none where no line's price may change. Day and hour are the order's own: a
    discount of certain hours is neither lost nor won by a change at another."""
    lines = _wanted(order, command)
    if not lines:
        return None
    begun = {(line.id, line.item_id) for line in order.lines if _begun(line)}
    asked = [
        QuoteLine(**line.model_dump(exclude={"line_id"}), begun=(line.line_id, line.item_id) in begun) for line in lines
    ]
    return AskQuote(
        on=order.ordered_on,
        lines=tuple(asked),
        organization_id=order.organization_id,
        partner_id=order.partner_id,
        offer_id=order.offer_id,
        made_under=order.offer_id is not None,
        card_id=order.card_id,
        price_type_id=order.price_type_id,
        payment_form=_payment_form(order, command),
        prices_with_vat=order.prices_with_vat,
        vat_free=order.vat_free,
        time=business_time(order.created_at),
    )


def parties(order: Order, command: ChangeOrder) -> TermsOfSaleAsked | None:
    """What partners are asked for the change; none where no contract is named."""
    if command.contract_id is None:
        return None
    return TermsOfSaleAsked(
        organization_id=order.organization_id,
        partner_id=order.partner_id,
        legal_entity_id=order.legal_entity_id,
        contract_id=command.contract_id,
        on=order.ordered_on,
    )


def change_order(
    tx: Tx, command: ChangeOrder, seen: int, quote: Quote | None, contract: TermsOfSale | None = None
) -> Order:
    """`quote`: of the lines there shall be, made for the order's version `seen`; `contract`: what partners say of the
    one that is named."""
    order = tx.get(Order, command.id)
    demand_alive(order)
    if order.version != seen:
        raise STALE(version=order.version)
    demand_sound(tx, _as_it_shall_be(order, command))
    owed = owed_before(tx, order)
    terms = _offered(order)
    if "contract_id" in command.model_fields_set:
        if command.contract_id != order.contract_id:
            _demand_unsettled(tx, order)
        demand_contract(tx, terms, command.contract_id)
        order.contract_limit = contract_limit(contract, order.currency) if contract else None
    for name in command.model_fields_set & Particulars.model_fields.keys():
        setattr(order, name, getattr(command, name))
    if "priority" in command.model_fields_set:
        order.priority = command.priority or USUAL_PRIORITY
    if "payment_stages" in command.model_fields_set:
        order.payment_stages = kept_stages(command.payment_stages or (terms.payment_stages if terms else ()))
    demand_payment_form(tx, terms, command.payment_form)
    rate = order.contract_rate
    if "contract_rate" in command.model_fields_set:
        demand_contract_rate(tx, terms, command.contract_rate)
        order.contract_rate = command.contract_rate
    if quote is not None:
        _change_lines(tx, order, command, quote.lines)
        bonuses.share(order, tx.actor.language)
    order.payment_form = _payment_form(order, command)
    if quote is not None or "payment_stages" in command.model_fields_set:
        keep_totals(order, *sum_lines(order))
        plan_steps(order)
    judge_again(tx, order, owed, passes=passes_without_deviations(tx, order), new_rate=order.contract_rate != rate)
    changed(tx, order)
    return order


def _offered(order: Order) -> TermsOfOffer | None:
    return TermsOfOffer.model_validate(order.terms) if order.terms else None


def _payment_form(order: Order, command: ChangeOrder) -> PaymentForm | None:
    """As it shall be."""
    if "payment_form" not in command.model_fields_set:
        return PaymentForm(order.payment_form) if order.payment_form else None
    offered = _offered(order)
    return command.payment_form or (offered.payment_form if offered else None)


def _demand_unsettled(tx: Tx, order: Order) -> None:
    """What stands in the register under a contract stays there: the order's debt would be torn in two."""
    if order.settled_by == SettledBy.CONTRACT and tx.find(Settlement, Settlement.order_id == order.id) is not None:
        raise at_fields(CONTRACT_SETTLED, ["/contract_id"], tx.actor.language)


def _as_it_shall_be(order: Order, command: ChangeOrder) -> ChangeOrder:
    """The command with the dates that it leaves as they are: the two must be a period together."""
    kept = {name: getattr(order, name) for name in ("wished_from", "wished_to") if name not in command.model_fields_set}
    return command.model_copy(update=kept)


def _wanted(order: Order, command: ChangeOrder) -> list[ChangedLine]:
    """The lines there shall be with what is typed on them; without named ones those that nothing has begun of."""
    lines = command.lines
    if lines is None:
        anew = command.set_price_by_terms or _payment_form(order, command) != order.payment_form
        lines = tuple(_as_asked(line) for line in order.lines if not _begun(line)) if anew else ()
    if not command.set_price_by_terms:
        return list(lines)
    return [line.model_copy(update={"manual_price": None, "manual_discount": None}) for line in lines]


def _as_asked(line: OrderLine) -> ChangedLine:
    typed = {"manual_price": line.manual_price, "manual_discount": line.manual_discount}
    return ChangedLine(line_id=line.id, item_id=line.item_id, quantity=line.quantity, **typed)


def _begun(line: OrderLine) -> bool:
    return bool(line.shipped or line.cancelled)


def _change_lines(tx: Tx, order: Order, command: ChangeOrder, priced: Sequence[PricedLine]) -> None:
    wanted = _wanted(order, command)
    _demand_possible(tx, order, wanted, replaced=command.lines is not None)
    lines = {line.id: line for line in order.lines}
    stay = [_stays(lines.get(asked.line_id), asked, command) if asked.line_id else False for asked in wanted]
    require_prices(tx, priced, kept=[place for place, stays in enumerate(stay) if stays])
    if command.lines is not None:
        named = {asked.line_id for asked in wanted}
        order.lines = [line for line in order.lines if line.id in named]
    last = max((line.position for line in lines.values()), default=0)
    for asked, price, stays in zip(wanted, priced, stay, strict=True):
        line = lines.get(asked.line_id) if asked.line_id else None
        if line is None:
            last += 1
            order.lines.append(new_line(order, last, price, asked))
        elif not stays:
            if line.item_id != price.item_id:
                _become_another(order, line)
            was_goods = line.needs_stock
            for name, value in said_of(price, asked).items():
                setattr(line, name, value)
            if line.needs_stock != was_goods:
                line.supply, line.supply_on = usual_supply(order, price), None


def _stays(line: OrderLine | None, asked: ChangedLine, command: ChangeOrder) -> bool:
    """Whether a line keeps its price: some of it was shipped, or it was agreed in a proposal and the same of it is
    ordered, with no other price typed."""
    if line is None or _begun(line):
        return line is not None
    agreed = any(reason["rule"] == AGREED_IN_PROPOSAL for reason in line.reasons)
    same = (asked.item_id, asked.quantity) == (line.item_id, line.quantity)
    typed = (asked.manual_price, asked.manual_discount)
    as_agreed = typed in ((None, None), (line.manual_price, line.manual_discount))
    return agreed and same and as_agreed and not command.set_price_by_terms


def _become_another(order: Order, line: OrderLine) -> None:
    """What was allowed was allowed for the item that stood there."""
    order.deviations = [one for one in order.deviations if one["line_id"] != str(line.id)]


def _demand_possible(tx: Tx, order: Order, wanted: Sequence[ChangedLine], *, replaced: bool) -> None:
    """What was shipped, cancelled or reserved bounds the change: every line that does not respect it is named."""
    lines = {line.id: line for line in order.lines}
    faults = Faults(tx.actor.language)
    seen: set[UUID] = set()
    for place, asked in enumerate(wanted):
        if asked.line_id is None:
            continue
        line = lines.get(asked.line_id)
        if line is None:
            faults.unknown(f"/lines/{place}/line_id")
        else:
            _note_bounds(faults, place, line, asked, twice=line.id in seen)
            seen.add(line.id)
    for line in order.lines if replaced else ():
        if line.id not in seen and _begun(line):
            faults.note(LINE_BEGUN, "/lines", position=line.position)
        elif line.id not in seen and line.reserved:
            faults.note(LINE_RESERVED, "/lines", position=line.position, reserved=line.reserved)
    faults.demand_none(CHANGE_REFUSED)


def _note_bounds(faults: Faults, place: int, line: OrderLine, asked: ChangedLine, *, twice: bool) -> None:
    same_item = asked.item_id == line.item_id
    if twice:
        faults.note(LINE_TWICE, f"/lines/{place}/line_id", position=line.position)
    if _begun(line) and not (same_item and asked.quantity == line.quantity):
        faults.note(LINE_BEGUN, f"/lines/{place}/{'quantity' if same_item else 'item_id'}", position=line.position)
    elif line.reserved and not (same_item and asked.quantity >= line.reserved):
        pointer = f"/lines/{place}/{'quantity' if same_item else 'item_id'}"
        faults.note(LINE_RESERVED, pointer, position=line.position, reserved=line.reserved)
