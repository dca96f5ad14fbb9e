import { readAppArmor } from './read-apparmor.ts';

/** A profile with what its log asks for, and what was added. */
export interface RefinedAppArmor {
  readonly text: string;
  readonly added: readonly string[];
}

/**
 * Adds the rules that a log of the profile in complain mode asks for: records of audit with `apparmor="ALLOWED"` or `"DENIED"`. Never a rule for what the
 * profile denies by name.
 */
export function refineAppArmor(text: string, log: string): RefinedAppArmor {
  const [profile] = readAppArmor(text).profiles;
  if (profile === undefined) return { text, added: [] };
  const masks = new Map<string, Set<string>>();
  const others = new Set<string>();
  for (const line of log.split('\n')) {
    if (!/apparmor="(?:ALLOWED|DENIED)"/.test(line) || field(line, 'profile') !== profile.name) continue;
    const capability = field(line, 'capname');
    const family = field(line, 'family');
    const path = field(line, 'name');
    const mask = field(line, 'denied_mask') ?? field(line, 'requested_mask') ?? '';
    if (capability !== undefined) others.add(`capability ${capability},`);
    else if (family !== undefined) others.add(`network ${family} ${field(line, 'sock_type') ?? ''}`.trim() + ',');
    else if (path?.startsWith('/') === true) for (const letter of mask.replace(/[^rwaxmlkdc]/g, '')) masks.set(path, (masks.get(path) ?? new Set()).add(letter === 'd' || letter === 'c' ? 'w' : letter));
  }
  const files = [...masks].map(([path, letters]) => `${/[\s"]/.test(path) ? JSON.stringify(path) : path} ${order(letters)},`);
  const added = [...[...others].sort(), ...files.sort()].filter((rule) => !profile.rules.some((known) => known.text === rule));
  if (added.length === 0) return { text, added };
  const lines = text.split('\n');
  lines.splice(profile.line, 0, '  # Added from the log.', ...added.map((rule) => `  ${rule}`));
  return { text: lines.join('\n'), added };
} // prettier-ignore

function order(letters: ReadonlySet<string>): string {
  const file = ['r', 'w', 'a', 'l', 'k', 'm'].filter((letter) => letters.has(letter) && !(letter === 'a' && letters.has('w'))).join('');
  return `${file}${letters.has('x') ? 'ix' : ''}`;
}

/** Values are quoted, or in hexadecimal where they have blanks. */
function field(line: string, name: string): string | undefined {
  const [, quoted, plain] = new RegExp(`\\b${name}=(?:"([^"]*)"|([^\\s]+))`).exec(line) ?? [];
  if (quoted !== undefined) return quoted;
  return plain !== undefined && /^(?:[0-9A-F]{2})+$/.test(plain) ? Buffer.from(plain, 'hex').toString('utf8') : plain;
}
