import { type AnchoreTrigger, type JudgedImage, type TriggerAnswer } from '../anchore-trigger.ts';
import { type ParameterKind, type RuleParameters } from '../rule-parameters.ts';

const gates = ['passwd_file'];

/** Triggers of the gate `passwd_file`. Columns are those of passwd(5). */
export const passwdTriggers: readonly AnchoreTrigger[] = [
  {
    gates,
    names: ['content_not_available'],
    parameters: {},
    required: [],
    judge: judgeAvailable,
  },
  ofColumn(['blacklist_usernames', 'denylist_usernames'], 'user_names', 'list', 0),
  ofColumn(['blacklist_userids', 'denylist_userids'], 'user_ids', 'list', 2),
  ofColumn(['blacklist_groupids', 'denylist_groupids'], 'group_ids', 'list', 3),
  ofColumn(['blacklist_shells', 'denylist_shells'], 'shells', 'list', 6),
  ofColumn(['blacklist_full_entry', 'denylist_full_entry'], 'entry', 'text', undefined),
];

function judgeAvailable(_: unknown, { report: { imageFacts } }: JudgedImage): TriggerAnswer {
  if (imageFacts?.files === undefined) return { unanswered: 'the files of the target are not known' };
  return imageFacts.files.passwd === undefined ? [{ text: '/etc/passwd was not read' }] : [];
}

function ofColumn(names: readonly string[], parameter: string, kind: ParameterKind, column: number | undefined): AnchoreTrigger {
  return {
    gates,
    names,
    parameters: { [parameter]: kind },
    required: [parameter],
    judge: (parameters, { report: { imageFacts } }) => {
      const passwd = imageFacts?.files?.passwd;
      if (passwd !== undefined) return judgeEntries(passwd, denied(parameters, parameter, kind), column);
      const hasNone = imageFacts?.files?.entries.every(({ path }) => path !== 'etc/passwd') === true;
      return hasNone ? [] : { unanswered: '/etc/passwd was not read; it needs --scanners misconfig' };
    },
  };
}

function denied(parameters: RuleParameters, name: string, kind: ParameterKind): ReadonlySet<string> {
  return new Set(kind === 'list' ? parameters.list(name) : [parameters.text(name) ?? '']);
}

/** The entry of a user is named, not repeated: the second column may be a hash of a password. */
function judgeEntries(passwd: string, wanted: ReadonlySet<string>, column: number | undefined): TriggerAnswer {
  return passwd.split('\n').flatMap((line) => {
    const entry = line.trim();
    if (entry === '') return [];
    const columns = entry.split(':');
    const value = column === undefined ? entry : (columns[column] ?? '');
    return wanted.has(value) ? [{ text: `/etc/passwd has ${columns[0] ?? ''}${column === undefined || column === 0 ? '' : ` (${value})`}` }] : [];
  });
} // prettier-ignore
