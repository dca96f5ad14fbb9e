/** Whether a value can be a secret: not empty, a number, a truth value, an address, a path or a placeholder. */
export function isPlainSecret(value: string): boolean {
  const text = value.trim();
  if (text.length < 4 || /^\d{1,8}$/.test(text)) return false;
  if (/^(?:true|false|yes|no|on|off|none|null|undefined|enabled|disabled|changeme-or-set|example|required)$/i.test(text)) return false;
  if (/^(?:\/|\.\/|https?:\/\/|file:)/.test(text) || /^[^\s@]+@[^\s@]+\.[a-z]{2,}$/i.test(text)) return false;
  // Of another system that fills it in.
  return !/^(?:<.*>|\{\{.*\}\}|\$\{?\w+\}?|\*+|x+|\[.*\])$/i.test(text);
}
