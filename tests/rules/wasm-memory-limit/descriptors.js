// SPDX-License-Identifier: Apache-2.0
// The descriptor written in the call.

// ruleid: wasm-memory-unbounded
export const plain = new WebAssembly.Memory({ initial: 256 });

// ok: wasm-memory-unbounded, wasm-memory-too-large
export const bounded = new WebAssembly.Memory({ initial: 256, maximum: 8192 });

// ok: wasm-memory-unbounded, wasm-memory-too-large
export const first = new WebAssembly.Memory({ maximum: 8192, initial: 256, shared: true });

// ruleid: wasm-memory-unbounded
export const spread_over_lines = new WebAssembly.Memory({
  initial: 256,
});

// ruleid: wasm-memory-unbounded
export const quoted = new WebAssembly.Memory({ "initial": 256 });

// ok: wasm-memory-unbounded
export const quotedMaximum = new WebAssembly.Memory({ "initial": 256, /* pages */ "maximum": 8192 });

// ok: wasm-memory-unbounded
export const computed = new WebAssembly.Memory({ initial: 256, ["maximum"]: 8192 });

// ruleid: wasm-memory-unbounded
export const said = new WebAssembly.Memory({ initial: 256, maximum: undefined });

// ruleid: wasm-memory-unbounded
export const voided = new WebAssembly.Memory({ initial: 256, maximum: void 0 });

// ruleid: wasm-memory-unbounded
export const near = new WebAssembly.Memory({ initial: 256, maximumPages: 8192 });

// ruleid: wasm-memory-unbounded
export const inComment = new WebAssembly.Memory({ initial: 256 /* maximum: 8192 */ });

// ruleid: wasm-memory-unbounded
export const notShared = new WebAssembly.Memory({ initial: 256, shared: false });

// ruleid: wasm-memory-unbounded
export const wide = new WebAssembly.Memory({ address: "i64", initial: 1n });

// ok: wasm-memory-unbounded
export const wideBounded = new WebAssembly.Memory({ address: "i64", initial: 1n, maximum: 8192n });

// ruleid: wasm-memory-too-large
export const large = new WebAssembly.Memory({ initial: 256, maximum: 65536 });

// ok: wasm-memory-too-large
export const justFits = new WebAssembly.Memory({ initial: 256, maximum: 32768 });

// ruleid: wasm-memory-too-large
export const justAbove = new WebAssembly.Memory({ initial: 256, maximum: 32769 });

// ruleid: wasm-memory-too-large
export const divided = new WebAssembly.Memory({ initial: 256, maximum: 4294967296 / 65536 });

// ok: wasm-memory-too-large, wasm-memory-unbounded
export const dividedFits = new WebAssembly.Memory({ initial: 256, maximum: 1073741824 / 65536 });

// todoruleid: wasm-memory-too-large
export const shifted = new WebAssembly.Memory({ initial: 1, maximum: 1 << 16 });

// ok: wasm-memory-too-large
export const shiftedFits = new WebAssembly.Memory({ initial: 1, maximum: 1 << 14 });

// ruleid: wasm-memory-too-large
export const separated = new WebAssembly.Memory({ initial: 1, maximum: 65_536 });

// ruleid: wasm-memory-too-large
export const hexadecimal = new WebAssembly.Memory({ initial: 1, maximum: 0x10000 });

// ruleid: wasm-memory-too-large
export const exponent = new WebAssembly.Memory({ initial: 1, maximum: 4e4 });

// ok: wasm-memory-unbounded
export function fixed(pages) {
  // ok: wasm-memory-unbounded, wasm-memory-too-large
  return new WebAssembly.Memory({ initial: pages, maximum: pages });
}

export class Heap {
  // ruleid: wasm-memory-unbounded
  memory = new WebAssembly.Memory({ initial: 256 });

  // ok: wasm-memory-unbounded
  other = new WebAssembly.Memory({ initial: 256, maximum: 512 });
}

export function pick(memory) {
  // ruleid: wasm-memory-unbounded
  return memory || new WebAssembly.Memory({ initial: 256 });
}
