// The gallery: one large picture, thumbnails, arrows and arrow keys.
import { VIEWS, picture } from '../art/picture.js';
import { colours } from '../shop/catalogue.js';
import { $, html } from '../shop/dom.js';

/** Returns `{ show(colour) }`, which redraws all pictures in that colour. */
export function gallery(product) {
  let at = 0;
  let colour = product.colours[0];
  const thumbs = $('#thumbs');

  function draw() {
    const { name, hex } = colours[colour];
    const main = $('#picture');
    main.src = picture(product, hex, VIEWS[at].key);
    main.alt = `${product.name} in ${name.toLowerCase()}, ${VIEWS[at].alt}`;
    for (const [index, button] of [...thumbs.querySelectorAll('button')].entries()) {
      button.firstElementChild.src = picture(product, hex, VIEWS[index].key);
      button.setAttribute('aria-current', String(index === at));
    }
  }
  function go(index) {
    at = (index + VIEWS.length) % VIEWS.length;
    draw();
  }

  thumbs.innerHTML = VIEWS.map((view, index) => html`<li><button type="button" data-at="${index}" aria-label="Picture ${index + 1} of ${VIEWS.length}"><img width="96" height="96" alt=""></button></li>`).join('');
  thumbs.addEventListener('click', (event) => {
    const button = event.target.closest('button');
    if (button) go(Number(button.dataset.at));
  });
  $('#previous-picture').addEventListener('click', () => go(at - 1));
  $('#next-picture').addEventListener('click', () => go(at + 1));
  $('.gallery').addEventListener('keydown', (event) => {
    if (event.key === 'ArrowLeft') go(at - 1);
    if (event.key === 'ArrowRight') go(at + 1);
  });
  return { show(chosen) { colour = chosen; draw(); } };
}
