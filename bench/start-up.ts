import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { reportFigure } from './support/figure.ts';
import { timeProcesses } from './support/time-processes.ts';

/** How much longer than Node itself the program takes to start. */
const node = process.execPath;
const program = 'dist/pratique.js';
const empty = mkdtempSync(join(tmpdir(), 'pratique-bench-'));
try {
  const times = timeProcesses(
    {
      bare: { argv: [node, '-e', '0'] },
      version: { argv: [node, program, '--version'] },
      help: { argv: [node, program, '--help'] },
      scan: { argv: [node, program, 'scan', '--no-cache', '--quiet', `dir:${empty}`], exitCodes: [0, 4] },
    },
    41,
  );
  process.stdout.write(`node -e 0: ${times.bare.toFixed(1)} ms, median of 41\n`);
  reportFigure({ name: 'start-up: --version', value: times.version / times.bare, unit: '× node', atMost: 2 });
  reportFigure({ name: 'start-up: --help', value: times.help / times.bare, unit: '× node' });
  reportFigure({ name: 'start-up: scan of an empty directory', value: times.scan / times.bare, unit: '× node' });
} finally {
  rmSync(empty, { recursive: true });
}
