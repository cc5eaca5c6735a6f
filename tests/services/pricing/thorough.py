"""How many examples the rules of prices are tried with against plain models."""

from hypothesis import HealthCheck, settings

THOROUGH = settings(max_examples=500, deadline=None)
ON_ONE_DATABASE = settings(THOROUGH, suppress_health_check=[HealthCheck.function_scoped_fixture])
"""Every example has an item of its own: what earlier ones left in the database is not seen."""
