import { type Facts, type FactValue } from './statement.ts';

/**
 * Findings in groups that no expression over some facts can tell apart: thousands of findings have a handful of severities, so most expressions are evaluated
 * a handful of times.
 */
export class AlikeFindings {
  readonly #findings: readonly Facts[];
  /** For each fact, a small number for each finding, the same for the same value. */
  readonly #columns = new Map<string, Column>();

  constructor(findings: readonly Facts[]) {
    this.#findings = findings;
  }

  /** Asks about one finding of each group; indexes of all findings for which the answer is true. */
  filter(facts: readonly string[] | undefined, ask: (finding: Facts) => boolean): readonly number[] {
    if (facts === undefined) return this.#findings.flatMap((finding, at) => (ask(finding) ? [at] : []));
    const key = groupKey(facts.map((fact) => this.#column(fact)));
    const answers = new Map<string | number, boolean>();
    const found: number[] = [];
    for (let at = 0; at < this.#findings.length; at += 1) {
      const group = key(at);
      let answer = answers.get(group);
      if (answer === undefined) answers.set(group, (answer = ask(this.#findings[at]!)));
      if (answer) found.push(at);
    }
    return found;
  }

  #column(fact: string): Column {
    const known = this.#columns.get(fact);
    if (known !== undefined) return known;
    const numbers = new Map<string, number>();
    const values = Int32Array.from(this.#findings, (finding) => {
      const text = textOf(valueAt(finding, fact));
      const number = numbers.get(text) ?? numbers.size;
      numbers.set(text, number);
      return number;
    });
    const column = { values, size: Math.max(1, numbers.size) };
    this.#columns.set(fact, column);
    return column;
  }
}

interface Column {
  readonly values: Int32Array;
  /** How many different values there are. */
  readonly size: number;
}

/** One number for each combination of values, or a text where there are too many combinations for one. */
function groupKey(columns: readonly Column[]): (at: number) => string | number {
  if (columns.reduce((product, { size }) => product * size, 1) > Number.MAX_SAFE_INTEGER)
    return (at) => columns.map(({ values }) => values[at]).join(' ');
  return (at) => {
    let key = 0;
    for (const { values, size } of columns) key = key * size + values[at]!;
    return key;
  };
}

function valueAt(finding: Facts, fact: string): FactValue | Facts | undefined {
  return fact.split('.').reduce<FactValue | Facts | undefined>((value, name) => (value as Facts | undefined)?.[name], finding);
}

function textOf(value: FactValue | Facts | undefined): string {
  return typeof value === 'object' ? JSON.stringify(value) : `${typeof value} ${String(value)}`;
}
