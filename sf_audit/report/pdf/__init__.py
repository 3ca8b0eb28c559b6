"""The review on paper: what it says as blocks, and Typst, which sets them as an archivable and accessible PDF."""
