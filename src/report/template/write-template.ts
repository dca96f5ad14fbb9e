import { type JudgedReport, type ReporterOptions } from '../reporter.ts';
import { type ReportView, viewReport } from '../report-view.ts';
import { toTrivyFinding } from '../trivy/to-trivy-finding.ts';
import { trivyResults } from '../trivy/trivy-results.ts';
import { callFunction, type FunctionContext, isTrue, memberOf, show, type Value } from './functions.ts';
import { type Command, type Node, type Operand, type Pipeline, type Template } from './parse-template.ts';
import { templateFault } from './template-error.ts';

/** Steps of one run: a template has no loops but over lists, which may be nested. */
const maxSteps = 50_000_000;

/** Carries out a template over the results of all reports, in the structure that Trivy's templates know. Throws USAGE for a template that does not end. */
export function* writeTemplate(reports: readonly JudgedReport[], options: ReporterOptions): Iterable<string> {
  const { template, toolVersion, variables = new Map<string, string>() } = options;
  if (template === undefined) throw new Error('no template');
  const results = reports.flatMap((judged) => resultsOf(viewReport(judged, options.display)));
  const now = options.createdAt ?? reports[0]?.report.startedAt ?? new Date(0);
  yield* new TemplateRun(template, { now, toolVersion, variables }).write(template.nodes, results as Value, new Scope(results as Value));
}

/** The members of a vulnerability are those of its `Vulnerability`, too: in Go, it is embedded. */
function resultsOf(view: ReportView): readonly object[] {
  return trivyResults(view).map(({ list, entries, ...place }) => {
    const found = entries.map((entry) => toTrivyFinding(entry, view));
    return list === undefined
      ? place
      : { ...place, [list]: list === 'Vulnerabilities' ? found.map((each) => ({ ...each, Vulnerability: each })) : found };
  });
}

/** Variables of a block and of those around it. */
class Scope {
  private readonly variables = new Map<string, Value>();
  private readonly outer: Scope | undefined;

  constructor(root: Value, outer?: Scope) {
    this.outer = outer;
    if (outer === undefined) this.variables.set('$', root);
  }

  get(name: string): Value {
    return this.variables.has(name) ? this.variables.get(name) : this.outer?.get(name);
  }

  declare(name: string, value: Value): void {
    this.variables.set(name, value);
  }

  assign(name: string, value: Value): void {
    if (this.variables.has(name) || this.outer === undefined) this.variables.set(name, value);
    else this.outer.assign(name, value);
  }
}

class TemplateRun {
  private steps = 0;
  private readonly template: Template;
  private readonly context: FunctionContext;

  constructor(template: Template, context: FunctionContext) {
    this.template = template;
    this.context = context;
  }

  *write(nodes: readonly Node[], dot: Value, scope: Scope): Iterable<string> {
    for (const node of nodes) {
      if (++this.steps > maxSteps) throw templateFault(this.template.name, 1, 'takes too many steps');
      if (node.kind === 'text') yield node.text;
      else if (node.kind === 'print') {
        const value = this.run(node.pipeline, dot, scope);
        if (node.pipeline.variables.length === 0) yield show(value);
      } else if (node.kind === 'range') yield* this.writeRange(node, dot, scope);
      else {
        const inner = new Scope(undefined, scope);
        const value = this.run(node.pipeline, dot, inner);
        if (isTrue(value)) yield* this.write(node.body, node.kind === 'with' ? value : dot, inner);
        else yield* this.write(node.otherwise, dot, inner);
      }
    }
  }

  private *writeRange(node: Extract<Node, { kind: 'if' | 'with' | 'range' }>, dot: Value, scope: Scope): Iterable<string> {
    const { variables } = node.pipeline;
    const value = this.run({ ...node.pipeline, variables: [] }, dot, scope);
    const entries: readonly (readonly [Value, Value])[] = Array.isArray(value)
      ? value.map((each: Value, at) => [at, each] as const)
      : typeof value === 'object'
        ? Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
        : [];
    if (entries.length === 0) yield* this.write(node.otherwise, dot, new Scope(undefined, scope));
    for (const [key, each] of entries) {
      const inner = new Scope(undefined, scope);
      const [first, second] = variables;
      if (second !== undefined) inner.declare(second, each);
      if (first !== undefined) inner.declare(first, second === undefined ? each : key);
      yield* this.write(node.body, each, inner);
    }
  }

  private run({ commands, variables, isAssignment }: Pipeline, dot: Value, scope: Scope): Value {
    let result: Value;
    for (const [at, command] of commands.entries()) result = this.runCommand(command, dot, scope, at === 0 ? [] : [result]);
    for (const name of variables) {
      if (isAssignment) scope.assign(name, result);
      else scope.declare(name, result);
    }
    return result;
  }

  private runCommand([first, ...rest]: Command, dot: Value, scope: Scope, piped: readonly Value[]): Value {
    if (first.kind !== 'function') return this.valueOf(first, dot, scope);
    return callFunction(first.name, [...rest.map((each) => this.valueOf(each, dot, scope)), ...piped], this.context);
  }

  private valueOf(operand: Operand, dot: Value, scope: Scope): Value {
    if (operand.kind === 'value') return operand.value;
    if (operand.kind === 'function') return callFunction(operand.name, [], this.context);
    const { from, fields } = operand;
    const start = from === 'dot' ? dot : typeof from === 'string' ? scope.get(from) : this.run(from, dot, scope);
    return fields.reduce<Value>((value, field) => memberOf(value, field), start);
  }
}
