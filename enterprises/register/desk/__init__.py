"""The register at the desk: codes that two persons confirm and link, enterprises that records name."""
