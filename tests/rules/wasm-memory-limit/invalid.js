// SPDX-License-Identifier: Apache-2.0
// What the constructor refuses when the line runs.

// ruleid: wasm-memory-invalid
export const shared = new WebAssembly.Memory({ initial: 256, shared: true });

// ok: wasm-memory-invalid
export const sharedBounded = new WebAssembly.Memory({ initial: 256, maximum: 8192, shared: true });

// ruleid: wasm-memory-invalid
export const minified = new WebAssembly.Memory({initial:256,shared:!0});

// ruleid: wasm-memory-invalid
export const below = new WebAssembly.Memory({ initial: 256, maximum: 255 });

// ok: wasm-memory-invalid
export const equal = new WebAssembly.Memory({ initial: 256, maximum: 256 });

// ruleid: wasm-memory-invalid
export const belowFirst = new WebAssembly.Memory({ maximum: 100, initial: 256 });

// ruleid: wasm-memory-invalid
export const beyond = new WebAssembly.Memory({ initial: 256, maximum: 65537 });

// ok: wasm-memory-invalid
export const underTheLimit = new WebAssembly.Memory({ initial: 256, maximum: 32768 });

// ruleid: wasm-memory-invalid
export const bytesForPages = new WebAssembly.Memory({ initial: 16777216, maximum: 1073741824 });

// ruleid: wasm-memory-invalid
export const initialBeyond = new WebAssembly.Memory({ initial: 70000, maximum: 80000 });

// ruleid: wasm-memory-invalid
export const called = WebAssembly.Memory({ initial: 256, maximum: 8192 });

// ruleid: wasm-memory-invalid
export const calledUnbounded = WebAssembly.Memory({ initial: 256 });

// ok: wasm-memory-invalid
export const bounded = new WebAssembly.Memory({ initial: 256, maximum: 8192 });

// ruleid: wasm-memory-invalid
export const empty = new WebAssembly.Memory();

// todoruleid: wasm-memory-invalid
export const nothing = new WebAssembly.Memory({});

// todoruleid: wasm-memory-invalid
export const nulled = new WebAssembly.Memory({ initial: 1, maximum: null });

// ruleid: wasm-memory-invalid
export const negative = new WebAssembly.Memory({ initial: 1, maximum: -1 });

// todoruleid: wasm-memory-invalid
export const wideBeyond = new WebAssembly.Memory({ address: "i64", initial: 1n, maximum: 262145n });
