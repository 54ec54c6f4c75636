// The size guide: a modal dialog with the table for the product's kind of size.
import { $, html } from '../shop/dom.js';

const GUIDES = {
  adult: {
    hint: 'Measure over a T-shirt. Between two sizes, take the smaller one: wool gives.',
    head: ['Size', 'Chest', 'Waist', 'Sleeve'],
    rows: [['XS', '82–86', '66–70', '60'], ['S', '87–92', '71–76', '61'], ['M', '93–98', '77–82', '63'], ['L', '99–105', '83–90', '65'], ['XL', '106–113', '91–99', '66'], ['XXL', '114–122', '100–108', '67']],
  },
  glove: {
    hint: 'Measure round the palm, without the thumb.',
    head: ['Size', 'Palm', 'Length'],
    rows: [['S', '17–18', '17'], ['M', '19–20', '18.5'], ['L', '21–22', '20']],
  },
  shoe: {
    hint: 'Stand on a sheet of paper and measure from heel to longest toe.',
    head: ['EU', 'UK', 'Foot length'],
    rows: [['36', '3.5', '22.7'], ['37', '4', '23.3'], ['38', '5', '24.0'], ['39', '6', '24.7'], ['40', '6.5', '25.3'], ['41', '7.5', '26.0'], ['42', '8', '26.7'], ['43', '9', '27.3'], ['44', '9.5', '28.0'], ['45', '10.5', '28.7']],
  },
  sock: {
    hint: 'As your shoes. Between two sizes, take the larger one.',
    head: ['EU', 'UK', 'Foot length'],
    rows: [['36–38', '3.5–5', '22.5–24'], ['39–41', '6–7.5', '24.5–26'], ['42–44', '8–9.5', '26.5–28']],
  },
};

export function sizeGuide(product) {
  const guide = GUIDES[product.sizes];
  if (!guide) return;
  const dialog = $('#size-guide');
  $('#size-guide-hint').textContent = `${guide.hint} All in centimetres.`;
  $('#size-head').innerHTML = guide.head.map((name) => html`<th scope="col">${name}</th>`).join('');
  $('#size-body').innerHTML = guide.rows.map(([size, ...rest]) => html`<tr><th scope="row">${size}</th>`
    + rest.map((value) => html`<td>${value}</td>`).join('') + '</tr>').join('');
  $('#open-size-guide').addEventListener('click', () => dialog.showModal());
  // A click beside the box is a click on the dialog itself.
  dialog.addEventListener('click', (event) => { if (event.target === dialog) dialog.close(); });
}
