-- Blocks of the file that hold nothing, and how many values of eight bytes a block has.
SELECT free_blocks::BIGINT AS free_blocks, (block_size // 8)::BIGINT AS block_values
FROM pragma_database_size()
WHERE database_name = current_database();
