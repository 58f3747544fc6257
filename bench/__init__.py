"""Benchmarks: what things cost beside each other, in one run on one machine. Figures are ratios; times only explain."""
