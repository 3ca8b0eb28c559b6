"""Answers to what people ask of effective access: why, who, the whole matrix, and what changed.

They come as the plain nouns of `sf_audit.model.access`, which reporters and the command line can read.
"""
