"""The process behind the web servers: index changes and periodic jobs."""
