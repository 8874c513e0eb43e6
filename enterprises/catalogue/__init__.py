"""The catalogue of public credit information: what a credit file holds, as data."""
