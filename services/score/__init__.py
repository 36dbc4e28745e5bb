"""Assess the risk of each matter with reasons that add up."""
