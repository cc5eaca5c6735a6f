"""Long work of deals: none yet."""

from services.chassis.jobs import Jobs

jobs = Jobs()
