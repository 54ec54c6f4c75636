// What every page has: the basket's count, the current category, the newsletter form.
import { count, watch } from './cart.js';
import { $, say } from './dom.js';
import { validated } from './validate.js';

const badge = $('#basket-count');
const showCount = () => { badge.textContent = count(); badge.classList.toggle('some', count() > 0); };
showCount();
watch(showCount);

for (const link of document.querySelectorAll('.categories a')) {
  if (link.pathname === location.pathname) link.setAttribute('aria-current', 'page');
}

validated($('#newsletter'), () => {
  $('#newsletter').hidden = true;
  say($('#newsletter-status'), 'Grazie! In a real shop the next letter would come to you; this one kept nothing.');
});
