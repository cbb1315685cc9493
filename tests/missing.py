"""What is said when a test cannot run because this machine lacks a program."""

MISSING_BROWSER = "Chromium is not installed: the playground's page is NOT tested. `make browser` installs it."
