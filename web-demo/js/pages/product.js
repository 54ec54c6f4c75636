// Product: puts the page together and lets the shopper choose and buy.
import { arrival } from '../shop/checkout.js';
import { bySlug, categories, euro } from '../shop/catalogue.js';
import * as cart from '../shop/cart.js';
import '../shop/chrome.js';
import { item, net, pushCommerce, variantName } from '../shop/datalayer.js';
import { $, html, say } from '../shop/dom.js';
import { showComparison, showReviews, showSpecs } from '../product/about.js';
import { choices } from '../product/choices.js';
import { gallery } from '../product/gallery.js';
import { describe } from '../product/metadata.js';
import { sizeGuide } from '../product/size-guide.js';
import { wishlistButton } from '../product/wishlist.js';

const product = bySlug(location.pathname.split('/').pop());
const category = categories[product.category];

$('#crumb').textContent = product.name;
$('#crumb-category').textContent = category.name;
$('#crumb-category').href = `/c/${product.category}`;
$('#product-title').textContent = product.name;
$('#tagline').textContent = product.tagline;
say($('#badge'), product.badge ?? '');
$('#price').innerHTML = (product.was ? html`<s><span class="sr">before </span>${euro(product.was)}</s> ` : '') + html`${euro(product.price)}`;
$('#stock').textContent = product.stock <= 5 ? `Only ${product.stock} left` : 'In stock, ready to ship';
$('#stock').classList.toggle('low', product.stock <= 5);
$('#eta').textContent = arrival('standard');

const pictures = gallery(product);
const choice = choices(product, pictures.show);
sizeGuide(product);
showSpecs(product);
showComparison(product);
const chosen = (extra) => item(product, { variant: variantName(choice.colour(), choice.size()), ...extra });
const worth = (quantity = 1) => ({ currency: 'EUR', value: net(product.price * quantity) });
wishlistButton(product, () => pushCommerce('add_to_wishlist', { ...worth(), items: [chosen()] }));
pushCommerce('view_item', { ...worth(), items: [chosen()] });

const quantity = $('#quantity');
const step = (by) => { quantity.value = Math.max(1, Math.min(9, wanted() + by)); };
$('#less').addEventListener('click', () => step(-1));
$('#more').addEventListener('click', () => step(1));
quantity.addEventListener('change', () => step(0));

$('#buy').addEventListener('submit', (event) => {
  event.preventDefault();
  if (!choice.complete()) return;
  const added = cart.add(product.id, choice.colour(), choice.size(), wanted());
  $('#added').innerHTML = added > 0
    ? html`<span>In your basket: ${added} × ${product.name}.</span> <a class="button quiet" href="/cart">View basket</a>`
    : html`<span>Nine of one kind is the most we can send.</span> <a class="button quiet" href="/cart">View basket</a>`;
  if (added > 0) pushCommerce('add_to_cart', { ...worth(added), items: [chosen({ quantity: added })] });
});

describe(product, category, await showReviews(product));

function wanted() {
  return Math.trunc(Number(quantity.value)) || 1;
}
