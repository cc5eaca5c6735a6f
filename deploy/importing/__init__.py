"""Bringing other systems' data in through the gateway, as any client of the API would: checked like everything else,
repeatable, and resumable after a kill, because what is there already is asked of Ugoda itself."""
