"""The built-in profiles and the register of laws: YAML files, installed as the package ``lawlint_profiles``."""
