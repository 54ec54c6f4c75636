// Lists of product cards, and GA4's list events for them.
import { picture } from '../art/picture.js';
import { colours, euro } from './catalogue.js';
import { item, pushCommerce } from './datalayer.js';
import { html } from './dom.js';

/** Shows `products` in `ul`, tells the dataLayer, and tells it again which one was chosen. */
export function showList(ul, products, list, { tell = true } = {}) {
  ul.innerHTML = products.map((product, index) => card(product, index)).join('');
  const named = { item_list_id: list.id, item_list_name: list.name };
  const asItem = (product) => item(product, { index: products.indexOf(product) });
  if (tell && products.length > 0) pushCommerce('view_item_list', { ...named, items: products.map(asItem) });
  ul.onclick = (event) => {
    const link = event.target.closest('a[data-id]');
    const chosen = link && products.find((product) => product.id === link.dataset.id);
    if (chosen) pushCommerce('select_item', { ...named, items: [asItem(chosen)] });
  };
}

function card(product, index) {
  const first = colours[product.colours[0]];
  const dots = product.colours.map((key) => html`<span class="dot yarn-${key}"></span>`).join('');
  const was = product.was ? html`<s><span class="sr">before </span>${euro(product.was)}</s> ` : '';
  const badge = product.badge ? html`<span class="badge">${product.badge}</span>` : '';
  return html`<li class="card"><a href="/p/${product.slug}" data-id="${product.id}">
    <img src="${picture(product, first.hex)}" width="400" height="400" alt="" loading="${index < 4 ? 'eager' : 'lazy'}">`
    + badge + html`<span class="card-name">${product.name}</span><span class="card-line">${product.tagline}</span>
    <span class="card-price">` + was + html`${euro(product.price)}</span></a>
    <span class="dots" role="img" aria-label="In ${product.colours.map((key) => colours[key].name.toLowerCase()).join(', ')}">` + dots + '</span></li>';
}
