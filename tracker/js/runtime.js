// What wasm-bindgen's glue needs at run time, in a fifth of the bytes of its own.
//
// No caches, which save microseconds where we pass a text or two a click, and no help for engines
// that lack what every one with WebAssembly and reference types has. The build puts these functions
// in the place of the glue's own and fails if the glue asks for one that is not here.

let WASM_VECTOR_LEN;

function isLikeNone(value) {
  return value == null;
}

function getDataViewMemory0() {
  return new DataView(wasm.memory.buffer);
}

function getStringFromWasm0(at, length) {
  return new TextDecoder().decode(new Uint8Array(wasm.memory.buffer, at >>> 0, length));
}

function passStringToWasm0(text, malloc) {
  const bytes = new TextEncoder().encode(text);
  const at = malloc(bytes.length, 1) >>> 0;
  new Uint8Array(wasm.memory.buffer).set(bytes, at);
  WASM_VECTOR_LEN = bytes.length;
  return at;
}

function addToExternrefTable0(value) {
  const at = wasm.__externref_table_alloc();
  wasm.__wbindgen_externrefs.set(at, value);
  return at;
}
