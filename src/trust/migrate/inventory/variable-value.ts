/** Go's strconv.ParseBool. */
const trueTexts = new Set(['1', 't', 'T', 'TRUE', 'true', 'True']);
const falseTexts = new Set(['0', 'f', 'F', 'FALSE', 'false', 'False']);

/** Reads DOCKER_CONTENT_TRUST as docker/cli does: values that are not booleans mean on, an empty value means not set. */
export function readTrustSwitch(text: string): 'on' | 'off' | 'unknown' {
  if (text === '' || falseTexts.has(text)) return 'off';
  if (trueTexts.has(text)) return 'on';
  return isReference(text) ? 'unknown' : 'on';
}

/** Whether the value comes from a variable, a secret store or a template. */
export function isReference(text: string): boolean {
  return /\$[\w{([]|%\w+%|\{\{|^<[^>]*>$|^credentials\(|^\(\(.*\)\)$|^(?:vault|ssm|sm):/i.test(text);
}

/** Host and port of an address with or without scheme, credentials and path. `undefined` if it is not a host. */
export function serverHost(text: string): string | undefined {
  if (isReference(text)) return undefined;
  const bare = text
    .trim()
    .replace(/^[a-z][a-z0-9+.-]*:\/\//i, '')
    .replace(/^[^/@]*@/, '');
  const host = /^(\[[0-9a-f:.]+\]|[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)(:\d{1,5})?(?:[/?#].*)?$/i.exec(bare);
  return host === null ? undefined : `${host[1] ?? ''}${host[2] ?? ''}`.toLowerCase().replace(/:443$/, '');
}
