// The words that tell what a part of a shop is about, in the shop's languages: the collector has them, with
// the owner's rules. Until they come, and where they don't, nothing is inferred from words.

let rules = {};

export const rule = (told) => (rules = told);

/** The owner's selectors, by the touchpoint's name. */
export const selectors = () => rules.find;

/** What the owner calls a touchpoint; nothing if it is to be left alone. */
export const renamed = (name) => rules.name?.[name] ?? name;

/** A list of words; empty where there is none. */
export const words = (list) => rules.words?.[list] || [];

/**
 * What the first words of a list that are in the text stand for. Plain words, no patterns: a page would pay
 * for each in memory. Spaces tell where a word begins and ends.
 */
export const about = (list, text) => {
  const plain = ` ${text} `.toLowerCase().replace(/[-_\s]+/g, ' ');
  return words(list).find((entry) => entry[1].some((word) => plain.includes(word)))?.[0];
};
