"""Testing rules: examples and calls as tests, what they cover, and which changes to a rule none notices."""
