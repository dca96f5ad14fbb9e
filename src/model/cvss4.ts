import { macroVectorTenths } from './cvss4-macro-vectors.ts';

/**
 * Score of CVSS v4.0 metrics by the specification, §8.2 "CVSS v4.0 Scoring using MacroVectors and Interpolation".
 * `undefined` when a base metric is missing or a value is unknown.
 */
export function scoreCvss4(given: ReadonlyMap<string, string>): number | undefined {
  const metrics = effectiveMetrics(given);
  if (metrics === undefined) return undefined;
  if (impacts.every((name) => metrics.get(name) === 'N')) return 0;
  const sets = equivalenceSets(metrics);
  const top = lookUp(sets);
  if (top === undefined) return undefined;
  const drops = interpolations.map((interpolation) => dropOf(interpolation, sets, metrics, top)).filter((drop) => drop !== undefined);
  const mean = drops.length === 0 ? 0 : drops.reduce((sum, drop) => sum + drop, 0) / drops.length;
  // Half a tenth is lifted like the reference implementation does, in spite of floating point.
  return Math.round(Math.min(Math.max(top - mean, 0), 10) * 10 + 1e-6) / 10;
}

type Metrics = ReadonlyMap<string, string>;
/** Levels of EQ1 to EQ6. */
type Sets = readonly [eq1: number, eq2: number, eq3: number, eq4: number, eq5: number, eq6: number];

const impacts = ['VC', 'VI', 'VA', 'SC', 'SI', 'SA'] as const;

/** Values of each metric, from the most severe; the place is the severity level, except where SI and SA start at safety. */
const levels: Readonly<Record<string, string>> = {
  AV: 'NALP', AC: 'LH', AT: 'NP', PR: 'NLH', UI: 'NPA', VC: 'HLN', VI: 'HLN', VA: 'HLN',
  SC: '-HLN', SI: 'SHLN', SA: 'SHLN', E: 'APU', CR: 'HML', IR: 'HML', AR: 'HML',
}; // prettier-ignore
/** §4 and §5: what "not defined" means. */
const defaults: Readonly<Record<string, string>> = { E: 'A', CR: 'H', IR: 'H', AR: 'H' };

/** A modified metric stands in for its base metric (§4.2). */
function effectiveMetrics(given: Metrics): Metrics | undefined {
  const metrics = new Map<string, string>();
  for (const [name, values] of Object.entries(levels)) {
    const base = defined(given.get(name)) ?? defaults[name];
    const modified = name in defaults ? undefined : defined(given.get(`M${name}`));
    // Safety exists as a modified metric only.
    if (base === undefined || (base === 'S' && modified === undefined)) return undefined;
    const value = modified ?? base;
    if (value === '-' || value.length !== 1 || !values.includes(value)) return undefined;
    metrics.set(name, value);
  }
  return metrics;
}

function defined(value: string | undefined): string | undefined {
  return value === 'X' ? undefined : value;
}

/** §8.3, tables 24 to 29. */
function equivalenceSets(metrics: Metrics): Sets {
  const is = (name: string, value: string): boolean => metrics.get(name) === value;
  const easy = [is('AV', 'N'), is('PR', 'N'), is('UI', 'N')].filter(Boolean).length;
  const eq1 = easy === 3 ? 0 : easy > 0 && !is('AV', 'P') ? 1 : 2;
  const eq2 = is('AC', 'L') && is('AT', 'N') ? 0 : 1;
  const eq3 = is('VC', 'H') && is('VI', 'H') ? 0 : is('VC', 'H') || is('VI', 'H') || is('VA', 'H') ? 1 : 2;
  const eq4 = is('SI', 'S') || is('SA', 'S') ? 0 : is('SC', 'H') || is('SI', 'H') || is('SA', 'H') ? 1 : 2;
  const eq5 = levelOf('E', metrics.get('E'));
  const isWanted = (is('CR', 'H') && is('VC', 'H')) || (is('IR', 'H') && is('VI', 'H')) || (is('AR', 'H') && is('VA', 'H'));
  return [eq1, eq2, eq3, eq4, eq5, isWanted ? 0 : 1];
}

function levelOf(name: string, value: string | undefined): number {
  return levels[name]!.indexOf(value ?? '');
}

function lookUp([eq1, eq2, eq3, eq4, eq5, eq6]: Sets): number | undefined {
  const tenths = macroVectorTenths[`${eq1}${eq2}${eq3}`]?.[eq4 * 6 + eq5 * 2 + eq6];
  return tenths === undefined || tenths === 0 ? undefined : tenths / 10;
}

interface Interpolation {
  /** The macro vectors one step less severe; of two, the more severe counts. */
  readonly lower: (sets: Sets) => readonly Sets[];
  /** Highest severity vectors of the level, as values of `names`; §8.2, table 30. */
  readonly highest: (sets: Sets) => readonly string[];
  readonly names: readonly string[];
  /** Steps from the highest to the lowest vector of the level; §8.2, "depth". */
  readonly depth: (sets: Sets) => number;
}

function step(sets: Sets, ...places: readonly number[]): Sets {
  return sets.map((level, place) => (places.includes(place) ? level + 1 : level)) as unknown as Sets;
}

const interpolations: readonly Interpolation[] = [
  {
    names: ['AV', 'PR', 'UI'],
    lower: (sets) => [step(sets, 0)],
    highest: ([eq1]) => [['NNN'], ['ANN', 'NLN', 'NNP'], ['PNN', 'ALP']][eq1]!,
    depth: ([eq1]) => [1, 4, 5][eq1]!,
  },
  {
    names: ['AC', 'AT'],
    lower: (sets) => [step(sets, 1)],
    highest: ([, eq2]) => [['LN'], ['HN', 'LP']][eq2]!,
    depth: ([, eq2]) => [1, 2][eq2]!,
  },
  {
    names: ['VC', 'VI', 'VA', 'CR', 'IR', 'AR'],
    lower: lowerImpacts,
    highest: ([, , eq3, , , eq6]) => highestImpacts[eq3]![eq6]!,
    depth: ([, , eq3, , , eq6]) => [[7, 6], [8, 8], [10, 10]][eq3]![eq6]!,
  },
  {
    names: ['SC', 'SI', 'SA'],
    lower: (sets) => [step(sets, 3)],
    highest: ([, , , eq4]) => [['HSS'], ['HHH'], ['LLL']][eq4]!,
    depth: ([, , , eq4]) => [6, 5, 4][eq4]!,
  },
  // Each level of EQ5 is one value, so the distance inside it is nothing; its step still counts in the mean.
  { names: ['E'], lower: (sets) => [step(sets, 4)], highest: ([, , , , eq5]) => [levels['E']![eq5]!], depth: () => 1 },
]; // prettier-ignore

/** EQ3 and EQ6 are one joint set: from 00 it goes to 01 or 10, from 01 and 10 to 11, from 11 to 21. */
function lowerImpacts(sets: Sets): readonly Sets[] {
  const [, , eq3, , , eq6] = sets;
  if (eq3 === 0 && eq6 === 0) return [step(sets, 5), step(sets, 2)];
  if (eq6 === 1) return [step(sets, 2)];
  return eq3 === 1 ? [step(sets, 5)] : [];
}

const highestImpacts: readonly (readonly (readonly string[])[])[] = [
  [['HHHHHH'], ['HHLMMH', 'HHHMMM']],
  [
    ['LHHHHH', 'HLHHHH'],
    ['LHLHMH', 'LHHHMM', 'HLHMHM', 'HLLMHH', 'LLHHHM'],
  ],
  [[], ['LLLHHH']],
];

/** How much of the way to the next lower macro vector the metrics are, as score; `undefined` where there is no lower one. */
function dropOf({ lower, highest, names, depth }: Interpolation, sets: Sets, metrics: Metrics, top: number): number | undefined {
  const scores = lower(sets).map(lookUp).filter((score) => score !== undefined); // prettier-ignore
  if (scores.length === 0) return undefined;
  const distance = highest(sets)
    .map((values) => distancesFrom(values, names, metrics))
    .find((distances) => distances.every((steps) => steps >= 0));
  const steps = distance?.reduce((sum, one) => sum + one, 0) ?? 0;
  return (top - Math.max(...scores)) * (steps / depth(sets));
}

function distancesFrom(values: string, names: readonly string[], metrics: Metrics): readonly number[] {
  return names.map((name, place) => levelOf(name, metrics.get(name)) - levelOf(name, values[place]));
}
