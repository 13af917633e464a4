"""Other engines that judge the same rules. Each module has `load(stages)`, which gives a `Peer` and raises
`ImportError` when the engine is not installed.
"""
