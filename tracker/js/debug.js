// The debug overlay: shows in the page what the tracker sends, as it goes. A file of its own,
// percorso-debug.js, which `percorso('debug')` brings in and no shopper's page does.
//
// The tracker calls `percorso.debug(body, how)` with each batch's text, how being 'fetch' or 'beacon'.
// Nothing here reads the page, stores anything or asks the network for anything.

import { Journal } from './debug/journal.js';
import { open } from './debug/panel.js';

const start = () => {
  const journal = new Journal();
  const friction = ({ detail }) => panel.add(journal.friction(detail, Date.now()));
  // Surveys hear the tracker by the same way.
  const before = window.percorso.debug;
  const panel = open(() => {
    document.removeEventListener('percorso:friction', friction);
    // The tracker looks for it before each call; the next percorso('debug') starts anew.
    window.percorso.debug = before;
  });
  document.addEventListener('percorso:friction', friction);
  window.percorso.debug = (body, how) => {
    before?.(body, how);
    try {
      panel.add(journal.batch(body, how, Date.now()));
      panel.state(journal.state());
    } catch (error) {
      // Ours is the last place that may disturb the page it is to show.
      console.warn('percorso: the debug overlay could not show a batch', error);
    }
  };
  window.percorso.debug.show = panel.show;
};

if (window.percorso?.debug?.show) window.percorso.debug.show();
else if (window.percorso) start();
