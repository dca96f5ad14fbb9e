/** Go's strconv.ParseBool. */
const trueTexts = new Set(['1', 't', 'T', 'TRUE', 'true', 'True']);
const falseTexts = new Set(['0', 'f', 'F', 'FALSE', 'false', 'False']);

/** As docker/cli reads DOCKER_CONTENT_TRUST: what is no boolean counts as on, and an empty value as not set. */
export function readTrustSwitch(text: string): 'on' | 'off' | 'unknown' {
  if (text === '' || falseTexts.has(text)) return 'off';
  if (trueTexts.has(text)) return 'on';
  return isReference(text) ? 'unknown' : 'on';
}

/** Whether a value is taken from a variable, a secret store or a template when the file is used. */
export function isReference(text: string): boolean {
  return /\$[\w{([]|%\w+%|\{\{|^<[^>]*>$|^credentials\(|^\(\(.*\)\)$|^(?:vault|ssm|sm):/i.test(text);
}

/** Host and port of an address as people write it: with a scheme, a login and a path, or without. `undefined` for what is no host. */
export function serverHost(text: string): string | undefined {
  if (isReference(text)) return undefined;
  const bare = text
    .trim()
    .replace(/^[a-z][a-z0-9+.-]*:\/\//i, '')
    .replace(/^[^/@]*@/, '');
  const host = /^(\[[0-9a-f:.]+\]|[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)(:\d{1,5})?(?:[/?#].*)?$/i.exec(bare);
  return host === null ? undefined : `${host[1] ?? ''}${host[2] ?? ''}`.toLowerCase().replace(/:443$/, '');
}
