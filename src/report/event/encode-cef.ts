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
  const custom: readonly (readonly [string, string | undefined])[] = [
    ['container', container?.name],
    ['image', container?.image ?? target],
    ['containerId', container?.id],
    ['package', flaw === undefined ? undefined : `${flaw.packageName} ${flaw.version}`],
    ['fixedVersion', flaw?.fixedVersion],
    ['remedy', remedy],
  ];
  const pairs: readonly (readonly [string, string | undefined])[] = [
    ['rt', String(time.getTime())],
    ['externalId', id],
    ['dvchost', host],
    ['cat', kind],
    ['act', kind === 'activity' ? name.split('.').at(-1) : undefined],
    ['outcome', outcome],
    ['filePath', path],
    ['msg', message],
    ...custom.flatMap(([label, value], at) => (value === undefined ? [] : [[`cs${at + 1}Label`, label] as const, [`cs${at + 1}`, value] as const])),
  ];
  return `${header}|${numbers[severity]}|${pairs.flatMap(([key, value]) => (value === undefined ? [] : [`${key}=${inExtension(value)}`])).join(' ')}`;
} // prettier-ignore

function inHeader(text: string): string {
  return escapeControl(text.replace(/[\r\n]+/g, ' ').replace(/[\\|]/g, '\\$&'));
}

function inExtension(text: string): string {
  return escapeControl(text.replace(/[\\=]/g, '\\$&').replace(/\r\n|\r|\n/g, '\\n'));
}
