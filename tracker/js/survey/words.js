// What is asked and on which scale: the field's own questions, in English and Italian. A page's words come first.

const ENGLISH = {
  nps: {
    question: 'How likely are you to recommend us to a friend or a colleague?',
    low: 'Not at all likely',
    high: 'Extremely likely',
  },
  csat: { question: 'How satisfied are you with us today?', low: 'Very dissatisfied', high: 'Very satisfied' },
  ces: {
    question: 'We made it easy for you to do what you came for. Do you agree?',
    low: 'Strongly disagree',
    high: 'Strongly agree',
  },
  free: { question: 'What could we do better?' },
  comment: 'Why? (optional)',
  note: 'Please leave out names, addresses and numbers.',
  send: 'Send',
  close: 'Close',
  thanks: 'Thank you.',
};

const ITALIAN = {
  nps: {
    question: 'Con quale probabilità ci consiglieresti a un amico o a un collega?',
    low: 'Per niente probabile',
    high: 'Molto probabile',
  },
  csat: { question: 'Quanto ti ha soddisfatto la visita di oggi?', low: 'Per niente', high: 'Moltissimo' },
  ces: {
    question: 'È stato facile fare quello per cui sei qui. Sei d’accordo?',
    low: 'Per niente d’accordo',
    high: 'Del tutto d’accordo',
  },
  free: { question: 'Che cosa potremmo fare meglio?' },
  comment: 'Perché? (facoltativo)',
  note: 'Per favore, niente nomi, indirizzi o numeri.',
  send: 'Invia',
  close: 'Chiudi',
  thanks: 'Grazie.',
};

const SCALES = new Map([
  ['nps', [0, 10]],
  ['csat', [1, 5]],
  ['ces', [1, 7]],
  ['free', undefined],
]);

/** The scale's ends, as the reports read it: of a survey of the shop's own 0 and 10; of a question without one none. */
export const scaleOf = (name) => (SCALES.has(name) ? SCALES.get(name) : [0, 10]);

/** All that is shown. A survey of the shop's own has the question that the page gives it; else its name. */
export const wordsOf = (name, survey) => {
  const language = survey.lang || document.documentElement.lang || navigator.language || '';
  const { [name]: own = {}, comment, note, send, close, thanks } = /^it\b/i.test(language) ? ITALIAN : ENGLISH;
  const words = { question: name, low: '', high: '', comment, note, send, close, thanks, ...(Object(own) === own && own) };
  // An empty text leaves its place out: no question of why, say.
  for (const key in words) if (survey[key] !== undefined) words[key] = survey[key] ? `${survey[key]}` : '';
  return words;
};
