"""What must not cross from a citizen to staff: identifiers in text, and the marks that files carry."""
