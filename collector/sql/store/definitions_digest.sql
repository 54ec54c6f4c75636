-- Which views and macros the file has.
SELECT digest FROM definitions;
