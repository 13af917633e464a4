"""Pure views: how a call stands, as lines of text for a screen of a given size."""
