/**
 * What a YAML file is, by its first members: a Compose file, objects of Kubernetes, or neither. Only lines at the left margin count, so that a
 * file need not be parsed for it.
 */
export function workloadKind(text: string): 'compose' | 'kubernetes' | undefined {
  const head = text.slice(0, 4 * 1024 * 1024);
  if (/^(?:- )?\s{0,2}"?apiVersion"?\s*:/m.test(head) && /^\s{0,4}"?kind"?\s*:/m.test(head)) return 'kubernetes';
  return /^(?:services|include)\s*:/m.test(head) ? 'compose' : undefined;
}
