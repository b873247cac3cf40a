// SPDX-License-Identifier: Apache-2.0
import { useMemo } from "react";

export function Player({ pages }: { pages: number }) {
  // ruleid: wasm-memory-unbounded
  const memory = useMemo(() => new WebAssembly.Memory({ initial: 256 }), []);
  // ok: wasm-memory-unbounded
  const fixed = useMemo(() => new WebAssembly.Memory({ initial: pages, maximum: pages }), [pages]);
  return <canvas data-size={memory.buffer.byteLength + fixed.buffer.byteLength} />;
}
