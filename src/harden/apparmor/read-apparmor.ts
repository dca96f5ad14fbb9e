/** One rule or header of an AppArmor profile, with its line. */
export interface AppArmorLine {
  readonly line: number;
  readonly text: string;
}

/** A profile in the text: what is between its braces. */
export interface AppArmorProfile {
  readonly name: string;
  readonly line: number;
  readonly flags: readonly string[];
  readonly rules: readonly AppArmorLine[];
}

export interface ReadAppArmor {
  readonly profiles: readonly AppArmorProfile[];
  readonly preamble: readonly AppArmorLine[];
  /** Line of a brace without another. */
  readonly unbalancedAt?: number;
  /** Rules without a comma at their end. */
  readonly unended: readonly AppArmorLine[];
}

/** A text without what apparmor.d(5) calls comments; `#include` is none. */
export function readAppArmor(text: string): ReadAppArmor {
  const profiles: { name: string; line: number; flags: readonly string[]; rules: AppArmorLine[] }[] = [];
  const open: (typeof profiles)[number][] = [];
  const preamble: AppArmorLine[] = [];
  const unended: AppArmorLine[] = [];
  let unbalancedAt: number | undefined;
  for (const [index, raw] of text.split('\n').entries()) {
    const line = index + 1;
    const stripped = raw.replace(/(^|\s)#(?!include\b).*$/, '$1').trim();
    if (stripped === '') continue;
    const header = /^(?:profile\s+)?("[^"]+"|\S+)(?:\s+[^{]*)?\{$/.exec(stripped);
    if (header !== null) {
      const flags = /flags\s*=\s*\(([^)]*)\)/.exec(stripped)?.[1] ?? '';
      const profile = { name: header[1]!.replace(/^"|"$/g, ''), line, flags: flags.split(/[\s,]+/).filter((flag) => flag !== ''), rules: [] };
      profiles.push(profile);
      open.push(profile);
    } else if (stripped === '}') {
      if (open.pop() === undefined) unbalancedAt ??= line;
    } else {
      const rule = { line, text: stripped };
      (open.at(-1)?.rules ?? preamble).push(rule);
      if (open.length > 0 && !/^#?include\b/.test(stripped) && !stripped.endsWith(',')) unended.push(rule);
    }
  }
  const left = open.at(-1);
  unbalancedAt ??= left?.line;
  return { profiles, preamble, unended, ...(unbalancedAt === undefined ? {} : { unbalancedAt }) };
} // prettier-ignore

/** The name that the kernel knows the first profile by. */
export function readAppArmorName(text: string): string | undefined {
  return readAppArmor(text).profiles[0]?.name;
}
