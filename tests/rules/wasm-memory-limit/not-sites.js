// SPDX-License-Identifier: Apache-2.0
// What looks like a memory and is none, or none that grows.

// ok: wasm-memory-unbounded
// new WebAssembly.Memory({ initial: 1 })

// ok: wasm-memory-unbounded
/* new WebAssembly.Memory({ initial: 1 }) */

// ok: wasm-memory-unbounded
export const text = "new WebAssembly.Memory({ initial: 1 })";

// ok: wasm-memory-unbounded
export const template = `new WebAssembly.Memory({ initial: 1 })`;

// ok: wasm-memory-unbounded
export const code = `const memory = ${"new WebAssembly.Memory({ initial: 1 })"};`;

// ruleid: wasm-memory-unbounded
export const substituted = `${new WebAssembly.Memory({ initial: 1 })}`;

// ok: wasm-memory-unbounded
export const pattern = /new WebAssembly.Memory\(\{ initial: 1 \}\)/;

// ok: wasm-memory-unbounded
export const buffer = new WebAssembly.Memory({ initial: 1 }).buffer;

// ruleid: wasm-memory-invalid
export const called = WebAssembly.Memory({ initial: 1, maximum: 2 });

// ok: wasm-memory-unbounded, wasm-memory-invalid
export const Shared = new WebAssembly.Memory({ initial: 0, maximum: 0, shared: !0 }).buffer.constructor;

// ok: wasm-memory-unbounded
export const isMemory = (value) => value instanceof WebAssembly.Memory;

// ok: wasm-memory-unbounded, wasm-memory-invalid
export const grow = (memory) => WebAssembly.Memory.prototype.grow.call(memory, 1);
