import { isAnyContainer } from '../permissions.ts';
import { type SeccompProfile, type SeccompRule } from '../seccomp-profile.ts';
import { allow, exampleProfile, type ProfileRule, references, violationAt } from './profile-rule.ts';

const base = { kind: 'misconfiguration', references, aliases: [] } as const;
const start = allow('execve', 'read', 'exit_group', 'clone3');
const onFirst = (...values: readonly number[]): object[] => values.map((value) => ({ index: 0, value, op: 'SCMP_CMP_EQ' }));

export const emptyNames: ProfileRule = {
  ...base,
  id: 'seccomp-empty-rule',
  title: 'A rule has no names',
  rationale: 'A rule without names does nothing.',
  remediation: 'Add the names that the rule is for, or remove it.',
  severity: 'medium',
  examples: { bad: [exampleProfile([start, allow()])], good: [exampleProfile([start])] },
  *check(read) {
    for (const [index, { names, action }] of read.profile.rules.entries())
      if (names.length === 0) yield violationAt(read, `syscalls[${index}].names`, `has no names, so this ${action} rule does nothing`);
  },
};

export const duplicateName: ProfileRule = {
  ...base,
  id: 'seccomp-duplicate-name',
  title: 'A name is listed twice',
  rationale: 'The second entry does nothing, and whoever edits the first is misled by it.',
  remediation: 'Remove one of them.',
  severity: 'low',
  examples: { bad: [exampleProfile([start, allow('read')])], good: [exampleProfile([start])] },
  *check(read) {
    const seen = new Map<string, string>();
    for (const [index, rule] of read.profile.rules.entries())
      for (const [at, name] of rule.names.entries()) {
        const path = `syscalls[${index}].names[${at}]`;
        const key = `${name} ${sameRule(rule)}`;
        const first = seen.get(key);
        if (first === undefined) seen.set(key, path);
        else yield violationAt(read, path, `${name} is listed before, at ${first}`, `${name} ${index}`);
      }
  },
};

export const shadowedRule: ProfileRule = {
  ...base,
  id: 'seccomp-shadowed-rule',
  title: 'A rule never counts, since another stands over it',
  rationale: 'Of rules for one name, the one without arguments counts for every call; of two without arguments only the first does.',
  remediation: 'Remove the name from one of the rules.',
  severity: 'medium',
  examples: {
    bad: [
      exampleProfile([allow('execve', 'clone3', 'socket'), { names: ['socket'], action: 'SCMP_ACT_ERRNO', args: onFirst(40) }]),
      exampleProfile([start, { names: ['read'], action: 'SCMP_ACT_ERRNO' }]),
    ],
    good: [exampleProfile([start, { names: ['socket'], action: 'SCMP_ACT_ALLOW', args: onFirst(2) }])],
  },
  *check(read) {
    for (const [index, rule] of read.profile.rules.entries())
      for (const [at, name] of rule.names.entries()) {
        const over = findOver(read.profile, index, rule, name);
        if (over === undefined) continue;
        yield violationAt(read, `syscalls[${index}].names[${at}]`, `${name} is decided by syscalls[${over}], so this rule never counts for it`, `${name} ${index}`);
      }
  },
}; // prettier-ignore

/** The rule without arguments that decides a name; only where both count for the same containers is that certain. */
function findOver({ rules }: SeccompProfile, own: number, rule: SeccompRule, name: string): number | undefined {
  const found = rules.findIndex(
    (other, index) =>
      index !== own &&
      other.conditions.length === 0 &&
      other.names.includes(name) &&
      [other.includes, other.excludes].every(isAnyContainer) &&
      (rule.conditions.length > 0 || (index < own && other.action !== rule.action)),
  );
  return found < 0 ? undefined : found;
}

export const sameAsDefault: ProfileRule = {
  ...base,
  id: 'seccomp-same-as-default',
  title: 'A rule does what the profile does anyway',
  rationale: 'Runtimes leave out rules whose action is the default one, so this rule makes no difference.',
  remediation: 'Remove the rule, or give it the action that was meant.',
  severity: 'low',
  examples: { bad: [exampleProfile([start, { names: ['mount'], action: 'SCMP_ACT_ERRNO' }])], good: [exampleProfile([start])] },
  *check(read) {
    const { defaultAction, defaultErrno, rules } = read.profile;
    for (const [index, { action, errno, names }] of rules.entries())
      if (names.length > 0 && action === defaultAction && (errno ?? 1) === (defaultErrno ?? 1))
        yield violationAt(read, `syscalls[${index}].action`, `${action} is the default already`, String(index));
  },
};

export const brokenCondition: ProfileRule = {
  ...base,
  id: 'seccomp-broken-condition',
  title: 'A condition on arguments does not mean what it says',
  rationale:
    'A call has six arguments; a masked comparison with bits outside the mask is never true; runtimes join conditions on one argument with "or".',
  remediation: 'Correct the condition; for "and" on one argument use SCMP_CMP_MASKED_EQ or a rule that denies.',
  severity: 'medium',
  examples: {
    bad: [
      exampleProfile([start, { names: ['socket'], action: 'SCMP_ACT_ALLOW', args: [{ index: 6, value: 1, op: 'SCMP_CMP_EQ' }] }]),
      exampleProfile([
        start,
        { names: ['clone'], action: 'SCMP_ACT_ALLOW', args: [{ index: 0, value: 1, valueTwo: 2, op: 'SCMP_CMP_MASKED_EQ' }] },
      ]),
      exampleProfile([start, { names: ['socket'], action: 'SCMP_ACT_ALLOW', args: onFirst(1, 2) }]),
    ],
    good: [exampleProfile([start, { names: ['socket'], action: 'SCMP_ACT_ALLOW', args: onFirst(1) }])],
  },
  *check(read) {
    for (const [index, { conditions }] of read.profile.rules.entries())
      for (const [at, { index: argument, op, value, valueTwo }] of conditions.entries()) {
        const path = `syscalls[${index}].args[${at}]`;
        if (argument > 5) yield violationAt(read, `${path}.index`, `${argument} is no argument: they count from 0 to 5`);
        if (op === 'SCMP_CMP_MASKED_EQ' && (BigInt(valueTwo) & ~BigInt(value)) !== 0n)
          yield violationAt(read, `${path}.valueTwo`, `has bits outside the mask ${value}, so it is never true`);
        if (conditions.findIndex((other) => other.index === argument) < at)
          yield violationAt(read, path, `a second condition on argument ${argument}: runtimes join them with "or", not "and"`);
      }
  },
};

export const listenerWithoutPath: ProfileRule = {
  ...base,
  id: 'seccomp-listener',
  title: 'SCMP_ACT_NOTIFY without a listener',
  rationale: 'The runtime refuses a profile that notifies nobody.',
  remediation: 'Set listenerPath to the socket of the agent, or use another action.',
  severity: 'high',
  examples: {
    bad: [exampleProfile([start, { names: ['chroot'], action: 'SCMP_ACT_NOTIFY' }])],
    good: [exampleProfile([start, { names: ['chroot'], action: 'SCMP_ACT_NOTIFY' }], { listenerPath: '/run/agent.sock' })],
  },
  *check(read) {
    const { rules, listenerPath } = read.profile;
    const at = rules.findIndex(({ action }) => action === 'SCMP_ACT_NOTIFY');
    if (at >= 0 && listenerPath === undefined) yield violationAt(read, `syscalls[${at}].action`, 'SCMP_ACT_NOTIFY needs listenerPath');
  },
};

function sameRule({ action, conditions, includes, excludes, errno }: SeccompRule): string {
  return JSON.stringify([action, errno, conditions, includes, excludes]);
}

export const ruleRules: readonly ProfileRule[] = [
  emptyNames,
  duplicateName,
  shadowedRule,
  sameAsDefault,
  brokenCondition,
  listenerWithoutPath,
];
