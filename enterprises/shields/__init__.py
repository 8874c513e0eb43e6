"""Temporary shielding: on a court's ruling, adverse information of an enterprise is not shown until a day."""
