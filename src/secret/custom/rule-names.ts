/** What rules are called: by us and by other tools. */
export interface NamedRule {
  readonly id: string;
  readonly aliases: readonly string[];
}

/** Whether one of the names is a rule's: `github-pat`, or as an alias has it with its tool, `gitleaks:github-pat`. */
export function isNamed({ id, aliases }: NamedRule, names: readonly string[]): boolean {
  return names.includes(id) || aliases.some((alias) => names.includes(alias) || names.includes(alias.slice(alias.indexOf(':') + 1)));
}
