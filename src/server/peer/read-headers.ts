import { limits } from '../../model/limits.ts';
import { invalidField } from '../http/problem.ts';

/** Fields that the connection itself needs, or that would make two requests of one. */
const forbidden =
  /^(?:connection|content-length|expect|host|keep-alive|proxy-.*|range|te|trailer|transfer-encoding|upgrade|accept-encoding)$/;

/** Header fields that a client wants sent for a layer: names in lower case, several values joined. Throws a problem that names the field and the rule. */
export function readHeaders(
  given: Readonly<Record<string, string | readonly string[]>> | null | undefined,
  field: string,
): Record<string, string> {
  const entries = Object.entries(given ?? {});
  if (entries.length > limits.locatedLayerHeaders) throw invalidField(field, `has more than ${limits.locatedLayerHeaders} header fields`);
  const headers = new Map<string, string>();
  for (const [name, values] of entries) {
    const value = typeof values === 'string' ? values : values.join(', ');
    if (!/^[\w!#$%&'*+.^`|~-]{1,256}$/.test(name) || !/^[\t\u0020-\u007e\u0080-\u00ff]*$/.test(value))
      throw invalidField(field, 'has a field name or a value that HTTP does not allow');
    if (value.length > limits.locatedLayerHeaderCharacters)
      throw invalidField(field, `has a value of more than ${limits.locatedLayerHeaderCharacters} characters`);
    // What the client's own transport adds, such as accept-encoding, is not ours to repeat.
    if (!forbidden.test(name.toLowerCase())) headers.set(name.toLowerCase(), value);
  }
  return Object.fromEntries(headers);
}
