"""Background work as the person sees it who asked for it."""
