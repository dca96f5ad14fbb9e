import { type Text } from '../engine/text.ts';
import { type SecretRule, type ValuePlace } from '../secret-rule.ts';
import { shapeRule } from './shape-rule.ts';

const maxDocumentBytes = 12 * 1024;
const maxBeforeBytes = 480;

/** A Secret of Kubernetes with its values: base64 is no encryption. */
export const kubernetesSecret: SecretRule = shapeRule({
  id: 'kubernetes-secret-yaml',
  title: 'Kubernetes Secret with its values',
  severity: 'high',
  advice: 'Change what it holds, and keep it out of files: an external secret store or sealed secrets.',
  references: ['https://kubernetes.io/docs/concepts/configuration/secret/'],
  aliases: ['gitleaks:kubernetes-secret-yaml'],
  keywords: ['kind:'],
  files: (path) => /\.ya?ml$/.test(path),
  find: findSecretValue(),
  sample: (seed) =>
    `apiVersion: v1\nkind: Secret\nmetadata:\n  name: db\ndata:\n  password: ${Buffer.from(`pw-${seed}-Qx7Lw2kz`).toString('base64')}\n`,
});

/** Each document of the file is judged once. */
function findSecretValue(): (text: Text, at: number) => ValuePlace | undefined {
  let knownText = -1;
  let knownEnd = 0;
  return (text, at) => {
    if (text.id === knownText && at < knownEnd) return undefined;
    // Most kinds begin with another letter.
    if ((text.bytes[skipBlanks(text, at)]! | 0x20) !== 0x73) return undefined;
    if (!/^[ \t]*['"]?secret['"]?[ \t]*(?:#.*)?(?:\r?\n|$)/i.test(slice(text, at, at + 64))) return undefined;
    const before = slice(text, Math.max(0, at - maxBeforeBytes), at);
    const start = at - before.length + Math.max(0, before.lastIndexOf('\n---'));
    const document = slice(text, start, Math.min(text.end, at + maxDocumentBytes));
    const next = document.indexOf('\n---', at - start);
    const whole = next < 0 ? document : document.slice(0, next);
    knownText = text.id;
    knownEnd = start + whole.length;
    return valueIn(whole, start);
  };
}

/** The first value of `data` that is long enough to be one. */
function valueIn(document: string, offset: number): ValuePlace | undefined {
  let isData = false;
  let indent = '';
  let position = 0;
  for (const line of document.split('\n')) {
    const lineStart = position;
    position += line.length + 1;
    const [, blank = '', key = '', value = ''] = /^([ \t]*)(?:(['"\w./-]+):)?[ \t]*(.*?)\r?$/.exec(line) ?? [];
    if (key === 'data' || key === 'stringData') {
      isData = value === '';
      indent = blank;
      continue;
    }
    if (line.trim() === '' || line.trimStart().startsWith('#')) continue;
    if (isData && blank.length <= indent.length) isData = false;
    const [found] = isData ? (/[A-Za-z0-9+/]{10,}={0,2}/.exec(value) ?? []) : [];
    if (found === undefined || value.includes('{{') || !/^['"]?[A-Za-z0-9+/]+={0,2}['"]?$/.test(value)) continue;
    const start = offset + lineStart + line.indexOf(found);
    return { start, end: start + found.length };
  }
  return undefined;
}

function skipBlanks({ bytes }: Text, from: number): number {
  let at = from;
  while (at - from < 8 && (bytes[at] === 0x20 || bytes[at] === 0x27 || bytes[at] === 0x22)) at++;
  return at;
}

function slice({ bytes, end }: Text, from: number, to: number): string {
  return Buffer.from(bytes.subarray(from, Math.min(end, to))).toString('latin1');
}
