// Decides whether to ask, and whom: at most once a page visit, with consent once in so many days, never over a step
// of the checkout unless it is wanted there.

import { open } from './panel.js';
import { occasions, ofEvent, ofFriction, ofPath } from './rules.js';
import { forget, isOut, keep, quietly, tell, wasAsked } from './tracker.js';
import { scaleOf, wordsOf } from './words.js';

const number = (text, otherwise) => (text > 0 || text === '0' || text === 0 ? +text : otherwise);

export class Asker {
  #surveys = [];
  /** What waits for the first batch: before it nobody knows of consent, nor whether anything is sent. */
  #waiting = [];
  #isHeard = false;
  #isGranted = false;
  /** The step of the checkout, as the tracker has told it last. */
  #step = '';
  #path;
  #isDone = false;

  /** Takes a survey with a page's options. */
  add(options) {
    if (!options.survey || !(Math.random() < number(options.share, 1))) return;
    const survey = { ...options, occasions: occasions(options), delay: 1000 * number(options.delay, 2), days: number(options.days, 90) };
    this.#surveys.push(survey);
    // Nothing is named: the page wants it asked as it is.
    if (!survey.when && !survey.phase) this.#soon(survey, 'page');
    else if (this.#path !== undefined) this.#occur([survey], ({ occasions: all }) => ofPath(all, this.#path));
  }

  /** Hears a batch that the tracker sends. */
  hear({ consent, events }) {
    this.#isGranted = consent === 'granted';
    if (!this.#isGranted) forget();
    for (const [name, , params] of events) {
      if (name === 'checkout_step') this.#enter(params.step);
      if (name === 'purchase') this.#enter('done');
      this.#occur(this.#surveys, ({ occasions: all }) => ofEvent(all, name));
    }
    this.#isHeard = true;
    this.#look();
    for (const ask of this.#waiting.splice(0)) ask();
  }

  /** Hears of friction in the page. */
  hurt(detail) {
    this.#enter(detail.step);
    this.#occur(this.#surveys, ({ occasions: all }) => ofFriction(all, detail) && `friction:${detail.kind}`, detail.step);
  }

  #enter(step) {
    this.#step = !step || step === 'done' ? '' : `${step}`;
  }

  /** Looks at the address, if it is another than before. */
  #look() {
    if (this.#path === location.pathname) return;
    this.#path = location.pathname;
    this.#occur(this.#surveys, ({ occasions: all }) => ofPath(all, this.#path));
  }

  #occur(surveys, occasion, step) {
    for (const survey of surveys) {
      const trigger = occasion(survey);
      if (trigger) this.#soon(survey, trigger, step);
    }
  }

  /** A moment later, so that what has happened is seen first; once however often it happens meanwhile. */
  #soon(survey, trigger, step) {
    if (survey.isSoon || this.#isDone) return;
    survey.isSoon = true;
    setTimeout(() => {
      survey.isSoon = false;
      quietly(() => this.#ask(survey, trigger, step));
    }, survey.delay);
  }

  #ask(survey, trigger, step) {
    if (!this.#isHeard) {
      this.#waiting.push(() => this.#ask(survey, trigger, step));
      return;
    }
    if (document.hidden) {
      const again = () => quietly(() => this.#ask(survey, trigger, step));
      document.addEventListener('visibilitychange', again, { once: true });
      return;
    }
    const declared = document.querySelector('[data-checkout-step]')?.dataset.checkoutStep;
    const isIn = this.#step || (declared && declared !== 'done');
    const name = `${survey.survey}`.trim().toLowerCase();
    if (this.#isDone || (isIn && (survey.checkout === undefined || survey.checkout === false)) || isOut()) return;
    if (this.#isGranted && wasAsked(name, survey.days)) return;
    this.#isDone = true;
    const { phase, touchpoint } = survey;
    const said = { survey: name, trigger, phase, step: step || this.#step || undefined, touchpoint };
    // A browser that cannot show it throws here, and nobody was asked.
    open(wordsOf(name, survey), scaleOf(name), (answer) => tell('survey_answer', { ...said, ...answer }));
    tell('survey_shown', said);
    if (this.#isGranted) keep(name);
  }
}
