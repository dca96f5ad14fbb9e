import { displayWidth, padWidth } from '../../lib/terminal/display-width.ts';
import { escapeControl } from '../../lib/terminal/escape-control.ts';
import { ecosystem } from '../../model/ecosystem.ts';
import { type Inventory } from '../inventory.ts';

export function* writePackageTable({ packages }: Inventory): Iterable<string> {
  const rows = packages.map(({ name, version = '', ecosystem: id }) => [name, version, ecosystem(id).purlType].map(escapeControl));
  const lines = [...new Map(rows.map((row) => [row.join('\0'), row])).values()];
  const widths = [0, 1].map((at) => lines.reduce((most, row) => Math.max(most, displayWidth(row[at] ?? '')), 7));
  for (const row of [['NAME', 'VERSION', 'TYPE'], ...lines]) {
    const cells = row.map((cell, at) => padWidth(cell, widths[at] ?? 0));
    yield `${cells.join('  ').trimEnd()}\n`;
  }
}
