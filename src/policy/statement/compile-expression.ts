import { Environment, ParseError, TypeError as CelTypeError } from '@marcbachmann/cel-js';
import { findingFacts, packageFacts, reportFacts, type FactSchema } from './facts-schema.ts';
import { type StatementFacts } from './statement.ts';
import { usedFacts } from './used-facts.ts';

/** Bounds on one expression: parts, and parts inside each other. */
const bounds = { maxAstNodes: 10_000, maxDepth: 100, maxListElements: 5_000, maxMapEntries: 1_000, maxCallArguments: 32 };

/** Types of every fact, so that a misspelt name is found before anything is scanned. Built when the first expression is read. */
let typed: { readonly deny: Environment; readonly require: Environment } | undefined;
/** The same expression without types runs ten times faster. */
const untyped = new Environment({ unlistedVariablesAreDyn: true, limits: bounds });

/** What is wrong with an expression. */
export interface ExpressionFault {
  readonly message: string;
  /** Offset in the expression. */
  readonly at: number;
}

export interface CompiledExpression {
  readonly evaluate: (facts: StatementFacts) => boolean;
  /** Facts of a finding that it asks for; absent where it takes the finding as a whole. */
  readonly facts?: readonly string[];
}

/** A CEL expression that answers true or false; the fault where it is none. */
export function compileExpression(text: string, kind: 'deny' | 'require'): CompiledExpression | ExpressionFault {
  try {
    const checked = environments()[kind].parse(text).check();
    if (!checked.valid) return faultOf(checked.error);
    if (checked.type !== 'bool' && checked.type !== 'dyn') return { message: `is ${checked.type ?? 'nothing'}, not true or false`, at: 0 };
    const run = untyped.parse(text);
    const evaluate = (facts: StatementFacts): boolean => {
      const answer: unknown = run(facts);
      if (typeof answer !== 'boolean') throw new Error(`is ${typeof answer}, not true or false`);
      return answer;
    };
    const facts = usedFacts(run.ast);
    return { evaluate, ...(facts === undefined ? {} : { facts }) };
  } catch (error) {
    if (error instanceof ParseError || error instanceof CelTypeError) return faultOf(error);
    throw error;
  }
}

function environments(): NonNullable<typeof typed> {
  const base = (): Environment => new Environment({ limits: bounds }).registerVariable({ name: 'report', schema: typesOf(reportFacts) });
  typed ??= {
    require: base(),
    deny: base().registerVariable({ name: 'finding', schema: { ...typesOf(findingFacts), package: typesOf(packageFacts) } }),
  };
  return typed;
}

function typesOf(schema: FactSchema): Record<string, string> {
  return Object.fromEntries(Object.entries(schema).map(([name, { type }]) => [name, type]));
}

function faultOf(
  error: { readonly summary?: string; readonly message: string; readonly range?: { readonly start: number } } | undefined,
): ExpressionFault {
  const [line = ''] = (error?.summary ?? error?.message ?? 'is not CEL').split('\n');
  return { message: line, at: error?.range?.start ?? 0 };
}
