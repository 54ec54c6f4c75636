-- Notes in the file that what was taken away still lies in its free blocks.
CREATE TABLE IF NOT EXISTS to_overwrite AS SELECT true AS owed;
