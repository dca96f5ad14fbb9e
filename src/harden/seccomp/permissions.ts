import { type Condition, type RuleFilter, type SeccompProfile, type SeccompRule } from './seccomp-profile.ts';
import { permissive } from './vocabulary.ts';

/** The container that a profile is asked about. */
export interface ProfileContext {
  /** In Go's names. */
  readonly architecture: string;
  /** With the prefix `CAP_`. */
  readonly capabilities: ReadonlySet<string>;
}

/** What a profile says of one system call. */
export interface Permission {
  readonly verdict: 'allowed' | 'denied' | 'conditional';
  /** The action that holds without conditions. */
  readonly action: string;
  readonly errno?: number;
  /** With `conditional`: it is allowed where all conditions of one entry hold. */
  readonly when: readonly (readonly Condition[])[];
  /** Indexes of the rules that say so. */
  readonly rules: readonly number[];
}

export interface Permissions {
  /** Of the names that rules have. */
  readonly byName: ReadonlyMap<string, Permission>;
  /** Of every other name. */
  readonly byDefault: Permission;
}

/** What a profile permits in a container: rules for other capabilities and architectures are left out. */
export function permissionsOf(profile: SeccompProfile, context: ProfileContext): Permissions {
  const { defaultAction, defaultErrno } = profile;
  const byDefault: Permission = {
    verdict: permissive.has(defaultAction) ? 'allowed' : 'denied',
    action: defaultAction,
    ...(defaultErrno === undefined ? {} : { errno: defaultErrno }),
    when: [],
    rules: [],
  };
  const rulesByName = new Map<string, { readonly rule: SeccompRule; readonly index: number }[]>();
  for (const [index, rule] of profile.rules.entries()) {
    if (!countsFor(rule, context)) continue;
    for (const name of new Set(rule.names)) {
      const known = rulesByName.get(name);
      if (known === undefined) rulesByName.set(name, [{ rule, index }]);
      else known.push({ rule, index });
    }
  }
  return { byName: new Map([...rulesByName].map(([name, rules]) => [name, join(rules, byDefault)])), byDefault };
}

export function permissionOf({ byName, byDefault }: Permissions, name: string): Permission {
  return byName.get(name) ?? byDefault;
}

/** libseccomp lets a rule without conditions stand over those with some; among those without, the first stays. */
function join(rules: readonly { readonly rule: SeccompRule; readonly index: number }[], byDefault: Permission): Permission {
  const whole = rules.find(({ rule }) => rule.conditions.length === 0);
  if (whole !== undefined) {
    const { action, errno } = whole.rule;
    const verdict = permissive.has(action) ? 'allowed' : 'denied';
    return { verdict, action, ...(errno === undefined ? {} : { errno }), when: [], rules: [whole.index] };
  }
  const allowing = rules.filter(({ rule }) => permissive.has(rule.action));
  if (allowing.length === 0) return byDefault;
  return { ...byDefault, verdict: byDefault.verdict === 'allowed' ? 'allowed' : 'conditional', when: allowing.map(({ rule }) => rule.conditions), rules: allowing.map(({ index }) => index) }; // prettier-ignore
}

export function countsFor({ includes, excludes }: SeccompRule, { architecture, capabilities }: ProfileContext): boolean {
  const isIncluded =
    includes.capabilities.every((name) => capabilities.has(name)) &&
    (includes.architectures.length === 0 || includes.architectures.includes(architecture));
  return isIncluded && !excludes.capabilities.some((name) => capabilities.has(name)) && !excludes.architectures.includes(architecture);
}

export function isAnyContainer({ capabilities, architectures, minKernel }: RuleFilter): boolean {
  return capabilities.length === 0 && architectures.length === 0 && minKernel === undefined;
}

/** What Docker gives a container without options. */
export const dockerCapabilities: ReadonlySet<string> = new Set(
  'CHOWN DAC_OVERRIDE FSETID FOWNER MKNOD NET_RAW SETGID SETUID SETFCAP SETPCAP NET_BIND_SERVICE SYS_CHROOT KILL AUDIT_WRITE'
    .split(' ')
    .map((name) => `CAP_${name}`),
);
