/** Preloaded into a child under test: writes its largest resident set, in KiB, where the test asked for it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

/** Of this program alone: what getrusage tells includes the parent's memory at the moment of the fork. */
function peakMemory() {
  return /^VmHWM:\s+(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8'))[1];
}

if (isMainThread) process.on('exit', () => writeFileSync(process.env.PRATIQUE_TEST_PEAK, peakMemory()));
