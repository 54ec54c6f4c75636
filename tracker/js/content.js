// What a page says of itself to search engines and social networks: schema.org in JSON-LD, Open Graph.

import { cut } from './address.js';
import { record } from './bridge.js';
import { all } from './dom.js';
import { quietly } from './host.js';
import { words } from './words.js';

const LONGEST = 4000;

/** People are left out. */
const clean = (_, value) => (/Person/.test(value?.['@type']) ? 0 : value);

/**
 * Of all that stands there only what the collector names is told, at any depth: people's names and what they
 * wrote stay where they are. The collector makes the event's parameters of it.
 */
export const readContent = () => {
  const schema = all(words('described')[0]).flatMap(
    (script) =>
      quietly(() => {
        const text = JSON.stringify(JSON.parse(script.textContent), words('schema'));
        return text.length < LONGEST && JSON.parse(cut(text), clean);
      }) || [],
  );
  const og = all(words('described')[1])[0]?.content;
  if (schema[0] || og) record('content', { schema, og });
};
