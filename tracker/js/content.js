// What a page says of itself to search engines and social networks: schema.org in JSON-LD, Open Graph.

import { record } from './bridge.js';
import { all } from './dom.js';
import { quietly } from './host.js';
import { words } from './words.js';

const LONGEST = 4000;

/**
 * Of all that stands there only what the collector names is told, at any depth: people's names and what they
 * wrote stay where they are. The collector makes the event's parameters of it.
 */
export const readContent = () => {
  if (!words('schema')[0]) return;
  const schema = all('script[type="application/ld+json"]').map((script) => quietly(() => JSON.stringify(JSON.parse(script.textContent), words('schema'))));
  const og = all('meta[property="og:type"]')[0]?.content;
  const short = schema.filter((text) => text?.length < LONGEST);
  if (short[0] || og) record('content', { schema: short.map((text) => JSON.parse(text)), og });
};
