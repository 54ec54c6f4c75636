// Micro-surveys: asks a visitor one short question when the page's own rule says so. A file of its own,
// percorso-survey.js, which only pages that want to ask bring in; the tracker is none the larger.
//
//   <script async src="https://shop.example/p/percorso-survey.js" data-survey="nps" data-when="purchase"></script>
//
// What was asked and answered is told to the tracker as `survey_shown` and `survey_answer`. Nothing here asks the
// network for anything; what is kept on the device, with consent alone, is when somebody was asked.

import { Asker } from './survey/asker.js';
import { join, quietly } from './survey/tracker.js';

const start = () => {
  const asker = new Asker();
  const queue = window.percorsoSurvey?.q || [];
  const ask = (options) => quietly(() => asker.add({ ...options }));
  ask.isReady = true;
  window.percorsoSurvey = ask;
  for (const [options] of queue) ask(options);
  document.addEventListener('percorso:friction', ({ detail }) => quietly(() => asker.hurt(detail)));
  join((batch) => asker.hear(batch));
};

quietly(() => {
  // A second tag brings a second survey into the same asker.
  if (!window.percorsoSurvey?.isReady) start();
  const { dataset } = document.currentScript || {};
  if (dataset?.survey) window.percorsoSurvey(dataset);
});
