"""What may be chosen: regions, spheres and working days, as data beside typed loaders."""
