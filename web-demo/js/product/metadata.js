// What search engines and social networks read: schema.org JSON-LD and Open Graph.
import { euros } from '../shop/datalayer.js';

export function describe(product, category, rating) {
  const url = `${location.origin}/p/${product.slug}`;
  ld({
    '@type': 'Product', sku: product.id, name: product.name, description: product.description,
    category: category.name, material: product.material, brand: { '@type': 'Brand', name: 'Borgolana' },
    offers: { '@type': 'Offer', url, price: euros(product.price).toFixed(2), priceCurrency: 'EUR', availability: 'https://schema.org/InStock' },
    aggregateRating: { '@type': 'AggregateRating', ratingValue: rating.average.toFixed(1), reviewCount: rating.count },
  });
  ld({
    '@type': 'BreadcrumbList',
    itemListElement: [['Home', '/'], [category.name, `/c/${product.category}`], [product.name, `/p/${product.slug}`]]
      .map(([name, path], at) => ({ '@type': 'ListItem', position: at + 1, name, item: location.origin + path })),
  });
  for (const [property, content] of [['og:type', 'product'], ['og:title', product.name], ['og:description', product.tagline], ['og:url', url]]) {
    const meta = document.createElement('meta');
    meta.setAttribute('property', property);
    meta.content = content;
    document.head.append(meta);
  }
}

function ld(data) {
  const script = document.createElement('script');
  script.type = 'application/ld+json';
  script.textContent = JSON.stringify({ '@context': 'https://schema.org', ...data });
  document.head.append(script);
}
