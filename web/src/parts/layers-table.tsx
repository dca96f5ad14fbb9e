import { type ReactNode } from 'react';
import { type ImageLayer } from '../server-api.ts';
import { DataTable } from './data-table.tsx';
import { CountsLine, number } from './severity.tsx';

export function LayersTable({ layers }: { readonly layers: readonly ImageLayer[] }): ReactNode {
  const largest = Math.max(1, ...layers.map(({ size = 0 }) => size));
  return (
    <DataTable
      rows={layers}
      keyOf={({ position }) => String(position)}
      columns={[
        { title: 'Layer', cell: ({ position, broughtBy }) => <Position position={position} broughtBy={broughtBy} /> },
        { title: 'Instruction', cell: ({ createdBy }) => <code className="instruction">{createdBy ?? 'not recorded'}</code> },
        { title: 'Size', cell: ({ size }) => <Size size={size} largest={largest} /> },
        { title: 'Packages', isCount: true, cell: ({ packages }) => number(packages) },
        { title: 'Vulnerabilities', cell: ({ counts }) => <CountsLine counts={counts} /> },
      ]}
    />
  );
}

function Position({ position, broughtBy }: Pick<ImageLayer, 'position' | 'broughtBy'>): ReactNode {
  return (
    <>
      {position}
      {broughtBy !== 'unknown' && <div className="faint">{broughtBy === 'base' ? 'base image' : 'own'}</div>}
    </>
  );
}

function Size({ size, largest }: { readonly size: number | undefined; readonly largest: number }): ReactNode {
  if (size === undefined) return <span className="faint">not known</span>;
  return (
    <>
      {bytes(size)}
      <span className="bar" aria-hidden="true">
        <svg viewBox="0 0 100 6" preserveAspectRatio="none">
          <rect width={(100 * size) / largest} height="6" />
        </svg>
      </span>
    </>
  );
}

const units = ['bytes', 'KB', 'MB', 'GB'];

function bytes(size: number): string {
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, size)) / 3));
  return `${(size / 1_000 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power]}`;
}
