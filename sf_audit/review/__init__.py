"""Document 2: the judgement. Severity, tolerance, owners, waivers and dates are applied here, once."""
