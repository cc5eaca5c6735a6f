"""Ids of records by their nouns, as requests name them in braces."""


class Known(dict[str, str]):
    """`known.order` is `known["order"]`."""

    def __getattr__(self, noun: str) -> str:
        try:
            return self[noun]
        except KeyError:
            raise AttributeError(noun) from None

    @property
    def parties(self) -> dict[str, str]:
        return {"organization_id": self.organization, "partner_id": self.partner}
