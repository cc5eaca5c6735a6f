"""Long work of marketing: none yet."""

from services.chassis.jobs import Jobs

jobs = Jobs()
