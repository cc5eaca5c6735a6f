"""`make bench`: speed, CPU and memory of a whole Ugoda on this machine, with a stock Nameko echo as the floor."""
