// The page runs on which Percorso's Web Vitals are held against the web-vitals library's.

/** A picture that does not compress: the browser leaves those out that show too little. */
export const picture = (() => {
  const [width, height] = [400, 300];
  const head = Buffer.alloc(54);
  head.write('BM');
  head.writeUInt32LE(54 + width * height * 3, 2);
  head.writeUInt32LE(54, 10);
  head.writeUInt32LE(40, 14);
  head.writeInt32LE(width, 18);
  head.writeInt32LE(height, 22);
  head.writeUInt16LE(1, 26);
  head.writeUInt16LE(24, 28);
  return Buffer.concat([
    head,
    Buffer.from(Array.from({ length: width * height * 3 }, (_, i) => (i * 7919 + (i >> 3) * 104729) & 255)),
  ]);
})();

const TEXT = '<h1>Wool socks</h1><p>Knitted in Prato, from the wool of sheep we know by name.</p>';
const busy = (ms) => `for (const end = performance.now() + ${ms}; performance.now() < end;);`;
const after = (ms, code) => `<script>setTimeout(() => { ${code} }, ${ms});</script>`;
const button = (id, code) =>
  `<button id="${id}">${id}</button><script>document.getElementById('${id}').onclick = () => { ${code} };</script>`;
const field = (ms) =>
  `<input id="name"><script>document.getElementById('name').onkeydown = () => { ${busy(ms)} };</script>`;
const insert = (height) =>
  `document.querySelector('h1').insertAdjacentHTML('beforebegin', '<div style="height:${height}px">Sale</div>');`;
const ROUTE = `history.pushState({}, '', '/route' + Math.random()); document.getElementById('main').innerHTML = '<h2>Scarves</h2><p>' + 'Warm and long. '.repeat(60) + '</p>';`;

/** `body` is the page's, `visit` what is done there; the visitor then goes on to another page. */
export const runs = [
  { name: 'text only', body: TEXT },
  { name: 'picture', body: `${TEXT}<img src="/picture" width="400" height="300">` },
  { name: 'late picture', body: `${TEXT}<img src="/picture?ms=900" width="800" height="600">` },
  {
    name: 'picture put in later',
    body:
      TEXT +
      after(700, `document.body.insertAdjacentHTML('beforeend', '<img src="/picture" width="700" height="500">')`),
  },
  {
    name: 'background picture',
    body: `${TEXT}<div style="width:700px;height:500px;background:url(/picture?ms=300)">a</div>`,
  },
  {
    name: 'ever larger texts',
    body:
      TEXT +
      [300, 700, 1100]
        .map((ms, i) =>
          after(
            ms,
            `document.body.insertAdjacentHTML('beforeend', '<p style="font-size:${30 + 20 * i}px">${'Large and larger. '.repeat(4 + 3 * i)}</p>')`,
          ),
        )
        .join(''),
  },
  {
    name: 'click before the largest',
    body:
      TEXT +
      button('early', '') +
      after(1400, `document.body.insertAdjacentHTML('beforeend', '<img src="/picture" width="700" height="500">')`),
    visit: async (tab) => tab.click('#early'),
    settle: 300,
  },
  { name: 'slow server', query: 'ms=600', body: TEXT },
  { name: 'shift', body: TEXT + after(500, insert(120)) },
  { name: 'shifts in one window', body: TEXT + [400, 700, 1000].map((ms) => after(ms, insert(60))).join('') },
  { name: 'shifts in two windows', body: TEXT + after(300, insert(40)) + after(1900, insert(150)), settle: 2600 },
  {
    name: 'shift asked for',
    body: TEXT + button('more', `setTimeout(() => { ${insert(200)} }, 100)`) + after(300, insert(30)),
    visit: async (tab) => tab.click('#more'),
  },
  { name: 'slow click', body: TEXT + button('buy', busy(180)), visit: async (tab) => tab.click('#buy') },
  {
    name: 'three clicks, one slow',
    body: TEXT + button('a', busy(60)) + button('b', busy(260)) + button('c', busy(120)),
    visit: async (tab) => {
      for (const id of ['#a', '#b', '#c']) {
        await tab.click(id);
        await tab.painted();
      }
    },
  },
  { name: 'fast click', body: TEXT + button('buy', ''), visit: async (tab) => tab.click('#buy') },
  {
    name: 'slow keys',
    body: TEXT + field(110),
    visit: async (tab) => {
      await tab.click('#name');
      for (const key of 'ada') {
        await tab.key(key);
        await tab.painted();
      }
    },
  },
  {
    name: 'sixty clicks, two slow',
    body: `${TEXT}<script>let n = 0;</script>${button('add', `if (++n === 10) { ${busy(320)} } else if (n === 20) { ${busy(200)} } else { ${busy(30)} }`)}`,
    visit: async (tab) => {
      for (let i = 0; i < 60; i++) {
        await tab.click('#add');
        await tab.painted();
      }
    },
  },
  {
    name: 'reload',
    body: TEXT + button('buy', busy(90)),
    visit: async (tab) => (await tab.reload(), await tab.wait(900), await tab.click('#buy')),
  },
  {
    name: 'hidden early',
    body: `${TEXT}<img src="/picture?ms=1200" width="700" height="500">`,
    settle: 300,
    visit: async (tab, other) => (await other.front(), await tab.wait(1500), await tab.front(), await tab.wait(500)),
  },
  {
    name: 'opened in the background',
    body: `${TEXT}<img src="/picture?ms=300" width="700" height="500">`,
    background: true,
    visit: async (tab) => (await tab.front(), await tab.wait(700)),
  },
  {
    name: 'hidden, then slow click and shift',
    body: TEXT + button('buy', `${busy(150)} setTimeout(() => { ${insert(90)} }, 700)`),
    visit: async (tab, other) => {
      await other.front();
      await tab.wait(400);
      await tab.front();
      await tab.click('#buy');
      await tab.painted();
      await tab.wait(1400);
    },
  },
  {
    name: 'back/forward cache',
    body: TEXT + button('buy', busy(130)),
    visit: async (tab, other, site) => {
      await tab.click('#buy');
      await tab.painted();
      await tab.wait(500);
      await tab.go(`${site}/next`);
      await tab.wait(600);
      await tab.back();
      await tab.wait(600);
      await tab.click('#buy');
    },
  },
  {
    name: 'back/forward cache, shift after',
    body: TEXT + button('late', `setTimeout(() => { ${insert(150)} }, 800)`) + after(300, insert(50)),
    visit: async (tab, other, site) => {
      await tab.go(`${site}/next`);
      await tab.wait(600);
      await tab.back();
      await tab.wait(400);
      await tab.click('#late');
      await tab.wait(1300);
    },
  },
  {
    name: 'soft navigation',
    body: `${TEXT}<div id="main"></div>${button('go', `${busy(40)} setTimeout(() => { ${ROUTE} }, 60)`)}${button('buy', busy(170))}`,
    visit: async (tab) => {
      await tab.click('#buy');
      await tab.painted();
      await tab.click('#go');
      await tab.wait(1200);
      await tab.click('#buy');
    },
  },
  { name: 'prerender', body: `${TEXT}<img src="/picture?ms=300" width="500" height="400">`, prerender: true },
];
