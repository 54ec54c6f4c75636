// The first page, alive: asks every two seconds what has changed, and copies the tag.

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

setTimeout(keepFresh, 2000);
