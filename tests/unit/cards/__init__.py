"""How tickets look where people see them."""
