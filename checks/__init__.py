"""The built-in checks: what the templates and standards ask, one module a concern."""
