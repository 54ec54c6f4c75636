// Colour and size: radio buttons in fieldsets, sold-out sizes disabled.
import { colours, sizes, sizesOf } from '../shop/catalogue.js';
import { $, html, say } from '../shop/dom.js';

/** Returns what is chosen; `complete()` complains and focuses when a size is missing. */
export function choices(product, onColour) {
  const offered = sizesOf(product);
  $('#colours').innerHTML = product.colours.map((key) => html`<label class="swatch"><input type="radio" name="colour" value="${key}"><span class="yarn-${key}"></span><span class="sr">${colours[key].name}</span></label>`).join('');
  $('#sizes').innerHTML = offered.map(({ name, soldOut }) => `${html`<label class="size"><input type="radio" name="size" value="${name}" aria-describedby="size-error"`}${soldOut ? ' disabled' : ''}>${html`<span>${name}</span>`}${soldOut ? '<span class="sr"> sold out</span>' : ''}</label>`).join('');
  $('#size-set').hidden = offered.length === 0;
  if (product.sizes) $('#size-label').textContent = sizes[product.sizes].label;

  const picked = (name) => $(`input[name="${name}"]:checked`)?.value;
  const showColour = () => {
    $('#colour-name').textContent = colours[picked('colour')].name;
    onColour(picked('colour'));
  };
  $('#colours input').checked = true;
  $('#colours').addEventListener('change', showColour);
  $('#sizes').addEventListener('change', () => say($('#size-error'), ''));
  showColour();

  return {
    colour: () => picked('colour'),
    size: () => picked('size') ?? null,
    complete() {
      const missing = offered.length > 0 && !picked('size');
      say($('#size-error'), missing ? 'Choose a size first.' : '');
      if (missing) $('input[name="size"]:enabled').focus();
      return !missing;
    },
  };
}
