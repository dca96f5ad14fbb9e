import { type SecurityEvent } from '../../model/security-event.ts';

/** Classes of OCSF 1.3 by what an event is: schema.ocsf.io. */
const classes = {
  activity: { uid: 6002, name: 'Application Lifecycle', category: 6, categoryName: 'Application Activity' },
  detection: { uid: 2004, name: 'Detection Finding', category: 2, categoryName: 'Findings' },
  compliance: { uid: 2003, name: 'Compliance Finding', category: 2, categoryName: 'Findings' },
  vulnerability: { uid: 2002, name: 'Vulnerability Finding', category: 2, categoryName: 'Findings' },
} as const;

const severities: Readonly<Record<SecurityEvent['severity'], readonly [number, string]>> = {
  unknown: [0, 'Unknown'],
  informational: [1, 'Informational'],
  negligible: [1, 'Informational'],
  low: [2, 'Low'],
  medium: [3, 'Medium'],
  high: [4, 'High'],
  critical: [5, 'Critical'],
};

/** Application Lifecycle, activity_id. */
const lifecycle: ReadonlyMap<string, readonly [number, string]> = new Map([
  ['create', [1, 'Install']],
  ['destroy', [2, 'Remove']],
  ['remove', [2, 'Remove']],
  ['start', [3, 'Start']],
  ['die', [4, 'Stop']],
  ['stop', [4, 'Stop']],
  ['kill', [4, 'Stop']],
  ['restart', [5, 'Restart']],
  ['update', [8, 'Update']],
]);

const created = [1, 'Create'] as const;
const other = [99, 'Other'] as const;

/** Open Cybersecurity Schema Framework 1.3.0, with the profile `container` where the event is about one. */
export function encodeOcsf(event: SecurityEvent, toolVersion: string): string {
  const { kind, name, time, severity, message, outcome, container, id } = event;
  const { uid, name: className, category, categoryName } = classes[kind];
  const action = name.split('.').at(-1) ?? '';
  const [activity, activityName] = kind === 'activity' ? (lifecycle.get(action) ?? other) : created;
  const [severityId, severityName] = severities[severity];
  return JSON.stringify({
    category_uid: category,
    category_name: categoryName,
    class_uid: uid,
    class_name: className,
    activity_id: activity,
    activity_name: activity === 99 ? action : activityName,
    type_uid: uid * 100 + activity,
    type_name: `${className}: ${activity === 99 ? 'Other' : activityName}`,
    time: time.getTime(),
    severity_id: severityId,
    severity: severityName,
    message,
    ...(kind === 'activity' ? statusOf(outcome) : { status_id: 1, status: 'New' }),
    metadata: {
      version: '1.3.0',
      uid: id,
      product: { name: 'Pratique', vendor_name: 'Pratique', version: toolVersion },
      ...(container === undefined ? {} : { profiles: ['container'] }),
    },
    ...(container === undefined ? {} : { container: containerOf(container) }),
    ...membersOf(event),
  });
}

function statusOf(outcome: SecurityEvent['outcome']): object {
  if (outcome === undefined) return {};
  if (outcome === 'unknown') return { status_id: 0, status: 'Unknown' };
  return outcome === 'success' ? { status_id: 1, status: 'Success' } : { status_id: 2, status: 'Failure' };
}

function membersOf(event: SecurityEvent): object {
  const { kind, attributes, host } = event;
  const unmapped = attributes.size === 0 ? {} : { unmapped: Object.fromEntries(attributes) };
  if (kind === 'activity')
    return { app: { name: event.container?.name ?? event.target ?? host, vendor_name: 'container engine' }, ...device(host), ...unmapped };
  const finding = { ...findingOf(event), resources: [resourceOf(event)], ...unmapped };
  if (kind === 'compliance') return { ...finding, compliance: complianceOf(event) };
  if (kind === 'vulnerability') return { ...finding, vulnerabilities: [flawOf(event)] };
  return { ...finding, ...device(host) };
}

function device(host: string): object {
  return { device: { hostname: host, type_id: 1, type: 'Server' } };
}

function findingOf({ id, title, message, name, time, remedy }: SecurityEvent): object {
  return {
    finding_info: { uid: id, title, desc: message, types: [name], created_time: time.getTime() },
    ...(remedy === undefined ? {} : { remediation: { desc: remedy } }),
  };
}

function resourceOf({ container, target, host, path }: SecurityEvent): object {
  const named = container?.name ?? target ?? host;
  return { name: named, type: container === undefined ? 'target' : 'container', ...(path === undefined ? {} : { data: { path } }) };
}

function complianceOf({ name, standard, outcome }: SecurityEvent): object {
  const [status, word] = outcome === 'success' ? [1, 'Pass'] : outcome === 'failure' ? [3, 'Fail'] : [0, 'Unknown'];
  return { control: name, standards: [standard ?? 'Pratique'], status_id: status, status: word };
}

function flawOf({ flaw, title, name }: SecurityEvent): object {
  if (flaw === undefined) return { title };
  const { packageName, version, purl, fixedVersion, isExploited } = flaw;
  const affected = { name: packageName, version, purl, ...(fixedVersion === undefined ? {} : { fixed_in_version: fixedVersion }) };
  return {
    title,
    ...(name.startsWith('CVE-') ? { cve: { uid: name } } : { advisory: { uid: name } }),
    affected_packages: [affected],
    is_exploit_available: isExploited,
    is_fix_available: fixedVersion !== undefined,
  };
}

function containerOf({ id, name, image, imageId }: NonNullable<SecurityEvent['container']>): object {
  return { uid: id, name, image: { name: image, uid: imageId ?? image } };
}
