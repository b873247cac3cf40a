// SPDX-License-Identifier: Apache-2.0
// The constructor under its other names.

const { Memory, Table } = WebAssembly;
const { Memory: Renamed } = WebAssembly;
const Kept = WebAssembly.Memory;
const W = WebAssembly;

// ruleid: wasm-memory-unbounded
export const viaGlobal = new globalThis.WebAssembly.Memory({ initial: 1 });

// ruleid: wasm-memory-unbounded
export const viaQuotes = new globalThis["WebAssembly"].Memory({ initial: 1 });

// ruleid: wasm-memory-unbounded
export const viaWindow = new window["WebAssembly"]["Memory"]({ initial: 1 });

// ruleid: wasm-memory-unbounded
export const quoted = new WebAssembly["Memory"]({ initial: 1 });

// ruleid: wasm-memory-unbounded
export const wrapped = new (WebAssembly.Memory)({ initial: 1 });

// ruleid: wasm-memory-unbounded
export const destructured = new Memory({ initial: 1 });

// ok: wasm-memory-unbounded
export const destructuredBounded = new Memory({ initial: 1, maximum: 2 });

// ruleid: wasm-memory-unbounded
export const renamed = new Renamed({ initial: 1 });

// ruleid: wasm-memory-unbounded
export const kept = new Kept({ initial: 1 });

// ruleid: wasm-memory-unbounded
export const aliased = new W.Memory({ initial: 1 });

// ruleid: wasm-memory-unbounded
export const apart = new WebAssembly
  .Memory({ initial: 1 });

// ok: wasm-memory-unbounded
export const table = new Table({ initial: 1, element: "anyfunc" });

export function shadowed(WebAssembly) {
  // ok: wasm-memory-unbounded
  return new WebAssembly.Memory({ initial: 1 });
}

export function shadowedInside() {
  const WebAssembly = fake();
  // ok: wasm-memory-unbounded
  return new WebAssembly.Memory({ initial: 1 });
}

export function shadowedMemory(Memory) {
  // ok: wasm-memory-unbounded
  return new Memory({ initial: 1 });
}

// ok: wasm-memory-unbounded
export const other = new Other.Memory({ initial: 1 });

// ok: wasm-memory-unbounded
export const deeper = new sdk.WebAssembly.Memory.Pool({ initial: 1 });
