// Thank-you page: shows the paid order; a reload tells the same transaction again.
import { byId } from '../shop/catalogue.js';
import { lastOrder, renderSummary } from '../shop/checkout.js';
import '../shop/chrome.js';
import { pushCommerce } from '../shop/datalayer.js';
import { $ } from '../shop/dom.js';

const order = lastOrder();
$('#order').hidden = !order;
$('#no-order').hidden = Boolean(order);
if (order) {
  $('#order-id').textContent = order.id;
  $('#order-eta').textContent = `by ${order.eta}`;
  renderSummary(order.lines.map((line) => ({ ...line, product: byId(line.id) })), order.sums);
  pushCommerce('purchase', order.ecommerce);
}
