"""Which group serves which region, what happens to a group, and the admins."""
