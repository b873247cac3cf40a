// SPDX-License-Identifier: Apache-2.0
export function View({ run }) {
  // ruleid: wasm-memory-unbounded
  const start = () => run(new WebAssembly.Memory({ initial: 256 }));
  // ok: wasm-memory-unbounded
  const bounded = () => run(new WebAssembly.Memory({ initial: 256, maximum: 8192 }));
  return <button onClick={start} onDoubleClick={bounded}>new WebAssembly.Memory()</button>;
}
