import { escapeControl } from '../../lib/terminal/escape-control.ts';
import { padWidth, displayWidth } from '../../lib/terminal/display-width.ts';
import { ecosystem } from '../../model/ecosystem.ts';
import { type SbomWriter } from './sbom-writer.ts';

/** Columns for people, as Syft prints them: a package is a line. */
export const packageTable: SbomWriter = {
  format: 'package-table',
  title: 'names, versions and types of packages, a line each',
  mediaType: 'text/plain; charset=utf-8',
  aliases: ['syft-table'],
  versions: ['1'],
  defaultVersion: '1',
  isRead: false,
  extensions: [],
  *write({ packages }) {
    const rows = packages.map(({ name, version = '', ecosystem: id }) => [name, version, ecosystem(id).purlType].map(escapeControl));
    const lines = [...new Map(rows.map((row) => [row.join('\0'), row])).values()];
    const widths = [0, 1].map((at) => lines.reduce((most, row) => Math.max(most, displayWidth(row[at] ?? '')), 7));
    for (const row of [['NAME', 'VERSION', 'TYPE'], ...lines])
      yield `${row.map((cell, at) => padWidth(cell, widths[at] ?? 0)).join('  ').trimEnd()}\n`;
  },
}; // prettier-ignore
