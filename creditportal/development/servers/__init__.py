"""Real servers of the portal's own, for tests, benches and the demo. Standard library only."""
