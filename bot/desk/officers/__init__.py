"""What officers do: answers with their previews and files, opening contacts."""
