"""What is kept of samples, and what they foretell."""
