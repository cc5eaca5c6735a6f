"""The demo company, and one whole sale of it played through the gateway, from a trade fair to the paid shipment."""
