"""The ground's models."""

from .user import User

__all__ = ["User"]
