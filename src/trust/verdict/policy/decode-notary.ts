import { type YamlValue } from '../../../lib/yaml/yaml-value.ts';
import { decodeUrl } from './decode-sigstore.ts';
import { type NotaryTerms } from './trust-policy.ts';

/** Throws YamlError. */
export function decodeNotary(value: YamlValue): NotaryTerms {
  const members = value.mapping(['server', 'rootKeys', 'authority', 'firstUse', 'roles', 'signers']);
  const server = members.optional('server', (place) => (place.text() === 'registry' ? 'registry' : decodeUrl(place)));
  const authority = members.optional('authority', (path) => path.text());
  if (authority !== undefined && members.has('rootKeys'))
    throw value.fault('has both rootKeys and an authority, of which only rootKeys would count', 'leave out one of the two');
  const roles = members.optional('roles', (list) => list.oneOrMore().map(decodeRole));
  const signers = members.optional('signers', (list) => list.oneOrMore().map(decodeSigner));
  const rootKeyIds = members.optional('rootKeys', (list) => list.oneOrMore().map(decodeKeyId)) ?? [];
  const firstUse = members.optional('firstUse', (word) => word.truth()) ?? false;
  // On a machine that has never met the repository, no metadata could be believed.
  if (rootKeyIds.length === 0 && authority === undefined && !firstUse)
    throw value.fault('names no root to trust', 'rootKeys or authority, which pin it, or firstUse: true');
  return {
    ...(server === undefined ? {} : { server }),
    rootKeyIds,
    ...(authority === undefined ? {} : { authority }),
    firstUse,
    ...(roles === undefined ? {} : { roles }),
    ...(signers === undefined ? {} : { signers }),
  };
}

function decodeKeyId(value: YamlValue): string {
  const id = value.text();
  if (/^[0-9a-f]{64}$/.test(id)) return id;
  throw value.fault('is not a key ID', '64 hexadecimal digits, lower case');
}

/** Grammar of delegations: notary, tuf/data/roles.go. */
function decodeRole(value: YamlValue): string {
  const role = value.text();
  if (/^targets(?:\/[a-z0-9_-]+)*$/.test(role) && role.length <= 255) return role;
  throw value.fault(`is ${JSON.stringify(role.slice(0, 60))}, which is not a role`, 'targets/releases');
}

function decodeSigner(value: YamlValue): string {
  const name = value.text();
  if (/^[a-z0-9][a-z0-9_-]*$/.test(name) && name !== 'releases') return name;
  throw value.fault(
    `is ${JSON.stringify(name.slice(0, 60))}, which is not a signer's name`,
    'as given to docker trust signer add, without targets/',
  );
}
