"""Files of other systems in: readers, header matching, and the importers of enterprises and records."""
