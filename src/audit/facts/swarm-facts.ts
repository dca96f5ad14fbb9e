import { X509Certificate } from 'node:crypto';
import { field, isJsonObject, type JsonObject } from '../../lib/json/json-readers.ts';
import { textOf } from './text-of.ts';
import { objectIn } from './object-in.ts';

/** Docker Engine API, Swarm, Nodes and Services; of a node that is in a swarm. */
export interface SwarmFacts {
  /** Only managers can tell the rest. */
  readonly isManager: boolean;
  readonly managers: number;
  readonly isAutoLocked: boolean;
  /** How long a node's certificate is valid: days. */
  readonly nodeCertificateDays?: number;
  /** Since when the certificate authority's certificate is valid. */
  readonly authoritySince?: Date;
  /** Names of services and, of each, names of variables that look like secrets. */
  readonly services: readonly SwarmService[];
  /** Absent where the manager did not list them. */
  readonly secrets?: readonly SwarmSecret[];
  /** Configs whose content looks like a secret; what a record masks is not known. */
  readonly secretConfigs?: readonly string[];
}

export interface SwarmService {
  readonly name: string;
  readonly secretVariables: readonly string[];
  readonly hasSecrets: boolean;
  readonly secrets: readonly { readonly name: string; readonly mode: number }[];
}

export interface SwarmSecret {
  readonly name: string;
  readonly updatedAt?: Date;
}

export interface SwarmAnswers {
  readonly info: JsonObject;
  readonly swarm?: unknown;
  readonly services?: unknown;
  readonly secrets?: unknown;
  readonly configs?: unknown;
}

export function readSwarm({ info, swarm, services, secrets, configs }: SwarmAnswers): SwarmFacts {
  const ofNode = objectIn(info, 'Swarm');
  const spec = isJsonObject(swarm) ? objectIn(swarm, 'Spec') : {};
  const expiry = field(objectIn(spec, 'CAConfig'), 'NodeCertExpiry');
  const since = isJsonObject(swarm) ? authoritySince(objectIn(swarm, 'TLSInfo')) : undefined;
  return {
    isManager: field(ofNode, 'ControlAvailable') === true,
    managers: Number(field(ofNode, 'Managers') ?? 0),
    isAutoLocked: field(objectIn(spec, 'EncryptionConfig'), 'AutoLockManagers') === true,
    ...(typeof expiry === 'number' ? { nodeCertificateDays: expiry / nanosecondsPerDay } : {}),
    ...(since === undefined ? {} : { authoritySince: since }),
    ...(Array.isArray(secrets) ? { secrets: secrets.filter(isJsonObject).map(readSecret) } : {}),
    ...(Array.isArray(configs)
      ? {
          secretConfigs: configs
            .filter(isJsonObject)
            .filter(holdsSecret)
            .map((config) => textOf(field(objectIn(config, 'Spec'), 'Name'))),
        }
      : {}),
    services: (Array.isArray(services) ? services : []).filter(isJsonObject).map(readService),
  };
}

const nanosecondsPerDay = 86_400_000_000_000;

function readService(service: JsonObject): SwarmFacts['services'][number] {
  const spec = objectIn(service, 'Spec');
  const container = objectIn(objectIn(spec, 'TaskTemplate'), 'ContainerSpec');
  const variables = field(container, 'Env');
  const secrets = field(container, 'Secrets');
  return {
    name: textOf(field(spec, 'Name')),
    secretVariables: (Array.isArray(variables) ? variables : [])
      .filter((each) => typeof each === 'string')
      .map((each) => each.split('=', 1)[0] ?? '')
      .filter((name) => secretName.test(name) && !name.endsWith('_FILE')),
    hasSecrets: Array.isArray(secrets) && secrets.length > 0,
    secrets: (Array.isArray(secrets) ? secrets : []).filter(isJsonObject).map((secret) => ({
      name: textOf(field(secret, 'SecretName')),
      mode: Number(field(objectIn(secret, 'File'), 'Mode') ?? 0o444),
    })),
  };
}

function readSecret(secret: JsonObject): SwarmSecret {
  const updatedAt = new Date(textOf(field(secret, 'UpdatedAt')) || textOf(field(secret, 'CreatedAt')));
  const name = textOf(field(objectIn(secret, 'Spec'), 'Name'));
  return Number.isNaN(updatedAt.getTime()) ? { name } : { name, updatedAt };
}

/** Configs are not encrypted; their content is in the answer, in Base64. */
function holdsSecret(config: JsonObject): boolean {
  const data = field(objectIn(config, 'Spec'), 'Data');
  const text = typeof data === 'string' ? Buffer.from(data.slice(0, 1_000_000), 'base64').toString('utf8') : '';
  return /-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text) || text.split('\n').some((line) => configuredSecret.test(line));
}

const configuredSecret = /^\s*["']?[\w.-]{0,60}(?:password|passwd|secret|token|api_?key|credential)["']?\s*[:=]\s*["']?[^\s"'$<{/]{6,}/i;

const secretName = /pass(?:word|wd|phrase)?(?:_|$)|secret|token|(?:api|private|access)_?key|credential/i;

function authoritySince(tls: JsonObject): Date | undefined {
  const pem = field(tls, 'TrustRoot');
  if (typeof pem !== 'string') return undefined;
  try {
    return new Date(new X509Certificate(pem).validFrom);
  } catch {
    return undefined;
  }
}
