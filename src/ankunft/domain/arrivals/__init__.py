"""People who arrive: who they are, where they live, and who may know it for which purpose."""
