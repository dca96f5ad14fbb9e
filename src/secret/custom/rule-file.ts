import { type BuiltInChoice, type CustomSecretRule, type SecretAllowance } from '../../model/secret-settings.ts';

/** What a file about secrets says. */
export interface RuleFile {
  readonly rules: readonly CustomSecretRule[];
  readonly allowances: readonly SecretAllowance[];
  readonly builtIn: BuiltInChoice;
  /** What has no counterpart here, as sentences with `file:line`: nothing is left out in silence. */
  readonly notes: readonly string[];
}

/** A kind of file in which another tool keeps rules about secrets. */
export interface RuleFileFormat {
  readonly id: 'gitleaks' | 'trivy';
  /** As people call it. */
  readonly title: string;
  readonly looksLike: (path: string) => boolean;
  /** Throws RuleFileFault or a YamlError or TomlFault. `file` is the name for messages. */
  readonly read: (text: string, file: string) => RuleFile;
}

/** What is wrong in such a file, and where; lines and columns count from 1. */
export class RuleFileFault extends Error {
  override readonly name = 'RuleFileFault';
  readonly line: number;
  readonly column = 1;
  readonly meant: string | undefined;

  constructor(message: string, line: number, meant?: string) {
    super(message);
    this.line = line;
    this.meant = meant;
  }
}

/** Without a file: every built-in rule and nothing else. */
export const noRuleFile: RuleFile = { rules: [], allowances: [], builtIn: { except: [] }, notes: [] };
