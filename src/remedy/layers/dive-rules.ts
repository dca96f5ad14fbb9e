import { type LayerAnalysis } from './analyse-layers.ts';

/** The rules of dive's `.dive-ci`, by dive's names. */
export const diveRuleNames = ['lowestEfficiency', 'highestWastedBytes', 'highestUserWastedPercent'] as const;
export type DiveRuleName = (typeof diveRuleNames)[number];

/** What dive judges by where its file does not say. */
export const diveDefaults: Readonly<Record<DiveRuleName, string>> = {
  lowestEfficiency: '0.9',
  highestWastedBytes: 'disabled',
  highestUserWastedPercent: '0.1',
};

export interface DiveResult {
  readonly rule: DiveRuleName;
  readonly outcome: 'passed' | 'failed' | 'disabled';
  /** As configured, and as found; a share, or bytes. */
  readonly limit?: number;
  readonly value: number;
  readonly unit: 'share' | 'bytes';
}

/** Judges by values as written. Throws RangeError with the rule for one that is no number in its range. */
export function judgeByDive(analysis: LayerAnalysis, values: Readonly<Record<DiveRuleName, string>>): readonly DiveResult[] {
  return [
    judge('lowestEfficiency', values, analysis.efficiency, 'share', (value, limit) => value >= limit),
    judge('highestWastedBytes', values, analysis.repeatedBytes, 'bytes', (value, limit) => value <= limit),
    judge('highestUserWastedPercent', values, analysis.repeatedShare, 'share', (value, limit) => value <= limit),
  ];
}

function judge(
  rule: DiveRuleName,
  values: Readonly<Record<DiveRuleName, string>>,
  value: number,
  unit: DiveResult['unit'],
  holds: (value: number, limit: number) => boolean,
): DiveResult {
  const text = values[rule].trim();
  if (['', 'disabled', 'off', 'false'].includes(text.toLowerCase())) return { rule, outcome: 'disabled', value, unit };
  const limit = unit === 'share' ? parseShare(text) : parseBytes(text);
  if (limit === undefined)
    throw new RangeError(`${rule}: ${JSON.stringify(text.slice(0, 80))} is not ${unit === 'share' ? 'a number from 0 to 1' : 'a size such as 20MB'}`);
  return { rule, outcome: holds(value, limit) ? 'passed' : 'failed', limit, value, unit };
} // prettier-ignore

function parseShare(text: string): number | undefined {
  const value = /^(?:\d+\.?\d*|\.\d+)(?:e-?\d{1,3})?$/i.test(text) ? Number(text) : NaN;
  return value >= 0 && value <= 1 ? value : undefined;
}

const units: ReadonlyMap<string, number> = new Map([
  ['', 1],
  ['b', 1],
  ...['k', 'm', 'g', 't', 'p'].flatMap((letter, at): [string, number][] => [
    [letter, 1000 ** (at + 1)],
    [`${letter}b`, 1000 ** (at + 1)],
    [`${letter}i`, 1024 ** (at + 1)],
    [`${letter}ib`, 1024 ** (at + 1)],
  ]),
]);

/** `20MB`, `1.5 GiB`, `1,000`: powers of 1000, and of 1024 with an `i`. */
function parseBytes(text: string): number | undefined {
  const [, number, unit] = /^([\d,]*\.?\d+)\s*([a-z]*)$/i.exec(text) ?? [];
  const factor = units.get((unit ?? '').toLowerCase());
  return number === undefined || factor === undefined ? undefined : Math.floor(Number(number.replaceAll(',', '')) * factor);
}
