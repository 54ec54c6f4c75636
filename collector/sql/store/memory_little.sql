-- While the ids of millions of events are read, which nobody asks for again: else they stay in memory, 16 bytes each.
SET memory_limit = '32MB';
