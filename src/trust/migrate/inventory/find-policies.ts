import { isMap, isScalar, isSeq, type YAMLMap } from 'yaml';
import { type FoundInText } from './inventory-finding.ts';
import { scalarText } from './scalar-text.ts';
import { serverHost } from './variable-value.ts';

type Find = (map: YAMLMap, lineOf: (node: unknown) => number) => readonly FoundInText[];

const azureAction =
  'sign with pratique sign --scheme notation, verify with a trust policy in pratique.yaml, and remove the setting before 2028-03-31';
const admissionAction = 'sign the images again, add a policy for the new signatures to the cluster, and remove this one when nothing fails';

/** Finds what in a manifest, chart values or a settings file depends on Notary signatures; one function per product. */
const finders: readonly Find[] = [
  findConnaisseur,
  findOldConnaisseur,
  findPortieris,
  findAzure,
  findHarbor,
  findHarborChart,
  findEngine,
  findServerSettings,
  findClientSettings,
  findAction,
];

export function findPolicies(map: YAMLMap, lineOf: (node: unknown) => number): readonly FoundInText[] {
  return finders.flatMap((find) => find(map, lineOf));
}

/** Connaisseur, validators of type `notaryv1` (docs/validators/notaryv1.md). */
function findConnaisseur(map: YAMLMap, lineOf: (node: unknown) => number): readonly FoundInText[] {
  if (text(map, 'type') !== 'notaryv1') return [];
  const server = serverHost(text(map, 'host') ?? 'notary.docker.io');
  return [
    {
      kind: 'admission policy',
      line: lineOf(map.get('type', true)),
      sets: `Connaisseur validator ${text(map, 'name') ?? '(unnamed)'}, type notaryv1`,
      state: 'on',
      meaning: `the cluster admits only images with signatures on ${server ?? 'a Notary server'}`,
      action: admissionAction,
      ...(server === undefined ? {} : { server }),
    },
  ];
}

/** Connaisseur before 2.0: `notaries` is a list of servers. */
function findOldConnaisseur(map: YAMLMap, lineOf: (node: unknown) => number): readonly FoundInText[] {
  const notaries: unknown = map.get('notaries', true);
  if (!isSeq(notaries)) return [];
  return notaries.items.filter(isMap).map((notary) => {
    const server = serverHost(text(notary, 'host') ?? 'notary.docker.io');
    return {
      kind: 'admission policy' as const,
      line: lineOf(notary),
      sets: `Connaisseur notary ${text(notary, 'name') ?? '(unnamed)'}`,
      state: 'on' as const,
      meaning: `the cluster admits only images with signatures on ${server ?? 'a Notary server'}`,
      action: admissionAction,
      ...(server === undefined ? {} : { server }),
    };
  });
}

/** Portieris and IBM's enforcement before it: `spec.repositories[].policy.trust` (POLICIES.md). */
function findPortieris(map: YAMLMap, lineOf: (node: unknown) => number): readonly FoundInText[] {
  const kind = text(map, 'kind') ?? '';
  if (!/^(?:Cluster)?ImagePolicy$/.test(kind) || !/portieris|securityenforcement/.test(text(map, 'apiVersion') ?? '')) return [];
  const repositories: unknown = map.getIn(['spec', 'repositories'], true);
  if (!isSeq(repositories)) return [];
  return repositories.items.filter(isMap).flatMap((repository) => {
    const trust: unknown = repository.getIn(['policy', 'trust'], true);
    if (!isMap(trust)) return [];
    const state = isTrue(trust, 'enabled') ? ('on' as const) : ('off' as const);
    const server = serverHost(text(trust, 'trustServer') ?? '');
    const pattern = text(repository, 'name') ?? '(unnamed)';
    return [
      {
        kind: 'admission policy' as const,
        line: lineOf(trust),
        sets: `${kind} for ${pattern}: trust.enabled ${state === 'on' ? 'true' : 'false'}`,
        state,
        meaning:
          state === 'on'
            ? `Portieris admits images of ${pattern} only with Notary signatures`
            : 'Portieris does not check Notary signatures here',
        action: state === 'on' ? admissionAction : 'remove the trust section',
        ...(server === undefined ? {} : { server }),
      },
    ];
  });
}

/** Azure Resource Manager: Microsoft.ContainerRegistry/registries, `trustPolicy`. */
function findAzure(map: YAMLMap, lineOf: (node: unknown) => number): readonly FoundInText[] {
  const policy: unknown = map.get('trustPolicy', true);
  if (!isMap(policy) || text(policy, 'status') === undefined) return [];
  const state = text(policy, 'status')?.toLowerCase() === 'enabled' ? 'on' : 'off';
  return [
    {
      kind: 'registry setting',
      line: lineOf(policy),
      sets: `trustPolicy.status: ${state === 'on' ? 'enabled' : 'disabled'}`,
      state,
      server: 'azurecr.io',
      meaning:
        state === 'on' ? 'Content Trust is on in an Azure Container Registry' : 'Content Trust is off in an Azure Container Registry',
      action: state === 'on' ? azureAction : 'remove the setting',
    },
  ];
}

/** Harbor's project metadata. */
function findHarbor(map: YAMLMap, lineOf: (node: unknown) => number): readonly FoundInText[] {
  const node: unknown = map.get('enable_content_trust', true);
  if (!isScalar(node)) return [];
  const isOn = isTrue(map, 'enable_content_trust');
  return [
    {
      kind: 'registry setting',
      line: lineOf(node),
      sets: `enable_content_trust: ${isOn}`,
      state: isOn ? 'on' : 'off',
      meaning: isOn ? 'a Harbor project allows only images with Notary signatures to be pulled; Harbor removed Notary in 2.9' : 'Content Trust is off in a Harbor project',
      action: isOn ? 'sign with pratique sign, then switch the project to enable_content_trust_cosign' : 'remove the setting',
    },
  ];
} // prettier-ignore

/** Harbor's chart before 1.13: `notary.enabled`. */
function findHarborChart(map: YAMLMap, lineOf: (node: unknown) => number): readonly FoundInText[] {
  const notary: unknown = map.get('notary', true);
  if (!isMap(notary) || !notary.has('enabled') || !isTrue(notary, 'enabled')) return [];
  return [
    {
      kind: 'notary server',
      line: lineOf(notary),
      sets: 'notary.enabled: true',
      state: 'on',
      meaning: 'Harbor is installed with a Notary server, which it removed in 2.9',
      action: 'export its signatures before you upgrade Harbor, then sign with pratique sign',
    },
  ];
}

/** Docker Engine Enterprise and Mirantis Container Runtime: `content-trust` in daemon.json. */
function findEngine(map: YAMLMap, lineOf: (node: unknown) => number): readonly FoundInText[] {
  const section: unknown = map.get('content-trust', true);
  if (!isMap(section)) return [];
  const mode = text(section, 'mode') ?? 'disabled';
  const state = mode === 'disabled' ? 'off' : 'on';
  return [
    {
      kind: 'admission policy',
      line: lineOf(section),
      sets: `content-trust.mode: ${mode.slice(0, 40)}`,
      state,
      meaning: state === 'on' ? 'the engine (Mirantis Container Runtime) runs only images with Notary signatures; Docker Engine ignores this' : 'the engine does not check Notary signatures',
      action: state === 'on' ? admissionAction : 'remove the section',
    },
  ];
} // prettier-ignore

/** notary-server's and notary-signer's configuration (docs/reference/server-config.md). */
function findServerSettings(map: YAMLMap, lineOf: (node: unknown) => number): readonly FoundInText[] {
  if (!isMap(map.get('trust_service', true)) || !map.has('storage')) return [];
  return [
    {
      kind: 'notary server',
      line: lineOf(map.get('trust_service', true)),
      sets: `trust_service.type: ${String(map.getIn(['trust_service', 'type'])).slice(0, 40)}`,
      state: 'on',
      meaning: 'configures a Notary server',
      action: 'export its signatures, sign the images again, and stop the server when nothing uses it',
    },
  ];
}

/** The notary client's config.json (docs/reference/client-config.md). */
function findClientSettings(map: YAMLMap, lineOf: (node: unknown) => number): readonly FoundInText[] {
  const remote: unknown = map.get('remote_server', true);
  if (!isMap(remote)) return [];
  const server = serverHost(text(remote, 'url') ?? '');
  return [
    {
      kind: 'server',
      line: lineOf(remote),
      sets: `remote_server.url: ${server ?? '(not set)'}`,
      meaning: 'the notary client reads and writes signatures there',
      action: 'export its signatures while it runs: pratique trust migrate export REPOSITORY',
      ...(server === undefined ? {} : { server }),
    },
  ];
}

/** Actions of GitHub's market that sign with Content Trust. */
function findAction(map: YAMLMap, lineOf: (node: unknown) => number): readonly FoundInText[] {
  const uses = text(map, 'uses') ?? '';
  if (!/docker-sign|content-trust/i.test(uses)) return [];
  return [
    {
      kind: 'command',
      line: lineOf(map.get('uses', true)),
      sets: `uses: ${uses.slice(0, 120)}`,
      meaning: 'an action that signs with Content Trust',
      action: 'sign with pratique sign instead',
    },
  ];
}

function text(map: YAMLMap, key: string): string | undefined {
  const node: unknown = map.get(key, true);
  return isScalar(node) && node.value !== null ? scalarText(node) : undefined;
}

function isTrue(map: YAMLMap, key: string): boolean {
  return /^(?:true|yes|on)$/i.test(text(map, key) ?? '');
}
