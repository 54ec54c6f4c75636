// The page's own requests: that one begins is a reaction, that one fails or is slow is friction.

import { address } from './address.js';
import { record } from './bridge.js';
import { sentAt } from './fields.js';
import { now, on, quietly, tell, wrap } from './host.js';
import { REQUEST, react } from './reactions.js';
import { ANSWERED } from './signals.js';

const SLOW_MS = 3000;
/** Requests told on one page; what fails on a timer would never end. */
let left = 20;

/** What is told the end of a request that may be used again. */
const ends = new WeakMap();

/** A request begins; the function it gives is told the end, with a status or 0. */
const begun = (to) => {
  const { host, pathname } = new URL(address(new URL(to, location)));
  const from = now();
  const other = host === location.host ? undefined : host;
  react(REQUEST);
  return (status) =>
    quietly(() => {
      const ms = now() - from;
      // What others answer is no answer to a form, nor is what was asked for before it was sent.
      other || from < sentAt || tell(ANSWERED, 0, status);
      const name = status < 1 || status > 399 ? 'request_failed' : ms > SLOW_MS ? 'request_slow' : '';
      if (name && left-- > 0) record(name, { path: pathname.replace(/[^/]*[%\d][^/]*/g, '-'), host: other, status, request_ms: ms });
    });
};

/** What was stopped has not ended. */
const ended = (request) => {
  if (request.readyState < 4) return;
  ends.get(request)?.(request.status);
  ends.set(request);
};

export const watchRequests = () => {
  wrap(window, 'fetch', ([to]) => {
    const end = begun(to.url || to);
    // What the page has to hear is what we have heard: beside it, a failure that nobody hears would be none.
    // Without a status is what the page may not see.
    return (reply) =>
      reply.then(
        (response) => {
          end(response.status || 200);
          return response;
        },
        (error) => {
          error?.name === 'AbortError' || end(0);
          throw error;
        },
      );
  });
  wrap(XMLHttpRequest.prototype, 'open', ([, to], request) => {
    // It may be used again, even before we hear of its end.
    if (!ends.has(request)) on('load error timeout', () => ended(request), request);
    else if (request.status) ended(request);
    ends.set(request, begun(to));
  });
};
