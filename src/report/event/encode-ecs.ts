import { type SecurityEvent } from '../../model/security-event.ts';

/** event.kind, event.category and event.type: elastic.co/docs/reference/ecs. */
const categories: Readonly<Record<SecurityEvent['kind'], { readonly kind: string; readonly category: readonly string[] }>> = {
  activity: { kind: 'event', category: ['process'] },
  detection: { kind: 'alert', category: ['intrusion_detection'] },
  compliance: { kind: 'state', category: ['configuration'] },
  vulnerability: { kind: 'state', category: ['vulnerability'] },
};

const types: ReadonlyMap<string, string> = new Map([
  ['create', 'creation'],
  ['destroy', 'deletion'],
  ['start', 'start'],
  ['die', 'end'],
  ['stop', 'end'],
  ['kill', 'end'],
]);

/** event.severity is a number of the source: here 0 to 100. */
const numbers: Readonly<Record<SecurityEvent['severity'], number>> = {
  unknown: 0,
  informational: 0,
  negligible: 10,
  low: 25,
  medium: 50,
  high: 75,
  critical: 100,
};

/** Elastic Common Schema 8.11. */
export function encodeEcs(event: SecurityEvent, toolVersion: string): string {
  const { kind, name, title, time, severity, message, outcome, container, host, id, target, path, flaw, remedy, standard, attributes } = event;
  const action = name.split('.').at(-1) ?? name;
  return JSON.stringify({
    '@timestamp': time.toISOString(),
    message,
    ecs: { version: '8.11.0' },
    event: {
      id,
      ...categories[kind],
      type: [kind === 'activity' ? (types.get(action) ?? 'info') : 'info'],
      action: name,
      ...(outcome === undefined ? {} : { outcome }),
      severity: numbers[severity],
      module: 'pratique',
      dataset: `pratique.${kind}`,
    },
    observer: { vendor: 'Pratique', product: 'Pratique', version: toolVersion },
    host: { name: host },
    ...(container === undefined ? {} : { container: containerOf(container) }),
    ...(kind === 'activity' ? {} : { rule: { id: name, name: title, ...(standard === undefined ? {} : { ruleset: standard }), ...(remedy === undefined ? {} : { description: remedy }) } }),
    ...(flaw === undefined ? {} : { vulnerability: { id: name, severity, classification: 'CVSS' }, package: { name: flaw.packageName, version: flaw.version } }),
    ...(path === undefined ? {} : { file: { path } }),
    labels: { ...(target === undefined ? {} : { target }), ...labelsOf(attributes) },
  });
} // prettier-ignore

function containerOf({ id, name, image, imageId }: NonNullable<SecurityEvent['container']>): object {
  const colon = image.lastIndexOf(':');
  const hasTag = colon > image.lastIndexOf('/');
  return {
    id,
    name,
    image: { name: hasTag ? image.slice(0, colon) : image, ...(hasTag ? { tag: [image.slice(colon + 1)] } : {}), ...(imageId === undefined ? {} : { hash: { all: [imageId] } }) },
  };
} // prettier-ignore

/** Dots in the names of labels would become objects. */
function labelsOf(attributes: ReadonlyMap<string, string>): Readonly<Record<string, string>> {
  return Object.fromEntries([...attributes].map(([key, value]) => [key.replaceAll('.', '_'), value]));
}
