// The shop's page the trackers are weighed on: sixty products in view, a checkout form, about 450 elements.

const products = Array.from(
  { length: 60 },
  (_, i) => `<div class="card"><h3>Wool socks ${i}</h3><p>Knitted <span>in Prato</span>, <span>${i}</span> colours</p>
<button class="add" id="b${i}" data-sku="S${i}">Add to cart</button></div>`,
).join('\n');

const links = Array.from({ length: 10 }, (_, i) => `<a href="#c${i}">Category ${i}</a>`).join(' ');

/** Every click on a product is answered by the shop, so that no tracker has reason to complain. */
export const shop = (head) => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Shop</title><style>main { display: flex; flex-wrap: wrap } .card { width: 118px; height: 104px; font: 10px sans-serif } .card * { margin: 0 } .on { color: green }</style>
${head}</head><body><header><nav>${links}</nav></header><main>
${products}
<form id="checkout"><label>E-mail <input name="email" type="email"></label>
<label>Card <input name="cardnumber" autocomplete="cc-number"></label>
<select name="country"><option>Italy</option><option>France</option></select><button>Pay</button></form></main>
<div id="busy"></div>
<script>
document.addEventListener('click', (event) => {
  const add = event.target.closest && event.target.closest('button.add');
  if (add) add.classList.toggle('on');
});
document.getElementById('checkout').addEventListener('submit', (event) => event.preventDefault());
</script></body></html>`;

/** Ten thousand changes a second for `ms`: a hundred every ten milliseconds, of every kind in turn. */
export const mutate = (ms) =>
  new Promise((resolve) => {
    const busy = document.getElementById('busy');
    const parts = Array.from({ length: 50 }, () => busy.appendChild(document.createElement('i')));
    const text = busy.appendChild(document.createElement('b')).appendChild(document.createTextNode(''));
    const start = performance.now();
    let done = 0;
    const turn = () => {
      const now = performance.now() - start;
      for (const due = Math.min(now, ms) * 10; done < due; done++) {
        const part = parts[done % 50];
        if (done % 4 === 0) part.className = `c${done % 7}`;
        else if (done % 4 === 1) text.data = `${done}`;
        else if (done % 4 === 2) part.style.opacity = (done % 10) / 10;
        else busy.append(part);
      }
      if (now < ms) setTimeout(turn, 10);
      else resolve(done);
    };
    turn();
  });
