"""The trend and the difference of stored reviews, in the forms that people and programs read."""
