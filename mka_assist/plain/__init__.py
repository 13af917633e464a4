"""The console line by line, for a screen reader, a pipe, or a terminal that can show no screen.

It stands on the same desk as the screen: the same keys, the same calls, the same journal. No Textual.
"""
