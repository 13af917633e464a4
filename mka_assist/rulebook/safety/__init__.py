"""The safety properties of a rulebook, proven over every call there is: one file each, listed in `proving`.

A property holds in all calls, or there is a call that shows that it does not. An agreement stands outside the
space: what is proven of a partner holds whether or not there is an agreement with it.
"""
