import { type ReactNode } from 'react';
import { type Counts } from '../server-api.ts';
import { type Severity } from '../../../src/model/severity.ts';

const shown: readonly Severity[] = ['critical', 'high', 'medium', 'low'];

/** A word in its colour; the word says it too. */
export function SeverityWord({ severity }: { readonly severity: Severity }): ReactNode {
  return <span className={`severity ${severity}`}>{severity}</span>;
}

/** `2 critical · 14 high`; the rest is one number. */
export function CountsLine({ counts }: { readonly counts: Counts }): ReactNode {
  const parts = shown.filter((severity) => counts[severity] > 0);
  const others = counts.negligible + counts.unknown;
  if (parts.length === 0 && others === 0) return <span className="faint">none</span>;
  return (
    <span className="counts">
      {parts.map((severity) => (
        <span key={severity} className={`severity ${severity}`}>
          {number(counts[severity])} {severity}
        </span>
      ))}
      {others > 0 && <span className="faint">{number(others)} other</span>}
    </span>
  );
}

const format = new Intl.NumberFormat('en');

export function number(value: number): string {
  return format.format(value);
}

/** `1 image`, `2 images`. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${number(value)} ${value === 1 ? one : many}`;
}
