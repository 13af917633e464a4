"""One readable page about a rulebook: its content as blocks, and those as Markdown or HTML."""
