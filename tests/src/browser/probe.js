// Put first into every page by the tests' server: keeps what must not happen, and what tests wait for.
(() => {
  const keep = (kind, text) => {
    const kept = JSON.parse(sessionStorage.getItem('probe') ?? '[]');
    sessionStorage.setItem('probe', JSON.stringify([...kept, `${kind}: ${text}`]));
  };
  // A script that can't be fetched is told as another kind of event, and is no error of a script.
  addEventListener('error', (event) => event instanceof ErrorEvent && keep('error', event.message));
  addEventListener('unhandledrejection', (event) => keep('rejection', event.reason));
  addEventListener('securitypolicyviolation', (event) => keep('csp', `${event.effectiveDirective} ${event.blockedURI}`));

  // Every browser here is driven and says so, and robots are left out of reports: the pages meet a person. A page
  // that wants to be visited by the robot takes this word back: `delete navigator.webdriver`.
  Object.defineProperty(navigator, 'webdriver', { value: false, configurable: true });

  window.probe = { tracker: null, restored: 0, prerendered: document.prerendering ?? false };
  addEventListener('pageshow', (event) => { if (event.persisted) probe.restored += 1; });

  // The tracker's own reaction follows in the same task, so a script run later finds it done.
  const { instantiateStreaming } = WebAssembly;
  WebAssembly.instantiateStreaming = (...args) => {
    const made = instantiateStreaming(...args);
    made.then(() => { probe.tracker = 'wasm'; }, () => { probe.tracker = 'refused'; });
    return made;
  };
})();
