-- Ends what serve.sql began.
CALL quack_stop(getvariable('quack_uri'));
