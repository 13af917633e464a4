"""What a change of the rules does, not what it looks like: which calls are decided differently.

`outcomes` says what is decided about whom, `cover` makes few regions out of many calls, `compare` does it for
two rulebooks on a day, and `texts` names what changed without changing a decision.
"""
