import { type Condition } from './seccomp-profile.ts';

const signs: Readonly<Record<string, string>> = {
  SCMP_CMP_NE: '≠',
  SCMP_CMP_LT: '<',
  SCMP_CMP_LE: '≤',
  SCMP_CMP_EQ: '=',
  SCMP_CMP_GE: '≥',
  SCMP_CMP_GT: '>',
};

/** Alternatives of conditions in words: `argument 0 = 2 or 10`. */
export function describeConditions(when: readonly (readonly Condition[])[]): string {
  const equal = new Map<number, string[]>();
  const others: string[] = [];
  for (const each of when) {
    const [only] = each;
    if (each.length !== 1 || only?.op !== 'SCMP_CMP_EQ') others.push(each.map(describe).join(' and '));
    else equal.set(only.index, [...(equal.get(only.index) ?? []), shown(only.value)]);
  }
  return [...[...equal].map(([index, values]) => `argument ${index} = ${values.join(', ')}`), ...others].join(', or ');
}

function describe({ index, op, value, valueTwo }: Condition): string {
  if (op === 'SCMP_CMP_MASKED_EQ') return `argument ${index} & ${shown(value)} = ${shown(valueTwo)}`;
  return `argument ${index} ${Object.hasOwn(signs, op) ? signs[op]! : op} ${shown(value)}`;
}

function shown(value: number): string {
  return value > 4_096 ? `0x${value.toString(16)}` : String(value);
}
