"""What texts of people mean, by value: the same name written twice, placeholders, addresses, telephone numbers."""
