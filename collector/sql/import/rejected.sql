-- Everything that was refused, for --rejects.
SELECT line, hit, reason, record FROM rejected ORDER BY line, hit;
