// Category: its list, a search inside it and an order.
import { showList } from '../shop/cards.js';
import { categories, products, search } from '../shop/catalogue.js';
import '../shop/chrome.js';
import { $ } from '../shop/dom.js';

const slug = location.pathname.split('/').pop();
const category = categories[slug];
const list = { id: `category_${slug.replace('-', '_')}`, name: category.name };
const ORDERS = {
  ours: () => 0,
  cheap: (a, b) => a.price - b.price,
  dear: (a, b) => b.price - a.price,
  warm: (a, b) => b.warmth - a.warmth,
};

$('#category-title').textContent = category.name;
$('#crumb').textContent = category.name;
$('#category-intro').textContent = category.intro;

const tools = $('#tools');
show(true);
tools.addEventListener('input', () => show(false));
tools.addEventListener('submit', (event) => event.preventDefault());

function show(first) {
  const all = products.filter((product) => product.category === slug);
  const typed = tools.filter.value.trim();
  const found = (typed ? search(typed, all) : all).toSorted(ORDERS[tools.sort.value]);
  showList($('#products'), found, list, { tell: first });
  $('#result-count').textContent = found.length === 1 ? '1 piece' : `${found.length} pieces`;
  $('#no-results').hidden = found.length > 0;
  $('#search-everywhere').href = `/search?q=${encodeURIComponent(typed)}`;
}
