// Checkout, step 3: payment. A declined card is explained and can be tried again.
import * as cart from '../shop/cart.js';
import { euro } from '../shop/catalogue.js';
import { TIERS, answers, arrival, guard, keepOrder, remember, shippingPrice, showSummary } from '../shop/checkout.js';
import '../shop/chrome.js';
import { euros, net, pushCommerce, pushEvent, variantName } from '../shop/datalayer.js';
import { $ } from '../shop/dom.js';
import { validated } from '../shop/validate.js';

const METHODS = { card: 'Card', bank_transfer: 'Bank transfer' };
const ADVICE = {
  hard: 'You have not been charged. Please use another card or pay by bank transfer.',
  soft: 'You have not been charged. Please check the details and try again.',
};

if (guard('address', 'tier')) start();

function start() {
  const { address, tier, reference = crypto.randomUUID() } = answers();
  // One reference for all attempts: the payment API makes one order of it, however often it is asked.
  remember({ reference });
  const total = () => cart.totals(shippingPrice(tier)).total;
  $('#recap-address').textContent = `${address.street}, ${address.city}`;
  $('#recap-delivery').textContent = `${TIERS[tier].name}, ${arrival(tier, address.country)}`;
  $('#pay').textContent = `Pay ${euro(total())}`;
  showSummary();

  const form = $('#payment-form');
  form.addEventListener('change', () => {
    const byCard = form.elements.method.value === 'card';
    $('#card-fields').hidden = !byCard;
    $('#card-fields').disabled = !byCard;
    const words = byCard ? `Pay ${euro(total())}` : 'Order and pay by transfer';
    // Only if they differ: a press whose button changes under it is no click in Safari.
    if ($('#pay').textContent !== words) $('#pay').textContent = words;
  });
  validated(form, async (typed) => {
    $('#payment-alert').textContent = '';
    pushCommerce('add_payment_info', cart.ecommerce({ payment_type: METHODS[typed.method] }));
    busy(true);
    const answer = await ask({
      reference, amount: total(), currency: 'EUR', method: typed.method,
      ...(typed.method === 'card' && { card: { number: typed['cc-number'] } }),
    });
    busy(false);
    if (answer.status === 'paid') finish(answer.order_id, tier, address);
    else refuse(answer);
  }, { 'cc-exp': (value) => (isPast(value) ? 'This card has expired.' : '') });
}

async function ask(payment) {
  try {
    const response = await fetch('/api/pay', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(payment) });
    return await response.json();
  } catch {
    return { status: 'unreachable', error_code: 'network', error_type: 'soft', message: 'We could not reach our payment service.' };
  }
}

function refuse({ error_code = 'invalid_request', error_type = 'soft', message }) {
  pushEvent('payment_error', { error_code, error_type });
  const alert = $('#payment-alert');
  alert.textContent = `${message} ${ADVICE[error_type]}`;
  alert.focus();
}

function finish(id, tier, address) {
  const sums = cart.totals(shippingPrice(tier));
  keepOrder({
    id, sums, eta: arrival(tier, address.country), tier,
    ecommerce: cart.ecommerce({ transaction_id: id, tax: euros(sums.tax), shipping: net(sums.shipping) }),
    lines: cart.lines().map((line) => ({ id: line.id, colour: line.colour, variant: variantName(line.colour, line.size), quantity: line.quantity, sum: line.unit * line.quantity })),
  });
  cart.empty();
  location.replace('/thanks');
}

function busy(yes) {
  $('#pay').disabled = yes;
  $('#payment-form').setAttribute('aria-busy', String(yes));
  $('#payment-status').textContent = yes ? 'Paying, one moment.' : '';
}

function isPast(expiry) {
  const [month, year] = expiry.split('/').map(Number);
  // A card is good until the end of its month.
  return new Date(2000 + year, month, 1) <= new Date();
}
