"""Bulk API 2.0 query jobs: pages as Parquet, read ahead and written behind."""
