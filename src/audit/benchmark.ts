import { type AuditSection } from '../model/audit-report.ts';

/** The ids are those of this benchmark, as Docker Bench for Security has them; titles and texts are our own. */
export const benchmark = 'CIS Docker Benchmark 1.6.0';

export const auditSections: readonly AuditSection[] = [
  { id: '1', title: 'Host' },
  { id: '2', title: 'Daemon' },
  { id: '3', title: 'Files of the daemon' },
  { id: '4', title: 'Images' },
  { id: '5', title: 'Containers' },
  { id: '6', title: 'Operation' },
  { id: '7', title: 'Swarm' },
];

export function sectionOf(id: string): string {
  return id.split('.', 1)[0] ?? id;
}

const secondLevel: ReadonlySet<string> = new Set([
  ...['2.9', '2.10', '2.11', '2.12', '2.13', '2.17', '4.5', '4.8', '4.11', '5.3', '5.23', '5.24', '5.30'],
]);

export function levelOf(id: string): 1 | 2 {
  return secondLevel.has(id) ? 2 : 1;
}

/** Implementation groups of the CIS Controls v8, each of which has what the one before it has; as Docker Bench lists them. */
const firstGroup: ReadonlySet<string> = new Set([
  ...['1.1.2', '1.1.3', '2.1', '2.13', '2.14', '4.8', '4.11', '5.5', '5.14', '5.18', '5.22', '5.23', '5.24', '5.25', '5.26', '5.32'],
  ...Array.from({ length: 24 }, (_, at) => `3.${at + 1}`),
  ...['7.2', '7.6', '7.7', '7.8'],
]);
const notInSecondGroup: ReadonlySet<string> = new Set([
  ...['2.6', '2.9', '2.10', '2.12', '2.17', '4.1', '4.5', '4.6', '4.10', '4.12'],
  ...['5.6', '5.8', '5.9', '5.13', '5.15', '5.20', '5.28', '5.29', '7.1', '7.4'],
]);
const onlyInThirdGroup: ReadonlySet<string> = new Set(['4.6', '4.12', '5.8', '5.9']);

export function controlsGroupOf(id: string): 1 | 2 | 3 | undefined {
  if (firstGroup.has(id)) return 1;
  if (!notInSecondGroup.has(id)) return 2;
  return onlyInThirdGroup.has(id) ? 3 : undefined;
}
