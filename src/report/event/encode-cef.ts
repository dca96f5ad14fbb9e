import { escapeControl } from '../../lib/terminal/escape-control.ts';
import { type SecurityEvent } from '../../model/security-event.ts';

const numbers: Readonly<Record<SecurityEvent['severity'], number>> = {
  unknown: 5,
  informational: 1,
  negligible: 2,
  low: 3,
  medium: 5,
  high: 8,
  critical: 10,
};

/** ArcSight Common Event Format, version 0: a header divided by `|`, then `key=value` pairs. */
export function encodeCef(event: SecurityEvent, toolVersion: string): string {
  const { name, title, severity, time, host, message, outcome, container, target, path, flaw, remedy, id, kind } = event;
  const header = ['CEF:0', 'Pratique', 'Pratique', toolVersion, name, title].map(inHeader).join('|');
  const pairs = [
    `rt=${time.getTime()}`,
    pair('externalId', id),
    pair('dvchost', host),
    pair('cat', kind),
    pair('act', kind === 'activity' ? name.split('.').at(-1) : undefined),
    pair('outcome', outcome),
    pair('filePath', path),
    pair('msg', message),
    custom(1, 'container', container?.name),
    custom(2, 'image', container?.image ?? target),
    custom(3, 'containerId', container?.id),
    custom(4, 'package', flaw === undefined ? undefined : `${flaw.packageName} ${flaw.version}`),
    custom(5, 'fixedVersion', flaw?.fixedVersion),
    custom(6, 'remedy', remedy),
  ];
  return `${header}|${numbers[severity]}|${pairs.filter((each) => each !== '').join(' ')}`;
}

function pair(key: string, value: string | undefined): string {
  return value === undefined ? '' : `${key}=${inExtension(value)}`;
}

/** A text of a meaning that the label names. */
function custom(at: number, label: string, value: string | undefined): string {
  return value === undefined ? '' : `cs${at}Label=${label} ${pair(`cs${at}`, value)}`;
} // prettier-ignore

function inHeader(text: string): string {
  return escapeControl(text.replace(/[\r\n]+/g, ' ').replace(/[\\|]/g, '\\$&'));
}

function inExtension(text: string): string {
  return escapeControl(text.replace(/[\\=]/g, '\\$&').replace(/\r\n|\r|\n/g, '\\n'));
}
