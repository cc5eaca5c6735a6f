"""A process that is forked into others leaves nothing to build to them: they would each copy the pages it writes to."""

from services.chassis.startup import all_contracts, build_ahead


def test_no_model_of_a_contract_waits_for_its_first_use() -> None:
    build_ahead()
    operations = [one for contract in all_contracts() for one in contract.operations.values()]
    models = {model for one in operations for model in (one.request, one.reply)}
    models |= {event.view for contract in all_contracts() for event in contract.events.values()}
    assert models
    assert [model.__name__ for model in models if not model.__pydantic_complete__] == []


def test_no_source_is_looked_for_where_a_model_is_made_without_one() -> None:
    """Pydantic looks for docstrings of fields through all modules, for each model: most of the time of an import."""
    listings = [one for contract in all_contracts() for one in contract.operations.values() if one.listing]
    models = [model for one in listings for model in (one.request, one.reply)]
    assert len(models) > 100
    assert [model.__name__ for model in models if model.model_config["use_attribute_docstrings"]] == []
