-- Whether a mapping's zone is one; and its format, if it is none of strptime's, fails. $1: zone, $2: format.
SELECT
    $1::VARCHAR IS NULL OR EXISTS (SELECT 1 FROM pg_timezone_names() WHERE name = $1::VARCHAR) AS zone_known,
    $2::VARCHAR IS NULL OR try_strptime('', $2::VARCHAR) IS NULL                               AS format_known;
