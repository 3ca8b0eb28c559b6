"""SOQL as the demo org understands it: text in, rows of `OrgData.rows` out.

`run.run` is the way in, `answer.Answer` what comes back, `errors.SoqlError` what the platform would refuse.
"""
