// SPDX-License-Identifier: Apache-2.0
// The descriptor, or a part of it, is said elsewhere in the file.

const PAGE = 65536;
const MiB = 1024 * 1024;
const LIMITS = { small: 512 * MiB, nested: { large: 4096 * MiB } };
const SMALL = LIMITS.small / PAGE;
const LARGE = LIMITS.nested.large / PAGE;

// ok: wasm-memory-unbounded, wasm-memory-too-large
export const small = new WebAssembly.Memory({ initial: 16, maximum: SMALL });

// todoruleid: wasm-memory-too-large
export const large = new WebAssembly.Memory({ initial: 16, maximum: LARGE });

// todoruleid: wasm-memory-too-large
export const sum = new WebAssembly.Memory({ initial: 16, maximum: (4 * 1024 * MiB - 64 * 1024) / PAGE });

const open = { initial: 16 };
const closed = { initial: 16, maximum: 1024 };

// ruleid: wasm-memory-unbounded
export const named = new WebAssembly.Memory(open);

// ok: wasm-memory-unbounded
export const namedBounded = new WebAssembly.Memory(closed);

// todoruleid: wasm-memory-unbounded
export const spreadOpen = new WebAssembly.Memory({ ...open, initial: 32 });

// ok: wasm-memory-unbounded
export const spreadClosed = new WebAssembly.Memory({ ...closed, initial: 32 });

// ok: wasm-memory-unbounded
export const spreadPlus = new WebAssembly.Memory({ ...open, maximum: 1024 });

export function shorthand() {
  const maximum = 1024;
  // ok: wasm-memory-unbounded
  return new WebAssembly.Memory({ initial: 16, maximum });
}

export function shorthandLarge() {
  const maximum = 65536;
  const initial = 16;
  // ruleid: wasm-memory-too-large
  return new WebAssembly.Memory({ initial, maximum });
}

export function later() {
  const descriptor = { initial: 16 };
  descriptor.maximum = 1024;
  // ok: wasm-memory-unbounded
  return new WebAssembly.Memory(descriptor);
}

export function laterQuoted() {
  const descriptor = { initial: 16 };
  descriptor["maximum"] = 1024;
  // ok: wasm-memory-unbounded
  return new WebAssembly.Memory(descriptor);
}

export function laterOther() {
  const descriptor = { initial: 16 };
  descriptor.shared = false;
  // ruleid: wasm-memory-unbounded
  return new WebAssembly.Memory(descriptor);
}

export function laterLarge() {
  const descriptor = { initial: 16 };
  descriptor.maximum = 65536;
  // todoruleid: wasm-memory-too-large
  return new WebAssembly.Memory(descriptor);
}

export function laterSometimes(cap) {
  const descriptor = { initial: 16 };
  if (cap) descriptor.maximum = cap;
  // ok: wasm-memory-unbounded
  return new WebAssembly.Memory(descriptor);
}

export function inner() {
  const open = { initial: 16, maximum: 1024 };
  // ok: wasm-memory-unbounded
  return new WebAssembly.Memory(open);
}

export function parameter(open) {
  // ok: wasm-memory-unbounded
  return new WebAssembly.Memory(open);
}

const frozen = Object.freeze({ initial: 16 });
// todoruleid: wasm-memory-unbounded
export const fromFrozen = new WebAssembly.Memory(frozen);

// todoruleid: wasm-memory-unbounded
export const assigned = new WebAssembly.Memory(Object.assign({}, open));

// ok: wasm-memory-unbounded
export const assignedBounded = new WebAssembly.Memory(Object.assign({}, open, { maximum: 1024 }));

export function unresolved(maximum, rest) {
  // ok: wasm-memory-unbounded
  use(new WebAssembly.Memory({ initial: 16, maximum }));
  // ok: wasm-memory-unbounded
  use(new WebAssembly.Memory({ initial: 16, ...rest }));
}
