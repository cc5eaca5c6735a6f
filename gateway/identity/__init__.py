"""Who signs in. Owns users, passwords, sign-ins and what keeps guessing slow, in a database of its own.

Gives out short access tokens that every gateway process checks without asking anybody, and refresh tokens for one
use each. Knows roles by name only: what a role may do is decided by the service that owns the data.
"""

from gateway.identity.identity import Identity
from gateway.identity.tokens import Claims

__all__ = ["Claims", "Identity"]
