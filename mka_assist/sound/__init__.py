"""Metronome and alarm tones, in a process of their own: no busy screen or stalled terminal stops them."""
