"""Rules in the words of one org, and what of them does not fit it."""
