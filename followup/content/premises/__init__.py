"""The premises of a budget: goals or proposals, room, frames and need of a budget year and its plan years."""
