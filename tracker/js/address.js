// Addresses and titles, without what a visitor may have typed into them.
//
// Of a query only campaigns and the names of advertisers' click ids are told, of a search nothing.

const CLICK_IDS = /cl?k?id$|braid$|^(epik|igshid|li_fat_id)$/i;
const SEARCH = /(\/(search|ricerca|cerca|suche|recherche|buscar|s|q)\/)([^/]+).*/i;

let keepsIds;

/** The owner wants the values of click ids, too. */
export const keepIds = () => (keepsIds = 1);

/** An address, short enough for every limit. */
export const address = (text) => {
  // Nothing, or the app of Android's that the visitor comes from.
  if (/^(an|$)/.test(text)) return text;
  const url = new URL(text);
  const query = url.searchParams;
  for (const [key] of [...query]) {
    if (CLICK_IDS.test(key)) keepsIds || query.set(key, 1);
    else /^utm_/.test(key) || query.delete(key);
  }
  return (url.origin + url.pathname.replace(SEARCH, '$1-') + url.search).slice(0, 2000);
};

/** What the latest addresses of this document were asked for, as queries. */
let asked = [];

/** Where the page is. What it is asked for there is noted, before the next address takes its place. */
export const place = () => {
  asked = [`_=${SEARCH.exec(location.pathname)?.[3]}&${location.search}`, ...asked].slice(0, 4);
  return address(location.href);
};

/**
 * A text without what was asked for: an application's texts may still be those of the page before. The words are
 * looked for, whatever stands between them; one or two letters are left.
 */
export const cut = (text) => {
  new URLSearchParams(asked.join('&')).forEach((value) => {
    const words = value.match(/[\p{L}\p{N}]+/gu) || [];
    if (encodeURI(words)[2]) text = text.replace(RegExp(words.join('(\\W|_|20)+'), 'gi'), '-');
  });
  return text;
};

/** The document's title; search pages repeat there what was asked for. */
export const title = () => cut(document.title).slice(0, 2000);
