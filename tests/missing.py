"""What is said when a test cannot run because this machine lacks a program."""

MISSING_BROWSER = "Chromium is not installed: the playground's page is NOT tested. `make browser` installs it."
MISSING_OFFICE = "LibreOffice cannot be used: the printing of office files is NOT tested. `make office` installs it."
MISSING = (MISSING_BROWSER, MISSING_OFFICE)
