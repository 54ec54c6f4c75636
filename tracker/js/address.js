// Addresses and titles, without what a visitor may have typed into them.
//
// Of a query only campaigns and the names of advertisers' click ids are told, of a search nothing.

const CLICK_IDS = /cl?k?id$|braid$|^(epik|igshid|li_fat_id)$/i;
const SEARCH = /(\/(search|ricerca|cerca|suche|recherche|buscar|s|q)\/).+/i;

let keepsIds;

/** The owner wants the values of click ids, too. */
export const keepIds = () => (keepsIds = 1);

/** An address, short enough for every limit. */
export const address = (text) => {
  if (!text) return '';
  const { origin, pathname, searchParams } = new URL(text);
  const kept = new URLSearchParams();
  searchParams.forEach((value, key) => {
    if (CLICK_IDS.test(key)) kept.set(key, keepsIds ? value : 1);
    else if (/^utm_/.test(key)) kept.set(key, value);
  });
  const query = `${kept}`;
  return `${origin}${pathname.replace(SEARCH, '$1-')}${query && '?'}${query}`.slice(0, 2000);
};

/** The document's title; search pages repeat there what was asked for. */
export const title = () =>
  [...new URLSearchParams(location.search).values()]
    .reduce((text, value) => (value[2] ? text.replace(RegExp(value.replace(/\W/g, '\\$&'), 'gi'), '-') : text), document.title)
    .slice(0, 2000);
