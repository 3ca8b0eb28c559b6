"""Whether what is stored is what was written: snapshots, reviews and the chain that binds them."""
