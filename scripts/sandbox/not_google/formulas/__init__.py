"""Formulas: reading them, computing them, and keeping their references right when rows and columns move."""
