import { quietRuntime, type Runtime } from '../../src/model/runtime.ts';

/** A runtime whose waits are fifty times shorter: nobody else writes to the registries of most tests. Those that race take `quietRuntime`. */
export function quickRuntime(overrides: Partial<Runtime> = {}): Runtime {
  const { sleep } = quietRuntime(overrides);
  return quietRuntime({ sleep: (milliseconds) => sleep(milliseconds / 50), ...overrides });
}
