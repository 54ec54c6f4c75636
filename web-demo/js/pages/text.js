// Pages that are only text: the shared parts, and a dataLayer to be read.
import '../shop/chrome.js';
