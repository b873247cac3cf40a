// SPDX-License-Identifier: Apache-2.0
// Maximums that this file does not tell: notes of the native check; semgrep has no such rule.

import { limits } from "./limits.js";

let mutable = 1024;
mutable = limits.pages;

// ruleid: wasm-memory-unresolved
export const imported = new WebAssembly.Memory({ initial: 16, maximum: limits.pages });

// ruleid: wasm-memory-unresolved
export const reassigned = new WebAssembly.Memory({ initial: 16, maximum: mutable });

// ruleid: wasm-memory-unresolved
export const whole = new WebAssembly.Memory(limits);

// ruleid: wasm-memory-unresolved
export const spread = new WebAssembly.Memory({ initial: 16, ...limits });

// ok: wasm-memory-unresolved
export const spreadThenSaid = new WebAssembly.Memory({ initial: 16, ...limits, maximum: 1024 });

// ruleid: wasm-memory-unresolved
export const key = new WebAssembly.Memory({ initial: 16, [limits.key]: 1024 });

export function parameter(pages = 1024) {
  // ruleid: wasm-memory-unresolved
  return new WebAssembly.Memory({ initial: 16, maximum: pages });
}

export function sometimes(cap) {
  const descriptor = { initial: 16 };
  if (cap) descriptor.maximum = cap;
  // ruleid: wasm-memory-unresolved
  return new WebAssembly.Memory(descriptor);
}

export function handedOut(configure) {
  const descriptor = { initial: 16 };
  configure(descriptor);
  // ruleid: wasm-memory-unresolved
  return new WebAssembly.Memory(descriptor);
}

export function logged() {
  const descriptor = { initial: 16, maximum: 1024 };
  console.log(descriptor);
  // ok: wasm-memory-unresolved
  return new WebAssembly.Memory(descriptor);
}

// ok: wasm-memory-unresolved
export const fixed = (pages) => new WebAssembly.Memory({ initial: pages, maximum: pages });

// ruleid: wasm-memory-unresolved
export const either = new WebAssembly.Memory({ initial: 16, maximum: limits.small ? 1024 : undefined });

// ok: wasm-memory-unresolved
export const same = new WebAssembly.Memory({ initial: 16, maximum: limits.small ? 1024 : 1024 });
