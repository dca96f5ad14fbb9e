import { type FoundInText } from './inventory-finding.ts';
import { isReference, readTrustSwitch, serverHost } from './variable-value.ts';

/** The value given to a variable: text as written, or `elsewhere` when only the name is passed on. */
export type AssignedValue = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'elsewhere' } | { readonly kind: 'unset' };

type VariableKind = 'switch' | 'server' | 'passphrase' | 'old passphrase' | 'login';

/** Docker's variables (docker/cli, docs/reference/commandline/cli.md), those of its first year, and the notary client's. */
const variables: ReadonlyMap<string, VariableKind> = new Map([
  ['DOCKER_CONTENT_TRUST', 'switch'],
  ['DOCKER_CONTENT_TRUST_SERVER', 'server'],
  ['DOCKER_CONTENT_TRUST_ROOT_PASSPHRASE', 'passphrase'],
  ['DOCKER_CONTENT_TRUST_REPOSITORY_PASSPHRASE', 'passphrase'],
  ['DOCKER_CONTENT_TRUST_OFFLINE_PASSPHRASE', 'old passphrase'],
  ['DOCKER_CONTENT_TRUST_TAGGING_PASSPHRASE', 'old passphrase'],
  ['NOTARY_ROOT_PASSPHRASE', 'passphrase'],
  ['NOTARY_TARGETS_PASSPHRASE', 'passphrase'],
  ['NOTARY_SNAPSHOT_PASSPHRASE', 'passphrase'],
  ['NOTARY_DELEGATION_PASSPHRASE', 'passphrase'],
  ['NOTARY_AUTH', 'login'],
  ['NOTARY_REMOTE_SERVER_URL', 'server'],
]);

export function isTrustVariable(name: string): boolean {
  return variables.has(name);
}

/** What an assignment means; `undefined` for variables that have nothing to do with trust. The value of a secret is never part of it. */
export function describeAssignment(name: string, value: AssignedValue, line: number): FoundInText | undefined {
  const kind = variables.get(name);
  if (kind === undefined) return undefined;
  if (kind === 'switch') return describeSwitch(name, value, line);
  if (kind === 'server') return describeServer(name, value, line);
  return describeSecret(name, kind, value, line);
}

function describeSwitch(name: string, value: AssignedValue, line: number): FoundInText {
  const state = value.kind === 'text' ? readTrustSwitch(value.text) : value.kind === 'unset' ? 'off' : 'unknown';
  const sets = value.kind === 'text' ? `${name}=${value.text.slice(0, 120)}` : value.kind === 'unset' ? `unset ${name}` : name;
  return { kind: 'switch', line, sets, state, ...switchTexts[state] };
}

const switchTexts = {
  on: {
    meaning:
      'Docker before 29 pulls and runs only images that a Notary server has signatures for, and signs what it pushes; Docker 29 and later ignores it',
    action: 'verify before pulling: docker pull "$(pratique verify --quiet IMAGE)"; sign with pratique sign; then remove it',
  },
  off: { meaning: 'Content Trust is off here', action: 'remove it once nothing turns Content Trust on' },
  unknown: {
    meaning: 'the value is set elsewhere, so Content Trust may be on',
    action: 'find where it is set; until then, treat it as on',
  },
} as const;

function describeServer(name: string, value: AssignedValue, line: number): FoundInText {
  const server = value.kind === 'text' ? serverHost(value.text) : undefined;
  const shown = value.kind === 'text' ? `${name}=${withoutLogin(value.text).slice(0, 200)}` : name;
  return {
    kind: 'server',
    line,
    sets: shown,
    meaning: server === undefined ? 'the Notary server is set elsewhere' : `signatures are read from and written to ${server}`,
    action: 'export its signatures while it runs: pratique trust migrate export REPOSITORY',
    ...(server === undefined ? {} : { server }),
  };
}

function describeSecret(name: string, kind: VariableKind, value: AssignedValue, line: number): FoundInText {
  const isClear = value.kind === 'text' && value.text !== '' && !isReference(value.text);
  const what = kind === 'login' ? 'credentials for a Notary server' : 'the passphrase of signing keys';
  const since = kind === 'old passphrase' ? ', in a variable that Docker has not read since 1.9' : '';
  return {
    kind: 'passphrase',
    line,
    sets: value.kind === 'unset' ? `unset ${name}` : `${name}=(${isClear ? 'not shown' : 'from elsewhere'})`,
    meaning: isClear ? `${what} in plain text${since}` : `passes ${what} to Docker or notary${since}`,
    action: isClear
      ? 'move it to a secret store, and change it with pratique trust key passwd once everything is exported: everyone who can read this file has it'
      : 'keep it until everything is exported and signed again, then remove it here and from the secret store',
  };
}

/** Credentials inside a URL are secret. */
function withoutLogin(text: string): string {
  return text.replace(/\/\/[^/@\s]*@/, '//');
}
