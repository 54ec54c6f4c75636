// What each detector said of the clicks, read out of what it sent.

/** The marks a detector can give at all. */
export const MARKS = {
  percorso: ['rage', 'dead', 'slow', 'error', 'pay'],
  posthog: ['rage', 'dead'],
  mixpanel: ['rage', 'dead'],
};

/** Percorso's events: a batch that came twice counts once. */
export const eventsOf = (log) => {
  const events = new Map();
  for (const { path, text } of log) {
    if (path !== '/p/e') continue;
    const batch = JSON.parse(text);
    batch.events.forEach((event, i) => events.set(`${batch.page} ${batch.seq + i}`, event));
  }
  return [...events.values()];
};

/** Counts the names of events in whatever JSON the peers post, each event once by its own id. */
const count = (log, names, idOf) => {
  const marks = {};
  const seen = new Set();
  const visit = (value) => {
    if (Array.isArray(value)) return value.forEach(visit);
    if (!value || typeof value !== 'object') return undefined;
    const mark = names[value.event];
    if (!mark) return Object.values(value).forEach(visit);
    const id = idOf(value);
    if (!seen.has(id)) marks[mark] = (marks[mark] || 0) + 1;
    return seen.add(id);
  };
  for (const { text } of log) {
    try {
      visit(JSON.parse(text));
    } catch {
      // A picture's address or a preflight.
    }
  }
  return marks;
};

export const marksOf = {
  percorso(log) {
    const clicks = eventsOf(log).filter(([name]) => name === 'click');
    const marks = {};
    for (const [, , { friction = [] }] of clicks) for (const mark of friction) marks[mark] = (marks[mark] || 0) + 1;
    return marks;
  },
  posthog: (log) => count(log, { $rageclick: 'rage', $dead_click: 'dead' }, (event) => event.uuid),
  mixpanel: (log) =>
    count(log, { $mp_rage_click: 'rage', $mp_dead_click: 'dead' }, (event) => event.properties.$insert_id),
};
