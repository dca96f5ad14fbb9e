import { type FoundInText } from './inventory-finding.ts';
import { isReference, readTrustSwitch, serverHost } from './variable-value.ts';

/** What stands behind a variable's name: text as written, or `passed on` when only the name is handed along. */
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

/** What an assignment means; `undefined` for a variable that has nothing to do with trust. A secret's value is looked at and not told. */
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
      'Docker before 29 pulls and runs only what a Notary server vouches for, and signs what it pushes; Docker 29 and later ignores it',
    action: 'verify before pulling: docker pull "$(pratique verify --quiet IMAGE)"; sign with pratique sign; then remove it',
  },
  off: { meaning: 'Content Trust is off here', action: 'remove it once nothing turns Content Trust on' },
  unknown: {
    meaning: 'the value comes from somewhere else, so Content Trust may be on',
    action: 'find where the value is set, and treat it as on until then',
  },
} as const;

function describeServer(name: string, value: AssignedValue, line: number): FoundInText {
  const server = value.kind === 'text' ? serverHost(value.text) : undefined;
  const shown = value.kind === 'text' ? `${name}=${withoutLogin(value.text).slice(0, 200)}` : name;
  return {
    kind: 'server',
    line,
    sets: shown,
    meaning: server === undefined ? 'the Notary server is named somewhere else' : `signatures are read from and written to ${server}`,
    action: 'export what is signed there while it runs: pratique trust migrate export GUN',
    ...(server === undefined ? {} : { server }),
  };
}

function describeSecret(name: string, kind: VariableKind, value: AssignedValue, line: number): FoundInText {
  const isClear = value.kind === 'text' && value.text !== '' && !isReference(value.text);
  const what = kind === 'login' ? 'the login of a Notary server' : 'the passphrase of signing keys';
  const since = kind === 'old passphrase' ? ', under a name that Docker stopped reading in 1.9' : '';
  return {
    kind: 'passphrase',
    line,
    sets: value.kind === 'unset' ? `unset ${name}` : `${name}=(${isClear ? 'not shown' : 'from elsewhere'})`,
    meaning: isClear ? `${what} is written here in the clear${since}` : `${what} is handed to Docker or notary here${since}`,
    action: isClear
      ? 'keep it in the secret store until everything is exported; then change it with pratique trust key passwd, since whoever reads the file has it'
      : 'keep the secret until everything is exported and signed again, then remove both',
  };
}

/** A login inside a URL is a secret. */
function withoutLogin(text: string): string {
  return text.replace(/\/\/[^/@\s]*@/, '//');
}
