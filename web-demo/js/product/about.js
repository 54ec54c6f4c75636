// What a shopper reads before buying: specifications, neighbours, reviews.
import { euro, products, reviewsOf } from '../shop/catalogue.js';
import { $, html } from '../shop/dom.js';

const NEIGHBOURS = 3;

export function showSpecs(product) {
  $('#description').textContent = product.description;
  const rows = [['Material', product.material], ['Weight', product.weight], ['Care', product.care], ['Made in', product.origin], ['Article', product.id]];
  $('#specs').innerHTML = rows.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`).join('');
}

export function showComparison(product) {
  const near = products.filter((other) => other.category === product.category && other !== product).slice(0, NEIGHBOURS);
  const all = [product, ...near];
  $('#compare-head').innerHTML = '<td></td>' + all.map((one) => (one === product
    ? html`<th scope="col">${one.name} <span class="fine">this one</span></th>`
    : html`<th scope="col"><a href="/p/${one.slug}">${one.name}</a></th>`)).join('');
  const rows = [
    ['Price', (one) => euro(one.price)], ['Material', (one) => one.material],
    ['Warmth', (one) => `${one.warmth} of 5`], ['Weight', (one) => one.weight],
    ['Care', (one) => one.care], ['Made in', (one) => one.origin],
  ];
  $('#compare-body').innerHTML = rows.map(([name, value]) => html`<tr><th scope="row">${name}</th>`
    + all.map((one) => html`<td>${value(one)}</td>`).join('') + '</tr>').join('');
}

/** Shows the reviews and returns `{ average, count }`. */
export async function showReviews(product) {
  const reviews = await reviewsOf(product);
  const average = reviews.reduce((sum, review) => sum + review.stars, 0) / reviews.length;
  const summary = `${average.toFixed(1)} of 5, from ${reviews.length} ${reviews.length === 1 ? 'review' : 'reviews'}`;
  $('#rating').innerHTML = stars(Math.round(average)) + html` <span>${summary}</span>`;
  $('#review-summary').textContent = `${summary}. We publish every review of a verified order, also the cross ones.`;
  $('#review-list').innerHTML = reviews.map((review) => `<li class="review">${stars(review.stars)}`
    + html`<h3>${review.title}</h3><p>${review.text}</p><p class="fine">${review.name}, <time datetime="${review.date}">${day(review.date)}</time></p></li>`).join('');
  return { average, count: reviews.length };
}

function stars(count) {
  return html`<span class="stars" role="img" aria-label="${count} of 5 stars">${'★'.repeat(count)}${'☆'.repeat(5 - count)}</span>`;
}

function day(date) {
  return new Date(date).toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });
}
