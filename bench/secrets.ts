import { builtInRuleSet } from '../src/secret/built-in-rule-set.ts';
import { SecretStream } from '../src/secret/engine/secret-stream.ts';
import { reportFigure } from './support/figure.ts';

/** How fast text without secrets is searched: one GiB of it, on one core. */
const piece = Buffer.alloc(64 * 1024, 'The quick brown fox jumps over the lazy dog; nothing here is of interest to anybody.\n');
const pieces = 16 * 1024;

search(pieces / 16);
const before = process.cpuUsage();
search(pieces);
const { user, system } = process.cpuUsage(before);
const milliseconds = (user + system) / 1000;
// 200 MB a second.
reportFigure({ name: 'secrets: a GiB of text', value: milliseconds, unit: 'ms', atMost: 5369 });

function search(count: number): void {
  const stream = new SecretStream(builtInRuleSet(), 'a.txt');
  for (let at = 0; at < count; at++) stream.write(piece);
  if (stream.end().matches.length > 0) throw new Error('the text has secrets');
}
