import { type FileEntry } from '../../../model/file-entry.ts';
import { unansweredTrigger, type AnchoreTrigger, type TriggerAnswer } from '../anchore-trigger.ts';
import { type RuleParameters } from '../rule-parameters.ts';

const gates = ['files'];
const contents = 'contents of files are not kept; secrets are found with --scanners secret';

/** Triggers of the gates `files` and `retrieved_files`. */
export const fileTriggers: readonly AnchoreTrigger[] = [
  {
    gates,
    names: ['name_match'],
    parameters: { regex: 'pattern' },
    required: ['regex'],
    judge: ofFiles((parameters, entries) => {
      const isMeant = parameters.pattern('regex') ?? (() => false);
      return entries.filter(({ path, type }) => type !== 'directory' && isMeant(`/${path}`)).map(({ path }) => ({ text: `there is /${path}` }));
    }),
  },
  {
    gates,
    names: ['suid_or_guid_set'],
    parameters: {},
    required: [],
    judge: ofFiles((_, entries) =>
      entries.filter(({ type, mode }) => type === 'file' && (mode & 0o6000) !== 0).map(({ path, mode }) => ({ text: `/${path} has mode ${mode.toString(8)}` })),
    ),
  },
  {
    gates,
    names: ['attribute_match'],
    parameters: { filename: 'text', checksum_algorithm: 'text', checksum: 'text', checksum_match: 'text', mode: 'text', mode_op: ['equals', 'not_equals'], skip_missing: 'boolean' },
    required: ['filename'],
    judge: ofFiles(judgeAttributes),
  },
  unansweredTrigger(gates, ['content_regex_match'], contents),
  unansweredTrigger(['retrieved_files'], ['content_not_available', 'content_regex'], contents),
]; // prettier-ignore

function ofFiles(judge: (parameters: RuleParameters, entries: readonly FileEntry[]) => TriggerAnswer): AnchoreTrigger['judge'] {
  return (parameters, { report }) => {
    const files = report.imageFacts?.files;
    return files === undefined ? { unanswered: 'the files of the target are not known' } : judge(parameters, files.entries);
  };
}

function judgeAttributes(parameters: RuleParameters, entries: readonly FileEntry[]): TriggerAnswer {
  const name = parameters.text('filename') ?? '';
  const found = entries.find(({ path }) => `/${path}` === name);
  if (found === undefined) return parameters.boolean('skip_missing') === true ? [] : [{ text: `there is no ${name}` }];
  if (parameters.has('checksum')) return { unanswered: 'checksums of files are not kept' };
  const wanted = Number.parseInt(parameters.text('mode') ?? '', 8);
  if (Number.isNaN(wanted)) return { unanswered: 'the rule has no mode' };
  const isEqual = (found.mode & 0o7777) === (wanted & 0o7777);
  return isEqual === (parameters.text('mode_op') !== 'not_equals') ? [{ text: `${name} has mode ${found.mode.toString(8)}` }] : [];
}
