"""Files that people wrote, and what is wrong with them in words of the file."""
