"""The rulebook as durable_rules. Nothing here is loaded before it is needed: see `compiler.Engine`."""
