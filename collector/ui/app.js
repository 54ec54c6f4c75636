// The first page, alive: asks every two seconds what has changed, shows the panels of the period chosen,
// and copies the tag.

const live = document.getElementById('live');

async function refresh() {
  if (document.hidden) return;
  const reply = await fetch('/ui/live');
  if (!reply.ok) return;
  const next = new DOMParser().parseFromString(await reply.text(), 'text/html');
  // What the reader has opened stays open.
  const open = [...live.querySelectorAll('details')].map((details) => details.open);
  next.querySelectorAll('details').forEach((details, n) => (details.open = open[n] ?? false));
  live.replaceChildren(...next.body.childNodes);
}

async function keepFresh() {
  // A collector that is away for a moment is not worth a message: the next try finds it.
  await refresh().catch(() => {});
  setTimeout(keepFresh, 2000);
}

for (const button of document.querySelectorAll('[data-copy]')) {
  button.hidden = !navigator.clipboard;
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
    button.textContent = 'Copied';
    setTimeout(() => (button.textContent = 'Copy'), 1500);
  });
}

const form = document.querySelector('[data-panels]');
let asked = 0;

async function showPanels() {
  const place = document.getElementById(form.dataset.panels);
  const own = ++asked;
  place.setAttribute('aria-busy', 'true');
  const reply = await fetch('/ui/panels?' + new URLSearchParams(new FormData(form)));
  const text = await reply.text();
  // Who chooses again while one is being made waits for the last alone.
  if (own !== asked) return;
  place.removeAttribute('aria-busy');
  if (!reply.ok) {
    place.textContent = text;
    return;
  }
  place.replaceChildren(...new DOMParser().parseFromString(text, 'text/html').body.childNodes);
}

if (form) {
  form.addEventListener('change', showPanels);
  // A collector that is away for a moment: choosing again asks again.
  showPanels().catch(() => {});
}

setTimeout(keepFresh, 2000);
