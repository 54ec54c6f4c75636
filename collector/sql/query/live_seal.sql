-- For a connection that answers others: no files, no network, and no way back.
SET enable_external_access = false
