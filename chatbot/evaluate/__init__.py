"""Measures the memory system on data, beside baselines."""
