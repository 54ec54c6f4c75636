// How the overlay looks: a constructed stylesheet, which a strict style-src does not forbid.

const css = `
:host {
  all: initial; position: fixed; inset: auto 12px 12px auto; z-index: 2147483647;
  color-scheme: light dark;
  --ground: #fff; --raised: #f3f4f2; --ink: #1d2420; --faint: #59635d; --line: #d5dad6;
  --accent: #1a6b52; --alarm: #a3241b; --alarm-ground: #fdecea;
}
@media (prefers-color-scheme: dark) {
  :host {
    --ground: #161b18; --raised: #212824; --ink: #e9eeea; --faint: #a3afa8; --line: #37413b;
    --accent: #6fcfae; --alarm: #ff9d92; --alarm-ground: #3b1c19;
  }
}
* { box-sizing: border-box; font: inherit; }
section {
  display: flex; flex-direction: column; width: min(480px, calc(100vw - 24px)); max-height: min(60vh, 560px);
  color: var(--ink); background: var(--ground); border: 1px solid var(--line); border-radius: 8px;
  box-shadow: 0 6px 24px rgb(0 0 0 / .25); font: 12px/1.45 ui-monospace, "SF Mono", Menlo, Consolas, monospace;
}
header { display: flex; align-items: center; gap: 4px; padding: 6px 6px 6px 12px; }
h2 { margin: 0 auto 0 0; font-weight: 700; font-size: 13px; color: var(--accent); }
h2 small { font-weight: 400; font-size: 12px; color: var(--faint); margin-left: 6px; }
button {
  color: inherit; background: var(--raised); border: 1px solid var(--line); border-radius: 5px;
  padding: 3px 8px; min-height: 26px; cursor: pointer;
}
button:hover { border-color: var(--accent); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
dl {
  display: grid; grid-template-columns: auto minmax(6ch, max-content) auto 1fr; gap: 0 8px; margin: 0; padding: 4px 12px 8px;
  border-block: 1px solid var(--line); background: var(--raised);
}
dt { color: var(--faint); }
dd { margin: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
input {
  margin: 8px 12px; padding: 4px 8px; color: inherit; background: var(--ground); border: 1px solid var(--line);
  border-radius: 5px;
}
input::placeholder { color: var(--faint); opacity: 1; }
ol { flex: 1; min-height: 60px; margin: 0; padding: 0; overflow: auto; list-style: none; border-top: 1px solid var(--line); }
li { border-bottom: 1px solid var(--line); }
li[hidden] { display: none; }
.batch { padding: 2px 12px; color: var(--faint); background: var(--raised); }
.friction { background: var(--alarm-ground); box-shadow: inset 3px 0 var(--alarm); }
.friction b { color: var(--alarm); }
summary { padding: 3px 12px; cursor: pointer; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
summary::marker { content: ""; }
summary::-webkit-details-marker { display: none; }
time, summary span { color: var(--faint); }
b { font-weight: 700; margin: 0 6px; }
pre { margin: 0; padding: 2px 12px 8px; white-space: pre-wrap; overflow-wrap: anywhere; }
textarea { margin: 0 12px 8px; height: 96px; color: inherit; background: var(--ground); border: 1px solid var(--line); }
p { margin: 0; padding: 12px; color: var(--faint); }
p:empty { display: none; }
.collapsed > :not(header) { display: none; }
`;

export const sheet = () => {
  const made = new CSSStyleSheet();
  made.replaceSync(css);
  return made;
};
