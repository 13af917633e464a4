"""The caller instruction (*meldersinstructie*): what a centralist tells a caller to do, as checked data.

It has a medical purpose and therefore stands apart from the rules about whom to alarm (MDR): it uses the
language those rules are written in, and nothing of what they decide.
"""
