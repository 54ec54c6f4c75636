-- Closes the DuckDB that speaks Quack to all but the two functions of ours. Before it listens:
-- until the functions are set, whoever has its token may write.
SET autoinstall_known_extensions = false;
SET autoload_known_extensions = false;
SET enable_external_access = false;
SET memory_limit = '256MB';
SET GLOBAL quack_authentication_function = 'percorso_knows';
SET GLOBAL quack_authorization_function = 'percorso_question';
SET lock_configuration = true;
