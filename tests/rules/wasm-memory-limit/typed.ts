// SPDX-License-Identifier: Apache-2.0
// TypeScript's own syntax around the same calls.

declare const WebAssembly: any;

// ruleid: wasm-memory-unbounded
export const cast = new WebAssembly.Memory({ initial: 256 } as WebAssembly.MemoryDescriptor);

// ok: wasm-memory-unbounded
export const castBounded = new WebAssembly.Memory({ initial: 256, maximum: 8192 } as any);

// todoruleid: wasm-memory-too-large
export const satisfied = new WebAssembly.Memory({ initial: 256, maximum: 65536 as number } satisfies Limits);

const open: WebAssembly.MemoryDescriptor = { initial: 16 };
const closed = { initial: 16, maximum: 1024 } as const;

// ruleid: wasm-memory-unbounded
export const named: WebAssembly.Memory = new WebAssembly.Memory(open);

// ok: wasm-memory-unbounded
export const namedBounded = new WebAssembly.Memory(closed);

export class Heap {
  // ruleid: wasm-memory-unbounded
  private readonly memory: WebAssembly.Memory = new WebAssembly.Memory({ initial: 256 });

  // ok: wasm-memory-unbounded
  constructor(private readonly given: WebAssembly.Memory) {}
}

namespace Pages {
  const maximum = 1024;
  // ok: wasm-memory-unbounded
  export const memory = new WebAssembly.Memory({ initial: 16, maximum });
}

// ruleid: wasm-memory-too-large
export const large = new WebAssembly.Memory({ initial: 256, maximum: 65536 });

// ruleid: wasm-memory-invalid
export const shared = new WebAssembly.Memory({ initial: 256, shared: true });

// ok: wasm-memory-unbounded
export function grow(memory: WebAssembly.Memory, pages: number = 1): number {
  return memory.grow(pages);
}
