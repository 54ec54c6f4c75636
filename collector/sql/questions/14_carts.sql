-- How many carts were ordered, abandoned and recovered?
SELECT carts, ordered, abandoned, recovered
FROM cart_rates(NULL, NULL, NULL, NULL);
