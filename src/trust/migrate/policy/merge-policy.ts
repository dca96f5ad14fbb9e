import { isDeepStrictEqual } from 'node:util';
import { type Document, isMap, isScalar, isSeq, type YAMLMap } from 'yaml';
import { composeYaml } from '../../../lib/yaml/compose-yaml.ts';
import { limits } from '../../../model/limits.ts';
import { parseReference } from '../../../model/reference.ts';
import { decodeTrustPolicy } from '../../verdict/policy/decode-trust-policy.ts';
import { findPublisher, findStatement } from '../../verdict/policy/find-statement.ts';
import { type TrustPolicy } from '../../verdict/policy/trust-policy.ts';
import { checkOwnStatement } from './check-own-statement.ts';
import { formatPolicy } from './format-policy.ts';
import { orderedStatement, unknownRootKey } from './ordered-statement.ts';
import { policyConflict } from './policy-conflict.ts';
import { policySchemes, type PolicyStatement, type PolicyTerms, toYamlStatement } from './policy-terms.ts';
import { keyContent, type KeyFileReader, withKeyTexts } from './same-key.ts';
import { weakerTerms } from './weaker-terms.ts';

export interface MergedPolicy {
  /** The whole file; everything else in it, comments included, stays. */
  readonly text: string;
  /** Repositories whose statement was added or extended. */
  readonly changed: readonly string[];
  /** What the user should check in the file. */
  readonly notices: readonly string[];
}

interface PolicySource {
  readonly file: string;
  readonly readKey: KeyFileReader;
}

/**
 * Puts statements into a policy file, which may be empty. A statement of the file about the same repository is extended only when that makes it
 * stricter. `readKey` reads the key files that the policy names. Throws CONFIG_INVALID, and nothing is to be written then, where it contradicts the new one or the new one would replace stricter terms.
 */
export function mergePolicy(
  text: string,
  file: string,
  statements: readonly PolicyStatement[],
  readKey: KeyFileReader = () => undefined,
): MergedPolicy {
  const written = decodeTrustPolicy(text, file);
  const policy = written && { ...written, statements: written.statements.map((each) => withKeyTexts(each, readKey)) };
  const document = parse(text);
  if (document === undefined || document.contents === null) {
    const added = statements.length === 0 ? '' : formatPolicy(statements);
    return { text: `${text}${text === '' || text.endsWith('\n') ? '' : '\n'}${added}`, changed: statements.map(({ match }) => match), notices: [] };
  }
  const changed: string[] = [];
  const notices: string[] = [];
  for (const statement of statements) {
    notices.push(...checkPublishers(policy, statement, file));
    const node = findNode(document, statement.match);
    if (node === undefined) notices.push(...checkShadowed(policy, statement, file));
    else notices.push(...checkOwnStatement(policy, statement, file));
    const isChanged = node === undefined ? add(document, statement) : extend(document, node, statement, { file, readKey });
    if (isChanged) changed.push(statement.match);
  }
  const merged = changed.length === 0 ? text : document.toString({ lineWidth: 0 });
  checkDecides(merged, file, statements);
  return { text: merged, changed, notices };
} // prettier-ignore

/** Throws CONFIG_INVALID where two statements would be for one repository, such as one that the file has under another name of its registry. */
function checkDecides(text: string, file: string, statements: readonly PolicyStatement[]): void {
  // Root keys that are made on the first signature are not known in a dry run.
  const policy = decodeTrustPolicy(text.replaceAll('rootKeys: []', `rootKeys: ['${unknownRootKey}']`), file);
  if (policy !== undefined) for (const { match } of statements) findStatement(policy, parseReference(match));
}

function parse(text: string): Document | undefined {
  return composeYaml(text, limits.configurationDepth, { version: '1.2', schema: 'core' }).documents[0];
}

/** The statement whose pattern is exactly this repository. */
function findNode(document: Document, match: string): YAMLMap | undefined {
  const images = document.getIn(['trust', 'images']);
  if (!isSeq(images)) return undefined;
  return images.items.find((item): item is YAMLMap => isMap(item) && patternsOf(item).includes(match));
}

function patternsOf(statement: YAMLMap): readonly unknown[] {
  const match = statement.get('match', true);
  if (isSeq(match)) return match.items.map((item) => (isScalar(item) ? item.value : undefined));
  return [isScalar(match) ? match.value : match];
}

function add(document: Document, statement: PolicyStatement): boolean {
  const node = document.createNode(toYamlStatement(statement), { aliasDuplicateObjects: false });
  if (document.getIn(['trust', 'images'])) document.addIn(['trust', 'images'], node);
  else document.setIn(['trust', 'images'], document.createNode([node]));
  return true;
}

/** Adds the schemes that the statement does not require yet; false when it requires all of them. */
function extend(document: Document, node: YAMLMap, { match, terms }: PolicyStatement, { file, readKey }: PolicySource): boolean {
  const refuse = policyConflict(file, match);
  if (patternsOf(node).length > 1) throw refuse('is one of several patterns of a statement', `give ${match} a statement of its own`);
  const written = node.toJSON() as Readonly<Record<string, unknown>>;
  const action = written['action'] ?? 'enforce';
  if (action === 'forbid' || action === 'ignore') throw refuse(`has the action ${action}`, 'remove that statement');
  const present = policySchemes.filter((scheme) => written[scheme] !== undefined);
  for (const scheme of present)
    if (terms[scheme] !== undefined && !accepts(written[scheme], terms, scheme, readKey))
      throw refuse(`requires other ${scheme} signatures`, `compare it with the policy printed by the dry run, and edit ${file}`);
  const missing = policySchemes.filter((scheme) => terms[scheme] !== undefined && !present.includes(scheme));
  const isAny = written['require'] !== 'all' && present.length + missing.length > 1;
  if (missing.length === 0 && !isAny) return false;
  if (isAny && present.length > 1) throw refuse('is satisfied by one of several schemes', 'set require: all, or choose another file');
  for (const scheme of missing) node.set(scheme, document.createNode(terms[scheme]));
  if (isAny) node.set('require', 'all');
  return true;
}

/** Whether what is written trusts the new signatures and is no weaker than the terms that would be added. */
function accepts(written: unknown, terms: PolicyTerms, scheme: (typeof policySchemes)[number], readKey: KeyFileReader): boolean {
  if (isDeepStrictEqual(written, terms[scheme])) return true;
  const listed = (name: string): readonly unknown[] => {
    const list = (written as Readonly<Record<string, unknown>>)[name];
    return Array.isArray(list) ? list : [list];
  };
  if (scheme === 'sigstore') {
    const key = keyContent(terms.sigstore?.identities[0]?.key ?? '');
    return listed('identities').some((each) => {
      const text = (each as { readonly key?: unknown }).key?.toString() ?? '';
      return keyContent((text.includes('-----BEGIN ') ? undefined : readKey(text)) ?? text) === key;
    });
  }
  if (scheme === 'notation') return false;
  const rootKeys = terms.notary?.rootKeys ?? [];
  return listed('server').includes('registry') && rootKeys.length > 0 && rootKeys.every((id) => listed('rootKeys').includes(id));
}

/** The most exact pattern decides alone, so a statement of its own takes a repository out of the wider one. */
function checkShadowed(policy: TrustPolicy | undefined, added: PolicyStatement, file: string): readonly string[] {
  const { match } = added;
  const wider = policy && findStatement(policy, parseReference(match));
  if (wider === undefined) return [];
  const { statement, pattern } = wider;
  const weaker = weakerTerms(statement, orderedStatement(added));
  if (weaker.length > 0)
    throw policyConflict(file, match)(
      `is covered by ${pattern}, which ${weaker.join(' and ')}`,
      `a statement of its own would be weaker, so nothing was signed; add one for ${match} yourself, with the terms that it needs, or choose another file`,
    );
  return [`${file}: ${match} now has a statement of its own, so ${pattern} no longer applies to it`];
}

function checkPublishers({ publishers }: Partial<TrustPolicy> = {}, { match }: PolicyStatement, file: string): readonly string[] {
  if (publishers === undefined || findPublisher(publishers, parseReference(match)) !== undefined) return [];
  return [`${file}: publishers does not include ${match}, so its images are refused; add it there`];
}
