// When to ask: what a page says in `data-when` and `data-phase`, and what that is held against.

/**
 * What stands for a phase where a page names one and no occasion: events, and paths. The same seven phases as in
 * the collector's rules (collector/rules.toml), of whose events and paths these are the ones to ask after.
 */
const PHASES = {
  awareness: 'view_promotion select_promotion',
  research: 'view_item_list select_item search view_search_results select_content',
  consideration: 'view_item add_to_wishlist chat_opened',
  decision: 'add_to_cart remove_from_cart view_cart',
  purchase: 'purchase',
  experience: 'order_delivered return_requested return_resolved refund */track* */orders/* */my-orders/* */returns/* */resi/* */support/* */assistenza/*',
  loyalty: 'review_submitted share */account/* */my-account/* */loyalty/* */fedelta/* */rewards/*',
};

const words = (text) => `${text || ''}`.split(/[\s,]+/).filter(Boolean);

/** The occasions of a survey. */
export const occasions = ({ when, phase }) => words(when || PHASES[phase]);

/** Whether a text is of a pattern, in which `*` stands for anything; letters are alike in both cases. */
const fits = (pattern, text) =>
  new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*')}$`, 'i').test(text);

const isPath = (occasion) => /^\*?\//.test(occasion);

/** The first occasion that an event is. */
export const ofEvent = (all, name) => all.find((one) => !isPath(one) && fits(one, name));

/** The first occasion that a path is; a path has a `/` at its end. */
export const ofPath = (all, path) => {
  const whole = path.replace(/\/?$/, '/');
  return all.find((one) => isPath(one) && (fits(one, whole) || fits(one, path)));
};

/** The first occasion that a friction is: `friction`, `friction:rage`, `friction@payment`, `friction:rage@payment`. */
export const ofFriction = (all, { kind, step }) =>
  all.find((one) => {
    const [, asked, of = '*', at = '*'] = /^(friction)(?::([\w*]+))?(?:@([\w*-]+))?$/i.exec(one) || [];
    return asked && fits(of, kind) && fits(at, step || '');
  });
