/** Preloaded into a child under test: writes its largest resident set, in KiB, where the test asked for it. */
import { writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

if (isMainThread) process.on('exit', () => writeFileSync(process.env.PRATIQUE_TEST_PEAK, String(process.resourceUsage().maxRSS)));
