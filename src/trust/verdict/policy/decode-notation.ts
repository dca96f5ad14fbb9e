import { type YamlValue } from '../../../lib/yaml/yaml-value.ts';
import { decodeTexts } from './decode-texts.ts';
import { type NotationStatementTerms, type NotationTerms } from './trust-policy.ts';

const inline = ['level', 'overrides', 'trustStores', 'trustedIdentities'] as const;

/** Either `trustPolicy`, a file of Notation's, or a statement of the same members as there. Throws YamlError. */
export function decodeNotation(value: YamlValue): NotationTerms {
  const members = value.mapping(['directory', 'trustPolicy', 'metadata', ...inline]);
  const directory = members.optional('directory', (path) => path.text());
  const written = inline.find((name) => members.has(name));
  const path = members.optional('trustPolicy', (file) => file.text());
  if (written !== undefined && path !== undefined) throw value.fault(`has both a trustPolicy and ${written}`, 'one of the two');
  const policy: NotationTerms['policy'] =
    written === undefined ? { kind: 'file', ...(path === undefined ? {} : { path }) } : { kind: 'inline', ...decodeInline(value) };
  const metadata = members.optional('metadata', decodeTexts) ?? new Map<string, string>();
  return { ...(directory === undefined ? {} : { directory }), metadata, policy };
}

/** Notary Project, trust-store-trust-policy.md: names of stores and forms of identities. */
function decodeInline(value: YamlValue): NotationStatementTerms {
  const members = value.mapping(['directory', 'metadata', ...inline]);
  return {
    level: members.optional('level', (level) => level.word(['strict', 'permissive', 'audit'])) ?? 'strict',
    overrides: members.optional('overrides', decodeOverrides) ?? new Map<string, string>(),
    trustStores: members.required('trustStores', (list) => list.oneOrMore().map(decodeStore)),
    trustedIdentities: members.required('trustedIdentities', (list) => list.oneOrMore().map(decodeSubject)),
  };
}

const checks = ['authenticity', 'authenticTimestamp', 'expiry', 'revocation'] as const;

/** Integrity cannot be overridden. */
function decodeOverrides(value: YamlValue): ReadonlyMap<string, string> {
  const members = value.mapping(checks);
  return new Map(
    checks.flatMap((check) => {
      const action = members.optional(check, (word) => word.word(['enforce', 'log', 'skip']));
      return action === undefined ? [] : [[check, action] as const];
    }),
  );
}

function decodeStore(value: YamlValue): string {
  const store = value.text();
  if (/^(?:ca|signingAuthority|tsa):[a-zA-Z0-9_.-]+$/.test(store) && !/:\.+$/.test(store)) return store;
  throw value.fault(
    `is ${JSON.stringify(store.slice(0, 60))}, which is not the name of a trust store`,
    'ca:NAME, signingAuthority:NAME or tsa:NAME',
  );
}

function decodeSubject(value: YamlValue): string {
  const identity = value.text();
  if (identity === '*')
    throw value.fault('accepts every certificate of the trust stores', 'x509.subject: and the subject; a trustPolicy file may say *');
  if (/^x509\.subject:\s*\S/.test(identity)) return identity;
  throw value.fault(
    `is ${JSON.stringify(identity.slice(0, 60))}, which is not an identity`,
    'as in "x509.subject: C=US, ST=WA, O=Example"',
  );
}
