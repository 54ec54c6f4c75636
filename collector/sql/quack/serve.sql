-- Has the DuckDB that speaks Quack listen; close.sql goes before.
CALL quack_serve(
    getvariable('quack_uri'), token := getvariable('quack_key'), allow_other_hostname := true
);
