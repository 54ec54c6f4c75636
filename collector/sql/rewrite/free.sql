-- Blocks of the file that hold nothing, how many values of eight bytes a block has, and the bytes that are free
-- among DuckDB's own notes of tables and columns, which lie in blocks of their own, in pieces of 4 KiB.
SELECT
    free_blocks::BIGINT        AS free_blocks,
    (block_size // 8)::BIGINT  AS block_values,
    (SELECT coalesce(sum(len(free_list)), 0) * 4096 FROM pragma_metadata_info())::BIGINT AS free_notes
FROM pragma_database_size()
WHERE database_name = current_database();
