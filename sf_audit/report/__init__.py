"""The Review as people and machines read it: functions from a Review to text, nothing else.

A reporter sees only the Review: no org, no snapshot, no rule file. It opens no file and decides nothing.
"""
