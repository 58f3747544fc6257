"""How the portal is doing: the state of each part for `/readyz`, the figures for `/metrics`."""
