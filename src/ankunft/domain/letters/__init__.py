"""What the canton writes to municipalities about their contributions: letters that stay as they were made."""
