"""The support desk's own words and rules: pure, typed, and free of clocks, clouds and vendors."""
