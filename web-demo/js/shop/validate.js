// Form validation: the browser's constraints, our words, the first invalid field focused.
import { say } from './dom.js';

/**
 * Watches a form whose fields each have a `<p id="ID-error">` (radio buttons: their name). `rules` adds checks per field id
 * that return a message or ''. Calls `submit` with the form's values once all are valid.
 */
export function validated(form, submit, rules = {}) {
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const wrong = fields(form).filter((field) => !check(field, rules));
    if (wrong.length > 0) wrong[0].focus();
    else submit(Object.fromEntries(new FormData(form)));
  });
  form.addEventListener('change', ({ target }) => { if (target.value && errorOf(target)) check(target, rules); });
  // A complaint goes as soon as it is answered; a new one waits until the field is left.
  form.addEventListener('input', ({ target }) => { if (target.getAttribute('aria-invalid') === 'true') check(target, rules); });
}

function check(field, rules) {
  field.setCustomValidity('');
  field.setCustomValidity(field.validity.valid && field.value ? (rules[field.id]?.(field.value) ?? '') : '');
  const valid = field.checkValidity();
  field.setAttribute('aria-invalid', String(!valid));
  say(errorOf(field), valid ? '' : message(field));
  return valid;
}

function message(field) {
  if (field.validity.customError) return field.validationMessage;
  return (field.validity.valueMissing ? field.dataset.missing : field.dataset.invalid) ?? field.validationMessage;
}

function fields(form) {
  return [...form.elements].filter((field) => field.willValidate && errorOf(field));
}

function errorOf(field) {
  return document.getElementById(`${field.id || field.name}-error`);
}
