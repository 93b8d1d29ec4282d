"""Tests that read the template as CloudFormation would get it."""
