-- At which field are started forms given up?
SELECT form, last_field, count(*) AS visits
FROM forms
WHERE abandoned
GROUP BY ALL
ORDER BY visits DESC, form, last_field;
