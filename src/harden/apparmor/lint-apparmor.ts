import { type RuleFinding } from '../../model/finding.ts';
import { type RuleDescription } from '../../model/rule.ts';
import { makeRuleFinding } from '../../model/rule-finding.ts';
import { type Severity } from '../../model/severity.ts';
import { readAppArmor, type ReadAppArmor } from './read-apparmor.ts';

const capabilities: ReadonlySet<string> = new Set(
  `audit_control audit_read audit_write block_suspend bpf checkpoint_restore chown dac_override dac_read_search fowner fsetid ipc_lock ipc_owner kill
   lease linux_immutable mac_admin mac_override mknod net_admin net_bind_service net_broadcast net_raw perfmon setfcap setgid setpcap setuid sys_admin
   sys_boot sys_chroot sys_module sys_nice sys_pacct sys_ptrace sys_rawio sys_resource sys_time sys_tty_config syslog wake_alarm`.trim().split(/\s+/),
); // prettier-ignore

interface AppArmorRule {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly remediation: string;
  find(read: ReadAppArmor): Iterable<{ readonly line: number; readonly message: string }>;
}

/** Rules that match a line of a profile. */
function lineRule(id: string, title: string, severity: Severity, remediation: string, pattern: RegExp, describe: (text: string) => string): AppArmorRule {
  return {
    id,
    title,
    severity,
    remediation,
    *find({ profiles }) {
      for (const { rules } of profiles)
        for (const { line, text } of rules) if (pattern.test(text)) yield { line, message: describe(text) };
    },
  };
} // prettier-ignore

/** Rules about AppArmor profiles; apparmor.d(5). */
const appArmorRules: readonly AppArmorRule[] = [
  {
    id: 'apparmor-no-profile',
    title: 'The file has no profile',
    severity: 'high',
    remediation: 'Write: profile NAME flags=(attach_disconnected,mediate_deleted) { … }',
    *find({ profiles }) {
      if (profiles.length === 0) yield { line: 1, message: 'no profile is defined' };
    },
  },
  {
    id: 'apparmor-syntax',
    title: 'A brace or a comma is missing',
    severity: 'high',
    remediation: 'End each rule with a comma, and each profile with a brace.',
    *find({ unbalancedAt, unended }) {
      if (unbalancedAt !== undefined) yield { line: unbalancedAt, message: 'a brace has no other' };
      for (const { line, text } of unended) yield { line, message: `${text.slice(0, 60)} has no comma at its end` };
    },
  },
  {
    id: 'apparmor-not-enforced',
    title: 'The profile only records',
    severity: 'medium',
    remediation: 'Remove the flag when the log shows nothing that the program needs.',
    *find({ profiles }) {
      for (const { line, name, flags } of profiles)
        for (const flag of flags.filter((each) => ['complain', 'unconfined', 'default_allow'].includes(each))) yield { line, message: `${name} has the flag ${flag}, so it denies nothing` };
    },
  },
  {
    id: 'apparmor-empty-profile',
    title: 'The profile has no rules',
    severity: 'medium',
    remediation: 'Add what the program needs: without rules it cannot even be started.',
    *find({ profiles }) {
      for (const { line, name, rules } of profiles) if (rules.length === 0) yield { line, message: `${name} allows nothing` };
    },
  },
  {
    id: 'apparmor-unknown-capability',
    title: 'A capability is unknown',
    severity: 'high',
    remediation: 'Write it in lower case and without cap_: net_bind_service.',
    *find({ profiles }) {
      for (const { rules } of profiles)
        for (const { line, text } of rules) {
          const names = /^(?:audit\s+|deny\s+)*capability\s+([^,]+),$/.exec(text)?.[1]?.trim().split(/\s+/) ?? [];
          for (const name of names) if (!capabilities.has(name)) yield { line, message: `${name.slice(0, 40)} is no capability` };
        }
    },
  },
  lineRule('apparmor-everything', 'A rule allows everything of its kind', 'medium', 'Name what the program needs, or deny what it must not have.', /^(?:audit\s+)?(?:allow\s+)?(?:capability|mount|umount|ptrace|dbus|all|userns|io_uring|change_profile)\s*,$/, (text) => `${text} allows all of it`),
  lineRule('apparmor-writes-everywhere', 'The profile allows writing every file', 'medium', 'Allow writing only where the program writes, such as /data/** rw.', /^(?:audit\s+)?(?:allow\s+)?(?:owner\s+)?\/(?:\*\*|\{,\*\*\})\s+[a-zA-Z]*w/, (text) => `${text} allows writing every file`),
  lineRule('apparmor-unconfined-child', 'Programs are started without a profile', 'medium', 'Use ix, px or cx instead.', /\s[a-z]*[uU]x[a-z]*\s*,$/, (text) => `${text} starts programs unconfined`),
  lineRule('apparmor-sensitive-path', 'The profile allows writing to the kernel', 'high', 'Deny it: deny @{PROC}/sysrq-trigger rwklx, deny /sys/** wklx.', /^(?:allow\s+)?(?:owner\s+)?(?:\/sys|\/proc\/sys|\/proc\/sysrq-trigger|@\{PROC\}\/sys|@\{PROC\}\/sysrq-trigger)[^\s]*\s+[a-zA-Z]*w/, (text) => `${text} allows writing to the kernel`),
]; // prettier-ignore

/** What is wrong with the profiles of a text, each with its line. */
export function lintAppArmor(text: string, path: string): readonly RuleFinding[] {
  const read = readAppArmor(text);
  return appArmorRules.flatMap((each) => {
    const { id, title, severity, remediation } = each;
    const rule: RuleDescription = { id, kind: 'misconfiguration', title, severity, remediation, references: ['https://gitlab.com/apparmor/apparmor/-/wikis/QuickProfileLanguage'], aliases: [] };
    return [...each.find(read)].map(({ line, message }) => makeRuleFinding(rule, { message, location: { path, line }, key: message }));
  });
} // prettier-ignore
