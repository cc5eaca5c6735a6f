"""A process that is forked into others leaves nothing to build to them: they would each copy the pages it writes to."""

from services.chassis.startup import all_contracts, build_ahead


def test_no_model_of_a_contract_waits_for_its_first_use() -> None:
    build_ahead()
    operations = [one for contract in all_contracts() for one in contract.operations.values()]
    models = {model for one in operations for model in (one.request, one.reply)}
    models |= {event.view for contract in all_contracts() for event in contract.events.values()}
    assert models
    assert [model.__name__ for model in models if not model.__pydantic_complete__] == []
