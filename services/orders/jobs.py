"""Long work of orders: none yet."""

from services.chassis.jobs import Jobs

jobs = Jobs()
