// Cuts e-mail addresses, phone numbers and card numbers out of every text before it goes on its way:
// the net beneath the rule that nothing typed is read at all. The collector scrubs again.
//
// Here, and not in the module, because the fallback needs it too and because the browser's regular
// expressions are there already: in WebAssembly the same would be a sixth of the tracker.

// Bounded repeats: a long text without a sign in it costs a walk, not its square.
const EMAIL = /[\w.+%'\u0080-\uffff-]{1,64}(@|%(25)*40)[\w.\u0080-\uffff-]+/gi;
const PHONE = /(\+|%(25)*2b)\(?\d([ ()./-]{0,2}\d){7,14}/gi;
/** Halves of characters, where a page has cut a text in the middle of one: no collector reads them. */
const HALF = /[\ud800-\udfff]/gu;
const CARD = /\.?\b[2-6]([ -]?\d){13,18}\b/g;

// Diners, American Express, Mastercard's second range, then JCB, Visa and the rest. Brands are told apart
// because one in ten of all numbers passes Luhn, and an order's number is often a date.
const BRAND = /^(3[0689]\d{12}|3[47]\d{13}|2[2-7]\d{14}|(35|[4-6]\d)\d{14,17})$/;

/** The doubled second digits from the right, and the others, add up to tens. */
const luhn = (number) =>
  [...number.replace(/\D/g, '')].reverse().reduce((sum, d, at) => sum + (at % 2 ? d * 2 - (d > 4) * 9 : +d), 0) % 10 < 1;

/** The text without what can be told by its shape. A mark of digits keeps a number a number. */
export const scrub = (text) =>
  text
    .replace(HALF, '?')
    .replace(EMAIL, '[email]')
    .replace(PHONE, '[phone]')
    .replace(CARD, (number) => (BRAND.test(number.replace(/[ -]/g, '')) && luhn(number) ? '0' : number));

/**
 * The value as JSON text, scrubbed. Throws for what is no JSON. Most text holds no sign of what is to be cut, and is
 * spared the patterns above, which a page pays for in time and memory. Of numbers only a card's is that long.
 */
export const encode = (value) => {
  const text = JSON.stringify(value);
  return /[@%+]|\\ud|([ -]?\d){14}/.test(text) ? JSON.stringify(value, (_, v) => (typeof v === 'string' ? scrub(v) : v > 1e11 ? +scrub(`${v}`) : v)) : text;
};
