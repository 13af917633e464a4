"""Exact analysis of a rulebook: every combination of facts at once, no sampling and no solver.

`boxes` counts with sets of calls, `space` cuts the facts of a call into cells, `statements` says in which
calls a condition or a status holds. On these stand the findings, one file each, listed in `registry`.
"""
