"""What the registers of a snapshot say on its day: whose turn it is, which clocks ran out, what never came to be."""
