import { type Document, isAlias, isCollection, isNode, isScalar, visit } from 'yaml';
import { composeYaml } from './compose-yaml.ts';
import { YamlError } from './yaml-error.ts';
import { type YamlPlace, YamlValue } from './yaml-value.ts';

export interface YamlBounds {
  readonly maxBytes: number;
  /** Mappings and lists inside each other. */
  readonly maxDepth: number;
  /** Keys, items and scalars together. */
  readonly maxValues: number;
  /** For formats whose own reader takes a key that is there twice; read them with `YamlValue.pairs`. */
  readonly allowsRepeatedKeys?: boolean;
}

/**
 * Parses one YAML 1.2 document (core schema) for reading with places. Anchors, aliases, tags, merge keys and duplicate keys are refused: a
 * configuration needs none of them, and what an alias repeats cannot be bounded by the size of the text. Throws {@link YamlError}.
 */
export function parseYaml(text: string, bounds: YamlBounds): YamlValue {
  const start = { line: 1, column: 1 };
  const bytes = Buffer.byteLength(text);
  if (bytes > bounds.maxBytes) throw new YamlError(`is ${bytes} bytes long, more than ${bounds.maxBytes}`, start);
  const options = { version: '1.2', schema: 'core', strict: true, uniqueKeys: bounds.allowsRepeatedKeys !== true } as const;
  const { documents, lineCounter, tooDeepAt } = composeYaml(text, bounds.maxDepth, options);
  const locate = (offset: number): { line: number; column: number } => {
    const { line, col } = lineCounter.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  if (tooDeepAt !== undefined) throw new YamlError(`is nested more than ${bounds.maxDepth} deep`, locate(tooDeepAt));
  const [document, second] = documents;
  if (document === undefined) throw new YamlError('invalid YAML', start);
  if (second !== undefined) throw new YamlError('invalid YAML: more than one document', locate(second.range[0]));
  const [problem] = [...document.errors, ...document.warnings];
  if (problem !== undefined) throw new YamlError(`invalid YAML: ${firstLine(problem.message)}`, locate(problem.pos[0]));
  checkNodes(document, bounds, locate);
  const place: YamlPlace = { path: '', locate, offset: 0 };
  return new YamlValue(document.contents, place);
}

function checkNodes(document: Document.Parsed, { maxDepth, maxValues }: YamlBounds, locate: YamlPlace['locate']): void {
  let values = 0;
  const refuse = (message: string, node: unknown): never => {
    throw new YamlError(message, locate((isNode(node) ? node.range?.[0] : undefined) ?? 0));
  };
  visit(document, (_key, node, path) => {
    values += 1;
    if (values > maxValues) refuse(`has more than ${maxValues} values`, node);
    if (path.filter(isCollection).length > maxDepth) refuse(`is nested more than ${maxDepth} deep`, node);
    if (isAlias(node)) refuse('has an alias (*), which is not allowed here', node);
    if ((isScalar(node) || isCollection(node)) && node.anchor !== undefined) refuse('has an anchor (&), which is not allowed here', node);
    if ((isScalar(node) || isCollection(node)) && node.tag !== undefined) refuse('has a tag (!), which is not allowed here', node);
  });
}

function firstLine(text: string): string {
  return text.split('\n')[0]?.slice(0, 200) ?? '';
}
