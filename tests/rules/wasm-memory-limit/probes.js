// SPDX-License-Identifier: Apache-2.0
// Memories that are made to see whether the engine can: notes natively, silent in semgrep.

export function hasMemory64() {
  try {
    // todoruleid: wasm-memory-unbounded
    new WebAssembly.Memory({ address: "i64", initial: 1n });
    return true;
  } catch {
    return false;
  }
}

export function refusesUnboundedShared() {
  try {
    // todoruleid: wasm-memory-invalid
    new WebAssembly.Memory({ initial: 1, shared: true });
    return false;
  } catch {
    return true;
  }
}

export function kept() {
  try {
    // ruleid: wasm-memory-unbounded
    const memory = new WebAssembly.Memory({ initial: 256 });
    return memory;
  } catch {
    return null;
  }
}

export function probedBounded() {
  try {
    // ok: wasm-memory-unbounded, wasm-memory-invalid
    new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
    return true;
  } catch {
    return false;
  }
}

// ruleid: wasm-memory-invalid
export const used = new WebAssembly.Memory({ initial: 1, shared: true });
