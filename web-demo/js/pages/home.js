// Home: best sellers and the categories' tiles.
import { picture } from '../art/picture.js';
import { showList } from '../shop/cards.js';
import { categories, colours, products } from '../shop/catalogue.js';
import '../shop/chrome.js';
import { $, html } from '../shop/dom.js';

const loved = products.filter((product) => product.badge === 'Bestseller').slice(0, 4);
showList($('#best'), loved, { id: 'home_bestsellers', name: 'Most loved this month' });

// Each category shows a piece that is not already above.
const faces = { knitwear: 'BL-1002', 'scarves-hats': 'BL-2002', home: 'BL-3003', slippers: 'BL-4003' };
$('#tiles').innerHTML = Object.entries(categories).map(([slug, category]) => {
  const face = products.find((product) => product.id === faces[slug]);
  return html`<li><a class="tile" href="/c/${slug}"><img src="${picture(face, colours[face.colours[0]].hex)}" width="400" height="400" alt="" loading="lazy"><span>${category.name}</span></a></li>`;
}).join('');
