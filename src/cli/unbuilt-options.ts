/** What to do instead of an option of a scan that other scanners have and this one has not got yet. */
export const unbuiltOptions: ReadonlyMap<string, string> = new Map([
  ['--scanners', 'leave it out: known vulnerabilities are what is looked for so far'],
  ['--security-checks', 'leave it out: known vulnerabilities are what is looked for so far'],
  ['--pkg-types', 'leave it out: packages of the system and of npm are both looked at; --only-package names single ones'],
  ['--vuln-type', 'leave it out: packages of the system and of npm are both looked at; --only-package names single ones'],
  ['--ignorefile', 'leave it out: findings cannot be set aside so far; --severity and --ignore-unfixed narrow what counts'],
  ['--skip-dirs', 'leave it out: the whole image is read, and what a file takes is bounded'],
  ['--skip-files', 'leave it out: the whole image is read, and what a file takes is bounded'],
  ['--timeout', 'leave it out: a scan has no limit of its own, and a registry that falls silent is given up'],
  ['--db-repository', 'pratique db update --from URL, and --db DIRECTORY'],
  ['--exit-on-eol', 'leave it out: a release past its end of life is told as less certain'],
  ['--fail-on', '--severity LIST --exit-code 1, with every severity that fails'],
  ['--severity-threshold', '--severity LIST --exit-code 1, with every severity that fails'],
  ['--template', '--format json, and a program such as jq'],
]);
