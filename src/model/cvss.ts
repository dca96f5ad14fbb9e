import { scoreCvss4 } from './cvss4.ts';
import { type Severity } from './severity.ts';

export interface CvssScore {
  /** 0…10 with one decimal. */
  readonly score: number;
  readonly severity: Severity;
}

/**
 * The score of a CVSS vector and its qualitative rating, by FIRST's specifications: 2.0 and 3.0/3.1 give the base score, 4.0 the score of all
 * metrics that the vector has (CVSS-B, -BT, -BE or -BTE). `undefined` for what is not a vector of one of them, or lacks a base metric.
 */
export function scoreCvss(vector: string): CvssScore | undefined {
  if (vector.length > longestVector) return undefined;
  const metrics = parseMetrics(vector);
  if (metrics === undefined) return undefined;
  const version = metrics.get('CVSS');
  const score = version === undefined ? scoreCvss2(metrics) : version === '4.0' ? scoreCvss4(metrics) : scoreCvss3(metrics, version);
  return score === undefined ? undefined : { score, severity: rateScore(score, version !== undefined) };
}

/** Specification 4.0 §6 and 3.1 §5, "Qualitative Severity Rating Scale"; "None" is our `negligible`. NVD's scale for 2.0 ends at high. */
export function rateScore(score: number, hasCritical = true): Severity {
  if (score >= 9 && hasCritical) return 'critical';
  if (score >= 7) return 'high';
  if (score >= 4) return 'medium';
  return score > 0 ? 'low' : 'negligible';
}

/** Longer than every metric of 4.0 spelt out. */
const longestVector = 512;

/** `undefined` when a metric is named twice or has no value. */
function parseMetrics(vector: string): ReadonlyMap<string, string> | undefined {
  const metrics = new Map<string, string>();
  for (const part of vector.split('/')) {
    const colon = part.indexOf(':');
    if (colon <= 0 || colon === part.length - 1) return undefined;
    const name = part.slice(0, colon);
    if (metrics.has(name)) return undefined;
    metrics.set(name, part.slice(colon + 1));
  }
  return metrics;
}

type Weights = Readonly<Record<string, number>>;

/** Weight of a metric's value; `NaN`, which ends in no score, when it is missing or unknown. */
function weigh(metrics: ReadonlyMap<string, string>, name: string, weights: Weights): number {
  const value = metrics.get(name);
  return value !== undefined && Object.hasOwn(weights, value) ? weights[value]! : Number.NaN;
}

const vector3: Weights = { N: 0.85, A: 0.62, L: 0.55, P: 0.2 };
const complexity3: Weights = { L: 0.77, H: 0.44 };
const privileges3: Weights = { N: 0.85, L: 0.62, H: 0.27 };
const privilegesChanged3: Weights = { N: 0.85, L: 0.68, H: 0.5 };
const interaction3: Weights = { N: 0.85, R: 0.62 };
const scope3: Weights = { U: 0, C: 1 };
const impact3: Weights = { H: 0.56, L: 0.22, N: 0 };

/** CVSS v3.1 Specification, §7.1 "Base Metrics Equations" and §7.4 "Metric Values"; 3.0 differs in how it rounds only. */
function scoreCvss3(metrics: ReadonlyMap<string, string>, version: string): number | undefined {
  if (version !== '3.0' && version !== '3.1') return undefined;
  const isChanged = weigh(metrics, 'S', scope3) === 1;
  const lost = 1 - (1 - weigh(metrics, 'C', impact3)) * (1 - weigh(metrics, 'I', impact3)) * (1 - weigh(metrics, 'A', impact3));
  const impact = isChanged ? 7.52 * (lost - 0.029) - 3.25 * (lost - 0.02) ** 15 : 6.42 * lost;
  const exploitability =
    8.22 *
    weigh(metrics, 'AV', vector3) *
    weigh(metrics, 'AC', complexity3) *
    weigh(metrics, 'PR', isChanged ? privilegesChanged3 : privileges3) *
    weigh(metrics, 'UI', interaction3);
  if (Number.isNaN(impact + exploitability + weigh(metrics, 'S', scope3))) return undefined;
  if (impact <= 0) return 0;
  const sum = Math.min(isChanged ? 1.08 * (impact + exploitability) : impact + exploitability, 10);
  return version === '3.0' ? Math.ceil(sum * 10 - 1e-9) / 10 : roundUp(sum);
}

/** Specification 3.1, Appendix A: floating point must not lift 4.00…02 to 4.1. */
function roundUp(value: number): number {
  const scaled = Math.round(value * 100_000);
  return scaled % 10_000 === 0 ? scaled / 100_000 : (Math.floor(scaled / 10_000) + 1) / 10;
}

const vector2: Weights = { L: 0.395, A: 0.646, N: 1 };
const complexity2: Weights = { H: 0.35, M: 0.61, L: 0.71 };
const authentication2: Weights = { M: 0.45, S: 0.56, N: 0.704 };
const impact2: Weights = { N: 0, P: 0.275, C: 0.66 };

/** A Complete Guide to CVSS Version 2.0, §3.2.1 "Base Equation". */
function scoreCvss2(metrics: ReadonlyMap<string, string>): number | undefined {
  const kept = (1 - weigh(metrics, 'C', impact2)) * (1 - weigh(metrics, 'I', impact2)) * (1 - weigh(metrics, 'A', impact2));
  const impact = 10.41 * (1 - kept);
  const exploitability = 20 * weigh(metrics, 'AV', vector2) * weigh(metrics, 'AC', complexity2) * weigh(metrics, 'Au', authentication2);
  if (Number.isNaN(impact + exploitability)) return undefined;
  const score = (0.6 * impact + 0.4 * exploitability - 1.5) * (impact === 0 ? 0 : 1.176);
  return Math.max(Math.round(score * 10 + 1e-9) / 10, 0);
}
