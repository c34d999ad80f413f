"""Plans and budgets: what a decision prints, as frozen values, with an audit of its arithmetic."""
