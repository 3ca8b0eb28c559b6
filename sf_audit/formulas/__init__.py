"""Salesforce formulas, as validation rules use them: read, and asked what they really stop.

    parse(text)                              the tree of a formula, or a `FormulaError` with line and column
    what_stops_empty(text, field, kind)      whether a validation rule stops an empty field, for whom and when

Nothing is guessed: what does not parse or cannot be decided is `unknown`, never "stopped". The grammar is that of the
platform's own engine as it was published ("salesforce/formula-engine", Formula.g4 and LexerRules.g4): there `*` and `/`
bind tighter than `^`, which spreadsheets do the other way round.
"""
