// The kinds of signals that the module takes, as in src/browser.rs, each with up to two numbers.

export const WOKEN = 0;
export const TURNED = 1; // another view in the same document
export const LEFT = 2;
export const WATCHED = 3; // 1: the page is seen and has the focus
export const CLICKED = 4; // element, what is expected of it
export const REACTED = 5; // what the page did
export const ERRED = 6; // a script has failed
export const WAVERED = 7; // the pointer turns round
export const SCROLLED = 8;
export const ENTERED = 9; // touchpoint, 1 if it is a form
export const EXITED = 10; // touchpoint, 1 if it is a form
export const FOCUSED = 11; // field, its form
export const BLURRED = 12; // field, 0 if the window has lost the focus
export const EDITED = 13; // field, how
export const FAILED = 14; // field, its form
export const SUBMITTED = 15; // form, 1 if a script sends on what was submitted before
export const ANSWERED = 16; // a request's status
