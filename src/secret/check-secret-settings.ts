import { type Checked, type ImageDescription } from '../model/checker.ts';
import { type Exposure, type RuleFinding } from '../model/finding.ts';
import { readableInstruction } from '../model/readable-instruction.ts';
import { makeRuleFinding } from '../model/rule-finding.ts';
import { builtInRuleSet } from './built-in-rule-set.ts';
import { describeMatch, excerptOf } from './check-secret-files.ts';
import { SecretStream } from './engine/secret-stream.ts';
import { maskSecrets, settingsPath } from './mask-secrets.ts';
import { ruleDescriber, type RulesInUse } from './rules-in-use.ts';

interface Setting {
  readonly setting: string;
  readonly text: string;
  readonly exposure: Exposure;
  readonly instruction?: string;
}

/** The secrets in what an image says of itself: environment, labels, commands, and the history with its build arguments. */
export function checkSecretSettings({ config }: Pick<ImageDescription, 'config'>, rules?: RulesInUse): Checked {
  const findings: RuleFinding[] = [];
  // The history repeats what the configuration has; values are held for as long as this takes.
  const known = new Set<string>();
  for (const setting of settingsOf(config)) findings.push(...findInSetting(setting, known, rules));
  return { findings, issues: [] };
}

function* settingsOf(config: ImageDescription['config']): Iterable<Setting> {
  for (const [at, text] of config.env.entries())
    yield { setting: `config.Env[${at}]`, text, exposure: 'config', ...instructionOf(config, 'ENV', text) };
  for (const [name, value] of config.labels)
    yield {
      setting: `config.Labels[${JSON.stringify(name)}]`,
      text: `${name}=${value}`,
      exposure: 'config',
      ...instructionOf(config, 'LABEL', name),
    };
  if (config.entrypoint.length > 0) yield { setting: 'config.Entrypoint', text: config.entrypoint.join(' '), exposure: 'config' };
  if (config.cmd.length > 0) yield { setting: 'config.Cmd', text: config.cmd.join(' '), exposure: 'config' };
  for (const [at, { createdBy, comment }] of config.history.entries()) {
    const text = [createdBy, comment].filter((part) => part !== undefined).join('\n');
    if (text !== '') yield { setting: `history[${at}]`, text, exposure: 'history', instruction: readableInstruction(createdBy ?? '') };
  }
}

/** The last instruction of the history that sets a name. */
function instructionOf({ history }: ImageDescription['config'], verb: string, text: string): Pick<Setting, 'instruction'> {
  const [name = ''] = text.split('=', 1);
  const instructions = history.map(({ createdBy = '' }) => readableInstruction(createdBy));
  const instruction = instructions.findLast((each) => each.startsWith(`${verb} `) && each.split(/[\s"=]+/).includes(name));
  return instruction === undefined ? {} : { instruction };
}

function* findInSetting(
  { setting, text, exposure, instruction }: Setting,
  known: Set<string>,
  rules: RulesInUse | undefined,
): Iterable<RuleFinding> {
  const describe = ruleDescriber(rules?.settings);
  const bytes = Buffer.from(text);
  for (const { start, end, match } of SecretStream.locateIn(rules?.ruleSet ?? builtInRuleSet(), settingsPath, bytes)) {
    const rule = describe(match.ruleId);
    const value = bytes.toString('latin1', start, end);
    if (rule === undefined || known.has(value)) continue;
    known.add(value);
    const finding = makeRuleFinding(rule, {
      message: describeMatch(rule, match),
      setting,
      exposure,
      excerpt: excerptOf(match),
      ...(instruction === undefined ? {} : { instruction: maskSecrets(instruction, rules?.ruleSet) }),
      ...(match.severity === undefined ? {} : { severity: match.severity }),
      key: match.name ?? '',
    });
    yield match.allowed === undefined ? finding : { ...finding, suppression: match.allowed };
  }
}
