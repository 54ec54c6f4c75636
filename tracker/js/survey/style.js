// How the dialog looks: a constructed stylesheet, which a strict style-src does not forbid. Colours are the page's
// own scheme's; a shop may set --percorso-survey-accent.

const css = `
:host {
  all: initial; color-scheme: inherit; position: fixed; inset: auto 16px 16px auto; z-index: 2147483647;
  --accent: var(--percorso-survey-accent, #1a6b52);
}
* { box-sizing: border-box; font: inherit; color: inherit; }
section {
  position: relative; width: min(420px, calc(100vw - 32px)); max-height: calc(100vh - 32px); overflow: auto;
  padding: 16px; color: CanvasText; background: Canvas; border: 1px solid GrayText; border-radius: 10px;
  box-shadow: 0 6px 24px rgb(0 0 0 / .25); font: 16px/1.4 system-ui, sans-serif; opacity: 0;
}
section.open { opacity: 1; }
@media (prefers-reduced-motion: no-preference) { section { transition: opacity .2s; } }
fieldset { margin: 0; padding: 0; border: 0; min-width: 0; }
legend, .free > span { display: block; padding: 0 36px 8px 0; font-weight: 600; }
fieldset ~ .free > span { padding: 12px 0 4px; font-weight: 400; }
.scale { display: grid; grid-template-columns: repeat(auto-fit, minmax(28px, 1fr)); gap: 4px; }
.scale label { position: relative; }
.scale input { appearance: none; position: absolute; inset: 0; margin: 0; width: 100%; height: 100%; cursor: pointer; }
.scale span { display: block; padding: 8px 0; text-align: center; border: 1px solid GrayText; border-radius: 6px; }
.scale input:hover + span { border-color: var(--accent); }
.scale input:checked + span { color: #fff; background: var(--accent); border-color: var(--accent); }
.scale input:focus-visible + span, button:focus-visible, textarea:focus-visible {
  outline: 3px solid var(--accent); outline-offset: 1px;
}
section:focus { outline: none; }
.ends { display: flex; justify-content: space-between; gap: 16px; padding-top: 4px; font-size: 13px; }
.free { display: block; }
textarea {
  display: block; width: 100%; padding: 6px 8px; resize: vertical; color: FieldText; background: Field;
  border: 1px solid GrayText; border-radius: 6px;
}
small { display: block; padding-top: 2px; font-size: 13px; }
button { cursor: pointer; border-radius: 6px; }
.send { display: block; margin: 12px 0 0 auto; padding: 8px 16px; color: #fff; background: var(--accent); border: 1px solid transparent; }
.close { position: absolute; inset: 8px 8px auto auto; width: 32px; height: 32px; background: none; border: 1px solid transparent; font-size: 20px; line-height: 1; }
p { margin: 0; padding-right: 36px; }
p:empty { display: none; }
@media (forced-colors: active) { .scale input:checked + span { forced-color-adjust: none; color: HighlightText; background: Highlight; } }
`;

export const sheet = () => {
  const made = new CSSStyleSheet();
  made.replaceSync(css);
  return made;
};
