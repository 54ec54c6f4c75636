// The wish list's heart: kept in this browser's storage.
import { $ } from '../shop/dom.js';

const KEY = 'borgolana.wishes';

/** Wires the button; `onAdd` is called when a piece is put on the list, not when taken off. */
export function wishlistButton(product, onAdd) {
  const button = $('#wishlist');
  const wishes = new Set(load());
  const show = () => button.setAttribute('aria-pressed', String(wishes.has(product.id)));
  show();
  button.addEventListener('click', () => {
    if (wishes.delete(product.id)) { save(wishes); show(); return; }
    wishes.add(product.id);
    save(wishes);
    show();
    onAdd();
  });
}

function load() {
  try { return JSON.parse(localStorage.getItem(KEY)) ?? []; } catch { return []; }
}

function save(wishes) {
  try { localStorage.setItem(KEY, JSON.stringify([...wishes])); } catch { /* refused: lasts for this page */ }
}
