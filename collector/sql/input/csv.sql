-- Opens a CSV file as source; all of it text, so that 007 stays 007.
-- Variables input_file, input_user, input_time and input_event say which file and which columns.
CREATE OR REPLACE TEMP VIEW source AS
FROM read_csv(getvariable('input_file'), all_varchar = true, header = true);
