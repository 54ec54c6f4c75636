// Templates with every inserted value escaped, and the header's basket count.

/** A template string whose values are escaped for HTML text and attributes. */
export function html(parts, ...values) {
  return parts.reduce((out, part, at) => out + part + (at < values.length ? escapeHtml(values[at]) : ''), '');
}

export function $(selector, root = document) {
  return root.querySelector(selector);
}

/** Shows a message in its paragraph, or hides the paragraph when there is none. */
export function say(element, message) {
  element.textContent = message;
  element.hidden = !message;
}

function escapeHtml(value) {
  return String(value).replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}
