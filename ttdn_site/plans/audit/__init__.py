"""The audit of a plan: one rule per file."""
