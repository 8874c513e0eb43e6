"""Everything that writes: the outbox, the index, the record of builds."""
