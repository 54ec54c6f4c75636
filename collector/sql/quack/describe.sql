-- The statement that tells the columns of another.
SELECT 'DESCRIBE FROM (' || chr(10) || rtrim($text::VARCHAR, '; ' || chr(10) || chr(9) || chr(13)) || chr(10) || ')'
