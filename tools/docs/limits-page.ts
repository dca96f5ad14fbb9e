import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { limits } from '../../src/model/limits.ts';
import { code, page, table } from './markdown.ts';

/** A comment in the table speaks for every bound up to the next comment. */
export function limitsPage(root: string): string {
  const rows: string[][] = [];
  let meaning = '';
  let comment = '';
  for (const line of readFileSync(join(root, 'src/model/limits.ts'), 'utf8').split('export const limits')[1]?.split('\n') ?? []) {
    const text = line.trim();
    if (text.startsWith('/**')) comment = '';
    if (text.startsWith('/**') || text.startsWith('*')) comment += ` ${text.replace(/^\/\*\*|\*\/$|^\*(?!\/)/g, '').trim()}`;
    if (text.endsWith('*/')) meaning = comment.replace(/\*\/$/, '').trim();
    const name = /^(\w+):/.exec(text)?.[1];
    if (name !== undefined && name in limits) rows.push([code(name), formatBound(name, limits[name as keyof typeof limits]), meaning]);
  }
  if (rows.length !== Object.keys(limits).length) throw new Error('a bound in src/model/limits.ts has no line of its own');
  return page(
    'Limits',
    'src/model/limits.ts',
    'Every bound on input from outside. Hitting one is an issue in the report or an error that names it; nothing is cut silently.',
    table(['name', 'bound', 'of what'], rows),
  );
}

function formatBound(name: string, value: number): string {
  if (name.endsWith('Ms')) return `${value / 1000} s`;
  if (name.endsWith('Share')) return `${value * 100} %`;
  if (!name.endsWith('Bytes')) return value.toLocaleString('en');
  const units = ['bytes', 'KiB', 'MiB', 'GiB'];
  let unit = 0;
  while (value >= 1024 && value % 1024 === 0 && unit < 3) {
    value /= 1024;
    unit += 1;
  }
  return `${value.toLocaleString('en')} ${units[unit] ?? ''}`;
}
