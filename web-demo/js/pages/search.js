// Search: the whole catalogue, by the address's `q`.
import { showList } from '../shop/cards.js';
import { search } from '../shop/catalogue.js';
import '../shop/chrome.js';
import { pushEvent } from '../shop/datalayer.js';
import { $ } from '../shop/dom.js';

const query = (new URLSearchParams(location.search).get('q') ?? '').trim();
$('#q').value = query;
if (query) {
  const found = search(query);
  pushEvent('view_search_results', { search_term: query, results: found.length });
  $('#result-count').textContent = `${found.length} ${found.length === 1 ? 'piece' : 'pieces'} for “${query}”`;
  $('#no-results').hidden = found.length > 0;
  showList($('#products'), found, { id: 'search_results', name: 'Search results' });
} else {
  $('#q').focus();
}
