"""Measurements that are run by hand, on data made up for them."""
