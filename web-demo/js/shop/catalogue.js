// The catalogue, loaded once: products, categories, colours and how money is written.

const data = await (await fetch('/data/catalogue.json')).json();

export const { products, categories, colours, sizes } = data;

const format = new Intl.NumberFormat('en-IE', { style: 'currency', currency: 'EUR' });

export function bySlug(slug) {
  return products.find((product) => product.slug === slug);
}

export function byId(id) {
  return products.find((product) => product.id === id);
}

/** Cents as a price, e.g. €148.00. */
export function euro(cents) {
  return format.format(cents / 100);
}

/** What a shopper can buy: the sizes on offer, those sold out marked. */
export function sizesOf(product) {
  if (!product.sizes) return [];
  return sizes[product.sizes].options.map((name) => ({ name, soldOut: product.sold_out.includes(name) }));
}

/** Products whose words contain every word of the query, best (in the name) first. */
export function search(query, among = products) {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  const text = (product) => [product.name, product.tagline, product.material, product.description,
    product.art, categories[product.category].name, ...product.colours.map((key) => colours[key].name)]
    .join(' ').toLowerCase();
  const inName = (product) => words.filter((word) => product.name.toLowerCase().includes(word)).length;
  return among.filter((product) => words.every((word) => text(product).includes(word)))
    .sort((a, b) => inName(b) - inName(a));
}

export async function reviewsOf(product) {
  return (await (await fetch('/data/reviews.json')).json())[product.slug] ?? [];
}
