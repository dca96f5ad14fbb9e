import { type ScanTarget } from '../../../model/report.ts';
import { type AnchoreTrigger, type TriggerAnswer } from '../anchore-trigger.ts';
import { splitWords, type RuleParameters } from '../rule-parameters.ts';
import { compare } from './vulnerabilities.ts';

/** Triggers of the gate `metadata`. */
export const metadataTriggers: readonly AnchoreTrigger[] = [
  {
    gates: ['metadata'],
    names: ['attribute'],
    parameters: {
      attribute: ['size', 'architecture', 'os_type', 'distro', 'distro_version', 'like_distro', 'layer_count'],
      check: ['=', '!=', '>', '<', '>=', '<=', 'exists', 'not_exists', 'like', 'not_like', 'in', 'not_in'],
      value: 'text',
    },
    required: ['attribute', 'check'],
    judge: (parameters, { report }) => judgeAttribute(parameters, report.target),
  },
];

function judgeAttribute(parameters: RuleParameters, target: ScanTarget): TriggerAnswer {
  const [attribute = '', check = '', wanted = ''] = ['attribute', 'check', 'value'].map((name) => parameters.text(name));
  const value = attributeOf(attribute, target);
  if (value === undefined) return { unanswered: `the ${attribute} of the image is not known` };
  if (check === 'exists' || check === 'not_exists')
    return (value !== '' && value !== 0) === (check === 'exists') ? [{ text: `${attribute} is ${value}` }] : [];
  const isSo = typeof value === 'number' ? compareNumber(check, value, wanted) : compareText(check, value, wanted);
  if (isSo === undefined) return { unanswered: `${JSON.stringify(wanted)} cannot be compared with the ${attribute} of the image` };
  return isSo ? [{ text: `${attribute} is ${value}` }] : [];
}

/** Anchore’s size is what the layers take in the registry. */
function attributeOf(attribute: string, { platform, distribution, layers }: ScanTarget): string | number | undefined {
  if (attribute === 'layer_count') return layers.length;
  if (attribute === 'size') {
    if (layers.some(({ compressedBytes }) => compressedBytes === undefined)) return undefined;
    return layers.reduce((sum, { compressedBytes = 0 }) => sum + compressedBytes, 0);
  }
  if (attribute === 'architecture') return platform?.architecture;
  if (attribute === 'os_type') return platform?.os;
  if (attribute === 'distro') return distribution?.id;
  if (attribute === 'distro_version') return distribution?.versionId;
  return undefined;
}

function compareNumber(check: string, value: number, wanted: string): boolean | undefined {
  if (check === 'in') return splitWords(wanted).map(bytesOf).includes(value);
  if (check === 'not_in') return !splitWords(wanted).map(bytesOf).includes(value);
  const limit = bytesOf(wanted);
  return Number.isNaN(limit) || check.endsWith('like') ? undefined : compare(check, value, limit);
}

/** `1073741824`, `500 MB`, `1GiB`. */
function bytesOf(text: string): number {
  const [, digits = '', unit = ''] = /^(\d+(?:\.\d+)?)\s*([kmgt]?)i?b?$/i.exec(text.trim()) ?? [];
  return digits === '' ? Number.NaN : Number(digits) * 1024 ** ['', 'k', 'm', 'g', 't'].indexOf(unit.toLowerCase());
}

function compareText(check: string, value: string, wanted: string): boolean | undefined {
  if (check === '=') return value === wanted;
  if (check === '!=') return value !== wanted;
  if (check === 'in') return splitWords(wanted).includes(value);
  if (check === 'not_in') return !splitWords(wanted).includes(value);
  if (!check.endsWith('like')) {
    const [a, b] = [Number(value), Number(wanted)];
    return value === '' || wanted === '' || Number.isNaN(a) || Number.isNaN(b) ? undefined : compare(check, a, b);
  }
  try {
    return new RegExp(`^(?:${wanted})`).test(value) === (check === 'like');
  } catch {
    return undefined;
  }
}
