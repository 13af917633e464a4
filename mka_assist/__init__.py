"""Decision support for MKA dispatchers in a resuscitation call: training, evaluation, rule design."""

__version__ = "0.1.0"
