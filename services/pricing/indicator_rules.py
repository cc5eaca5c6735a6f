"""The bounds by which items are ranked: one small document, defaults until it is set."""

from sqlalchemy import select

from services.chassis.ids import uuid_for
from services.chassis.references import at_fields
from services.chassis.tx import Reader, Tx
from services.pricing.contracts import BOUNDS_ASCEND, IndicatorRulesAsked, IndicatorRulesView, SetIndicatorRules
from services.pricing.models import IndicatorRules

THE_ONLY = uuid_for("pricing", "indicator rules")
_ASCENDING = (("abc_a", "abc_b"), ("xyz_x", "xyz_y"), ("slow_after_months", "dead_after_months"))


def rules_of(reader: Reader) -> IndicatorRules:
    found = reader.find(IndicatorRules, IndicatorRules.id == THE_ONLY)
    return found or IndicatorRules(**SetIndicatorRules().__dict__)


def indicator_rules(reader: Reader, _: IndicatorRulesAsked) -> IndicatorRulesView:
    found = reader.session.scalars(select(IndicatorRules).where(reader.visible(IndicatorRules))).first()
    return IndicatorRulesView.model_validate(found or SetIndicatorRules(), from_attributes=True)


def set_indicator_rules(tx: Tx, command: SetIndicatorRules) -> IndicatorRules:
    wrong = [f"/{high}" for low, high in _ASCENDING if getattr(command, high) <= getattr(command, low)]
    if wrong:
        raise at_fields(BOUNDS_ASCEND, wrong, tx.actor.language)
    for rules in tx.locked(IndicatorRules, IndicatorRules.id == THE_ONLY):
        for name, value in command.__dict__.items():
            setattr(rules, name, value)
        return rules
    return tx.add(IndicatorRules(id=THE_ONLY, **command.__dict__))
