"""The files of an edition, all made from its frozen content."""
