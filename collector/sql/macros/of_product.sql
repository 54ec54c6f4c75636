-- Whether a page that says something of itself is one product's: it says so to social media, or has the data
-- of one product. A list has that of several.
CREATE OR REPLACE MACRO of_product(p_params) AS
contains(p_params::VARCHAR, '"og":"product"')
OR len(list_filter(string_split(json_extract_string(p_params, '$.types'), ','),
    lambda type: type = 'Product')) = 1;

COMMENT ON MACRO of_product IS 'Whether the parameters of a content event are those of one product''s page.';
