/**
 * JSON that PostgreSQL takes. Its text has no NUL and no halves of surrogate pairs, which names in hostile images have: each becomes U+FFFD. For `jsonb`
 * parameters; arrays must not be passed as they are, because the driver makes PostgreSQL arrays of them.
 */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) => (typeof member === 'string' ? toText(member) : member));
}

/** The same for a `text` parameter. */
export function toText(text: string): string {
  return text.replaceAll(unstorable, '\ufffd');
}

const unstorable = /\0|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
