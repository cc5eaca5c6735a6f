"""Long work of pricing: none yet."""

from services.chassis.jobs import Jobs

jobs = Jobs()
