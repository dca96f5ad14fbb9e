import { styleText } from 'node:util';
import { type Severity } from '../../model/severity.ts';

/** Colours by meaning; none of them is the only carrier of it. */
export interface Style {
  readonly strong: Paint;
  readonly faint: Paint;
  readonly good: Paint;
  readonly bad: Paint;
  readonly caution: Paint;
  readonly severity: (severity: Severity, text: string) => string;
  /** Makes text lead to an address, where the terminal knows links. `url` is printable ASCII. */
  readonly link: (url: string | undefined, text: string) => string;
}

export type Paint = (text: string) => string;
type Format = Parameters<typeof styleText>[0];

const severityFormats: Readonly<Record<Severity, Format>> = {
  critical: ['bold', 'red'],
  high: 'red',
  medium: 'yellow',
  low: 'blue',
  negligible: 'gray',
  unknown: 'gray',
};

export function makeStyle(useColor: boolean, useHyperlinks = false): Style {
  const paint = (format: Format): Paint =>
    useColor ? (text) => (text === '' ? '' : styleText(format, text, { validateStream: false })) : (text) => text;
  const bySeverity = new Map<Severity, Paint>();
  return {
    strong: paint('bold'),
    faint: paint('gray'),
    good: paint(['bold', 'green']),
    bad: paint(['bold', 'red']),
    caution: paint(['bold', 'yellow']),
    severity(severity, text) {
      const known = bySeverity.get(severity) ?? paint(severityFormats[severity]);
      bySeverity.set(severity, known);
      return known(text);
    },
    link: (url, text) => (useHyperlinks && url !== undefined ? hyperlink(url, text) : text),
  };
}

/** OSC 8, as terminals agreed on it. */
function hyperlink(url: string, text: string): string {
  return `\u001b]8;;${url}\u001b\\${text}\u001b]8;;\u001b\\`;
}
