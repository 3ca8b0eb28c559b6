"""One HTTP call: policy, retries, budget, limits, and errors by their class."""
