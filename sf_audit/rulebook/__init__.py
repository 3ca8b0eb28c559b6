"""Rules: what people wrote as files, and the checks that those files may name."""
