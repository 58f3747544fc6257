"""How fast the portal serves, beside nginx and the least that Flask can do, as requests a CPU-second of each."""
