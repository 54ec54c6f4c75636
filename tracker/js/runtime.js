// What wasm-bindgen's glue needs at run time, in a fifth of the bytes of its own.
//
// The build puts these functions in the place of the glue's own and fails if the glue asks for one that
// is not here.

function getArrayU32FromWasm0(at, length) {
  return new Uint32Array(wasm.memory.buffer, at, length);
}
