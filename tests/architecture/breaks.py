"""One small break for every house rule."""

from tests.architecture.breaking import Break
from tests.architecture.breaks_in_code import IN_CODE
from tests.architecture.breaks_in_promises import IN_PROMISES

BREAKS: tuple[Break, ...] = (*IN_CODE, *IN_PROMISES)
