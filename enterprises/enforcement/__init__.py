"""Action against infringement and counterfeits: cases among the penalties, and campaigns with their results."""
