import { closestWord } from '../../lib/text/closest-word.ts';
import { parseYaml } from '../../lib/yaml/parse-yaml.ts';
import { YamlError } from '../../lib/yaml/yaml-error.ts';
import { type YamlMapping, type YamlValue } from '../../lib/yaml/yaml-value.ts';
import { configurationError } from '../../model/configuration-error.ts';
import { configurationSections } from '../../model/configuration-sections.ts';
import { limits } from '../../model/limits.ts';
import { compileExpression } from './compile-expression.ts';
import { findingFacts, packageFacts, reportFacts, type FactSchema } from './facts-schema.ts';
import { type Facts, type FactValue, type PolicyTest, type Statement } from './statement.ts';

/** The sections `policy` and `policy-tests`. */
export interface DecodedPolicy {
  readonly statements: readonly Statement[];
  readonly tests: readonly PolicyTest[];
}

/** Throws CONFIG_INVALID with file, line and column: of a wrong expression, those of its fault. */
export function decodePolicy(text: string, file: string): DecodedPolicy {
  try {
    const root = parseYaml(text, {
      maxBytes: limits.configurationBytes,
      maxDepth: limits.configurationDepth,
      maxValues: limits.configurationValues,
    });
    if (root.isEmpty) return { statements: [], tests: [] };
    const sections = root.mapping(configurationSections);
    const statements = sections.optional('policy', (value) => listOf(value).map((item) => decodeStatement(item, file))) ?? [];
    refuseDoubles(statements, sections);
    const names = statements.map(({ name }) => name);
    const tests = sections.optional('policy-tests', (value) => listOf(value).map((item) => decodeTest(item, file, names))) ?? [];
    return { statements, tests };
  } catch (error) {
    throw error instanceof YamlError ? configurationError(file, error) : error;
  }
}

function listOf(value: YamlValue): readonly YamlValue[] {
  return value.isEmpty ? [] : value.list();
}

function refuseDoubles(statements: readonly Statement[], sections: YamlMapping): void {
  const seen = new Set<string>();
  for (const { name } of statements) {
    if (seen.has(name)) throw sections.required('policy', (value) => value.fault(`has two statements named ${JSON.stringify(name)}`));
    seen.add(name);
  }
}

function decodeStatement(item: YamlValue, file: string): Statement {
  const members = item.mapping(['name', 'deny', 'require', 'effect', 'message']);
  const kinds = (['deny', 'require'] as const).filter((kind) => members.has(kind));
  const [kind] = kinds;
  if (kind === undefined || kinds.length > 1)
    throw item.fault('needs either deny or require', 'deny: EXPRESSION over a finding, or require: EXPRESSION over the report');
  const name = members.required('name', (value) => value.text().trim());
  const message = members.optional('message', (value) => value.text().trim());
  const effect = members.optional('effect', (value) => value.word(['fail', 'warn'] as const)) ?? 'fail';
  return members.required(kind, (value) => {
    const expression = value.text();
    const compiled = compileExpression(expression, kind);
    if ('message' in compiled)
      throw value.problem(
        `${compiled.message}, at ${JSON.stringify(expression.slice(compiled.at, compiled.at + 40))}`,
        suggestion(compiled.message, kind),
      );
    return {
      name,
      origin: `${file}:${item.line}`,
      kind,
      expression,
      effect,
      ...compiled,
      ...(message === undefined ? {} : { message }),
    };
  });
}

/** The name that was probably meant by one that is not known. */
function suggestion(message: string, kind: 'deny' | 'require'): string | undefined {
  const [, unknown] = /(?:No such key|Unknown variable): (\w+)/.exec(message) ?? [];
  if (unknown === undefined) return undefined;
  const roots = kind === 'deny' ? ['finding', 'report', 'package'] : ['report'];
  return closestWord(unknown, [
    ...roots,
    ...Object.keys(reportFacts),
    ...(kind === 'deny' ? [...Object.keys(findingFacts), ...Object.keys(packageFacts)] : []),
  ]);
}

function decodeTest(item: YamlValue, file: string, statements: readonly string[]): PolicyTest {
  const members = item.mapping(['name', 'finding', 'package', 'report', 'violates']);
  const violates = members.required('violates', (value) => (value.isList ? value.list() : [value]).map((each) => each.word(statements)));
  const finding = members.optional('finding', (value) => decodeFacts(value, findingFacts));
  const found = members.optional('package', (value) => decodeFacts(value, packageFacts));
  return {
    name: members.required('name', (value) => value.text()),
    origin: `${file}:${item.line}`,
    facts: {
      report: members.optional('report', (value) => decodeFacts(value, reportFacts)) ?? neutral(reportFacts),
      ...(finding === undefined && found === undefined
        ? {}
        : { finding: { ...(finding ?? neutral(findingFacts)), package: found ?? neutral(packageFacts) } }),
    },
    violates,
  };
}

function decodeFacts(value: YamlValue, schema: FactSchema): Facts {
  const members = value.mapping(Object.keys(schema));
  const given = Object.entries(schema).flatMap(([name, { type }]) => {
    const read = members.optional(name, (member) => decodeFact(member, type));
    return read === undefined ? [] : [[name, read] as const];
  });
  return { ...neutral(schema), ...Object.fromEntries(given) };
}

function decodeFact(value: YamlValue, type: FactSchema[string]['type']): FactValue {
  if (type === 'bool') return value.truth();
  if (type === 'list<string>') return value.list().map((each) => String(each.scalar()));
  if (type === 'map<string, string>') return Object.fromEntries([...value.entries()].map(([name, member]) => [name, member.text()]));
  const scalar = value.scalar();
  if (type === 'string') return String(scalar);
  if (typeof scalar !== 'number') throw value.fault('is not a number');
  return type === 'int' ? BigInt(Math.trunc(scalar)) : scalar;
}

/** What a fact is where nothing is known. */
function neutral(schema: FactSchema): Facts {
  const values: Readonly<Record<FactSchema[string]['type'], FactValue>> = {
    string: '',
    int: -1n,
    double: -1,
    bool: false,
    'list<string>': [],
    'map<string, string>': {},
  };
  return Object.fromEntries(Object.entries(schema).map(([name, { type }]) => [name, values[type]]));
}
