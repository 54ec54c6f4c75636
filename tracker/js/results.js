// How many results a search has found, where the page says so.

import { cut } from './address.js';
import { record, tellHurt } from './bridge.js';
import { all, visibleText } from './dom.js';
import { about, words } from './words.js';

/** A search page's count: declared, or read off its headings and its status. Whether there is still one to come. */
export const readResults = () => {
  const declared = all('[data-search-results]')[0]?.dataset.searchResults;
  const isSearch = about('searches', location.pathname + location.search);
  const text = isSearch && cut(visibleText(words('counted')));
  const found = about('results', text);
  const results = +(declared ?? (found === 'none' ? 0 : found && /\d[\d.,]*/.exec(text)?.[0].replace(/\D/g, '')));
  if (!(results >= 0)) return isSearch;
  record('touchpoint', { touchpoint: 'search', action: 'results', results });
  if (!results) tellHurt('zero_results');
};
