-- What is asked by others runs in a transaction that cannot write.
BEGIN TRANSACTION READ ONLY
