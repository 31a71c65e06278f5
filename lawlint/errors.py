"""Errors that are for people: what is wrong, where, what to do. The command line prints them and exits with 2."""

from __future__ import annotations


class LawlintError(Exception):
    """Something the run cannot go on with; its text is a complete message in Chinese."""


class UsageError(LawlintError):
    """A wrong option, rule name, profile name or configuration."""


class ReadError(LawlintError):
    """A draft that cannot be read."""


class ProfileError(LawlintError):
    """A profile or register file that is not valid; the message names file and line."""


class PluginError(LawlintError):
    """A plugin that does not load; the message names it."""
