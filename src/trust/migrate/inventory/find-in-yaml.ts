import { isAlias, isMap, isPair, isScalar, visit, type Document, type LineCounter, type Pair, type Scalar, type YAMLMap } from 'yaml';
import { limits } from '../../../model/limits.ts';
import { composeYaml } from '../../../lib/yaml/compose-yaml.ts';
import { findDockerImages } from './find-docker-images.ts';
import { findInLines } from './find-in-lines.ts';
import { findPolicies } from './find-policies.ts';
import { scalarText } from './scalar-text.ts';
import { type FoundInText } from './inventory-finding.ts';
import { describeAssignment, isTrustVariable, type AssignedValue } from './trust-variables.ts';

export interface FoundInYaml {
  readonly found: readonly FoundInText[];
  /** Why the text or one of its documents could not be parsed. */
  readonly problem?: string;
}

/** Keys whose value is an image: Compose, Kubernetes, GitLab, CircleCI, Drone; GitHub's `container`. */
const imageKeys = new Set(['image', 'container']);

/**
 * Scans YAML 1.2 and JSON: CI files, Compose files, manifests, chart values, Azure templates. Aliases are not expanded, so that input cannot grow.
 * Scripts in scalars are scanned by lines.
 */
export function findInYaml(text: string): FoundInYaml {
  const { documents, lineCounter, tooDeepAt } = composeYaml(text, limits.documentDepth, { uniqueKeys: false, merge: false });
  if (tooDeepAt !== undefined) return { found: [], problem: `nested more than ${limits.documentDepth} levels deep` };
  const found: FoundInText[] = [];
  let problem: string | undefined;
  for (const document of documents) {
    const [error] = document.errors;
    if (error !== undefined) problem ??= `line ${lineCounter.linePos(error.pos[0]).line}: ${firstLine(error.message)}`;
    else found.push(...findInDocument(document, text, lineCounter));
  }
  return { found, ...(problem === undefined ? {} : { problem }) };
}

function findInDocument(document: Document.Parsed, text: string, lines: LineCounter): readonly FoundInText[] {
  const found: FoundInText[] = [];
  const lineOf = (node: unknown): number => lines.linePos(offsetOf(node)).line;
  visit(document, {
    Map(_, map) {
      found.push(...findPolicies(map, lineOf), ...findNamed(map, lineOf));
    },
    Pair(_, pair) {
      const assigned = findAssigned(pair, lineOf);
      if (assigned !== undefined) found.push(assigned);
      const { key, value } = pair;
      if (isScalar(key) && isScalar(value) && imageKeys.has(scalarText(key)))
        found.push(...findDockerImages(`image: ${scalarText(value)}`, lineOf(value)));
      return assigned === undefined ? undefined : visit.SKIP;
    },
    Scalar(key, scalar) {
      if (key !== 'key' && scalar.range) found.push(...findInScalar(scalar, text, lines));
    },
  });
  return found;
}

/** Scans the source text, so that line numbers stay right; folding and escapes do not affect what is searched for. */
function findInScalar(scalar: Scalar, text: string, lines: LineCounter): readonly FoundInText[] {
  if (typeof scalar.value !== 'string' || !scalar.range) return [];
  return findInLines(text.slice(scalar.range[0], scalar.range[1]), lines.linePos(scalar.range[0]).line);
}

/** `DOCKER_CONTENT_TRUST: "1"`, and GitLab's `DOCKER_CONTENT_TRUST: { value: "1" }`. */
function findAssigned(pair: Pair, lineOf: (node: unknown) => number): FoundInText | undefined {
  const name = isScalar(pair.key) ? scalarText(pair.key) : '';
  if (!isTrustVariable(name)) return undefined;
  return describeAssignment(name, readAssigned(pair.value), lineOf(pair.key));
}

/** `- name: DOCKER_CONTENT_TRUST` with `value: "1"`: Kubernetes, Azure Pipelines, Tekton; `key` in Terraform's JSON. */
function findNamed(map: YAMLMap, lineOf: (node: unknown) => number): readonly FoundInText[] {
  for (const field of ['name', 'key', 'variable']) {
    const node: unknown = map.get(field, true);
    const name = isScalar(node) ? scalarText(node) : '';
    if (!isTrustVariable(name)) continue;
    return [describeAssignment(name, readAssigned(map.get('value', true) ?? map.get('valueFrom', true)), lineOf(node))].filter(
      (each) => each !== undefined,
    );
  }
  return [];
}

function readAssigned(node: unknown): AssignedValue {
  if (isScalar(node) && node.value !== null) return { kind: 'text', text: node.source ?? scalarText(node) };
  if (isMap(node) && node.has('value')) return readAssigned(node.get('value', true));
  return { kind: 'elsewhere' };
}

function offsetOf(node: unknown): number {
  if (isPair(node)) return offsetOf(node.key);
  return isScalar(node) || isMap(node) || isAlias(node) ? (node.range?.[0] ?? 0) : 0;
}

function firstLine(message: string): string {
  return message.split('\n')[0]?.slice(0, 160) ?? '';
}
