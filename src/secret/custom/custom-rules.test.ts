import { describe, expect, it } from 'vitest';
import { type SecretSettings } from '../../model/secret-settings.ts';
import { type FileEntry } from '../../model/file-entry.ts';
import { SecretStream } from '../engine/secret-stream.ts';
import { type SecretFact } from '../secret-fact.ts';
import { secretInspector } from '../secret-inspector.ts';
import { customRuleSet } from './custom-rule-set.ts';
import { joinRuleFiles } from './join-rule-files.ts';
import { decodeSecretSection, readSecretRules } from './read-secret-rules.ts';

const token = 'acme_0123456789abcdef0123456789abcdef';

/** Settings of a `secrets` section. */
function settings(section: string): SecretSettings {
  return joinRuleFiles([decodeSecretSection(`secrets:\n${section.replace(/^/gm, '  ')}`, 'pratique.yaml')!]);
}

const acme = "rules:\n  - id: acme-token\n    regex: 'acme_([a-z0-9]{32})'\n";

function find(section: string, text: string, path = 'app/.env'): ReturnType<typeof SecretStream.findIn>['matches'] {
  return SecretStream.findIn(customRuleSet(settings(section)), path, Buffer.from(text)).matches;
}

describe('a rule of a user', () => {
  it('finds the group of its pattern, shows nothing of it, and knows the name before it', () => {
    expect(find(acme, `a\nACME_TOKEN=${token}\n`)).toEqual([{ ruleId: 'acme-token', line: 2, column: 17, endColumn: 49, excerpt: '****' }]);
    expect(find("rules:\n  - id: whole\n    regex: 'acme_[a-z0-9]{32}'\n", `A_KEY=${token}`)).toMatchObject([
      { ruleId: 'whole', column: 7, name: 'A_KEY' },
    ]);
  });

  it('finds every match near a keyword, and none where the keyword is not', () => {
    const rule = "rules:\n  - {id: hex, regex: '[0-9a-f]{16}', keywords: [internal]}\n";
    const hex = ['0123456789abcdef', 'fedcba9876543210'];
    expect(find(rule, `internal: ${hex.join(' ')}`)).toHaveLength(2);
    expect(find(rule, hex.join(' '))).toEqual([]);
  });

  it('without keywords is looked for in all text, wherever the pieces of it end', () => {
    const set = customRuleSet(settings("rules:\n  - {id: hex, regex: '\\b[0-9A-F]{16}\\b'}\n"));
    const text = Buffer.from(`${'nothing here\n'.repeat(20_000)}0123456789ABCDEF\n${'nor here\n'.repeat(3_000)}`);
    const whole = SecretStream.findIn(set, 'a', text);
    expect(whole.matches).toEqual([{ ruleId: 'hex', line: 20_001, column: 1, endColumn: 17, excerpt: '****' }]);
    const stream = new SecretStream(set, 'a');
    for (let at = 0; at < text.length; at += 999) stream.write(text.subarray(at, at + 999));
    expect(stream.end()).toEqual(whole);
  });

  it('is held to its path, its entropy and its group', () => {
    const rule = (more: string): string => `rules:\n  - {id: k, regex: 'key=((\\w{4})\\w+)', ${more}}\n`;
    expect(find(rule("path: '\\.env$'"), 'key=abcdefgh')).toHaveLength(1);
    expect(find(rule("path: '\\.json$'"), 'key=abcdefgh')).toEqual([]);
    expect(find(rule('entropy: 2.9'), 'key=abcdefgh')).toHaveLength(1);
    expect(find(rule('entropy: 3'), 'key=abcdefgh')).toEqual([]);
    expect(find(rule('group: 2'), 'key=abcdefgh')).toMatchObject([{ column: 5, endColumn: 9 }]);
  });

  it('takes the place of a built-in rule of its name, and stands beside the others', () => {
    const section = "rules:\n  - {id: npm-access-token, regex: 'internal_npm_[0-9]+'}\n";
    const set = customRuleSet(settings(section));
    const known = new Set(set.byKeyword.flatMap(({ rules }) => rules.map(({ rule }) => rule.id)));
    expect(known.has('github-pat')).toBe(true);
    expect(find(section, 'internal_npm_123')).toMatchObject([{ ruleId: 'npm-access-token' }]);
  });
});

describe('built-in rules', () => {
  const jwtLike = 'AKIAIOSFODNN7ABCDEFG';
  const idsOf = (section: string): ReadonlySet<string> =>
    new Set(customRuleSet(settings(section)).byKeyword.flatMap(({ rules }) => rules.map(({ rule }) => rule.id)));

  it('are turned off by their own name and by that of another tool', () => {
    expect(idsOf('disable: [github-pat, "gitleaks:npm-access-token"]\n').has('github-pat')).toBe(false);
    expect(idsOf('disable: [npm-access-token]\n').has('npm-access-token')).toBe(false);
    expect(idsOf('disable: [github-pat]\n').has('npm-access-token')).toBe(true);
  });

  it('are chosen with only', () => {
    expect([...idsOf('only: [github-pat]\n')]).toEqual(['github-pat']);
    expect(idsOf('only: []\n').size).toBe(0);
    expect(find('only: []\n', `key = ${jwtLike}`)).toEqual([]);
  });
});

describe('what may stay', () => {
  const allow = (rest: string): string => `${acme}allow:\n  - {reason: made up, ${rest}}\n`;
  const suppression = { reason: 'made up', origin: expect.stringMatching(/^pratique\.yaml:\d+$/) as string };

  it.each([
    ["regexes: ['^0123']"],
    ["regexes: ['acme_'], target: match"],
    ["regexes: ['^ACME'], target: line"],
    ["paths: ['(^|/)\\.env$']"],
    ['stopwords: [ABCDEF]'],
    ["rules: [acme-token], paths: ['app/'], regexes: ['^0123'], all: true"],
  ])('%s', (rest) => {
    expect(find(allow(rest), `ACME=${token}`)).toMatchObject([{ ruleId: 'acme-token', allowed: suppression }]);
  });

  it.each([
    ["regexes: ['^acme_']"],
    ["paths: ['\\.json$']"],
    ['rules: [other], stopwords: [abcdef]'],
    ["paths: ['app/'], regexes: ['^none'], all: true"],
  ])('%s does not apply', (rest) => {
    expect(find(allow(rest), `ACME=${token}`)).toEqual([expect.not.objectContaining({ allowed: expect.anything() as unknown })]);
  });

  it('covers built-in rules too', () => {
    const section = "allow:\n  - {reason: rotated, rules: ['gitleaks:aws-access-token'], paths: ['^app/']}\n";
    const found = find(section, 'aws_access_key_id = AKIAQYLPMN5HFIQR7XYA\n');
    expect(found).toMatchObject([{ allowed: { reason: 'rotated', origin: 'pratique.yaml:3' } }]);
  });
});

describe('a rule about paths alone', () => {
  const section = "rules:\n  - {id: kdb, path: '\\.kdb$'}\nallow:\n  - {reason: for tests, paths: ['^test/']}\n";

  it.each([
    [
      'etc/vault.kdb',
      Buffer.from([0, 1, 2, 3, 0, 255, 0, 1, 2, 3, 4, 5, 6]),
      [{ ruleId: 'kdb', line: 1, column: 1, endColumn: 1, excerpt: '' }],
    ],
    ['etc/vault.kdb', Buffer.from('text of a vault\n'), [{ ruleId: 'kdb', line: 1, column: 1, endColumn: 1, excerpt: '' }]],
    ['etc/vault.txt', Buffer.from('text of a vault\n'), []],
    [
      'test/vault.kdb',
      Buffer.from('text of a vault\n'),
      [{ ruleId: 'kdb', line: 1, column: 1, endColumn: 1, excerpt: '', allowed: { reason: 'for tests', origin: 'pratique.yaml:5' } }],
    ],
  ])('%s', async (path, content, facts) => {
    expect(await inspect(section, path, content)).toEqual(facts);
  });
});

async function inspect(section: string, path: string, content: Buffer): Promise<readonly SecretFact[]> {
  const inspector = await secretInspector.configure!(settings(section));
  const entry = { path, type: 'file', size: content.length } as FileEntry;
  if (!inspector.wants(entry, content)) return [];
  const inspection = inspector.open(entry);
  inspection.write(content);
  return inspection.end(true) as readonly SecretFact[];
}

describe('files of other tools', () => {
  it('gitleaks: rules, allowlists of old and new form, stopwords, disabled rules', () => {
    const toml = [
      '[extend]',
      'useDefault = true',
      'disabledRules = ["generic-api-key"]',
      '[[rules]]',
      'id = "acme"',
      'description = "ACME token"',
      "regex = '''(?i)acme_([a-z0-9]{32})'''",
      'entropy = 3.2',
      'keywords = ["acme_"]',
      '  [[rules.allowlists]]',
      '  description = "zeros"',
      "  regexes = ['''^0+$''']",
      '[allowlist]',
      'description = "lock files"',
      "paths = ['''package-lock\\.json$''']",
      'stopwords = ["sample"]',
    ].join('\n');
    expect(readSecretRules(toml, '.gitleaks.toml')).toEqual({
      rules: [
        {
          id: 'acme',
          title: 'ACME token',
          severity: 'high',
          pattern: '(?i)acme_([a-z0-9]{32})',
          keywords: ['acme_'],
          entropy: 3.2,
          origin: '.gitleaks.toml:4',
        },
      ],
      allowances: [
        {
          reason: 'lock files',
          origin: '.gitleaks.toml:13',
          paths: ['package-lock\\.json$'],
          patterns: [],
          target: 'secret',
          stopWords: ['sample'],
          needsAll: false,
        },
        {
          reason: 'zeros',
          origin: '.gitleaks.toml:4',
          ruleIds: ['acme'],
          paths: [],
          patterns: ['^0+$'],
          target: 'secret',
          stopWords: [],
          needsAll: false,
        },
      ],
      builtIn: { except: ['generic-api-key'] },
      notes: [],
    });
  });

  it('gitleaks: what is not read is told', () => {
    const notes = (text: string): readonly string[] => readSecretRules(text, 'g.toml').notes;
    expect(notes('[extend]\npath = "base.toml"\n')).toEqual([
      'g.toml: extend.path is not followed: give that file with --secret-rules too',
    ]);
    expect(notes('[extend]\nuseDefault = true\n[[rules]]\nid = "github-pat"\nentropy = 5.0\n')).toEqual([
      'g.toml:3: rule "github-pat" changes entropy of another rule, which is not read',
    ]);
    expect(notes("[[rules]]\nid = 'a'\nregex = 'acme_[a-z]+'\n")).toEqual([
      'g.toml: gitleaks would look for these rules alone; the built-in rules apply too. To turn them off: secrets: {only: []} in pratique.yaml',
    ]);
  });

  it('Trivy: rules with a named group, allow rules, chosen and disabled rules', () => {
    const yaml = [
      'enable-builtin-rules: [aws-access-key-id]',
      'disable-rules: [slack-access-token]',
      'rules:',
      '  - id: acme',
      '    category: general',
      '    title: ACME token',
      '    severity: CRITICAL',
      '    path: \\.env$',
      '    keywords: [acme]',
      "    regex: 'acme_(?P<secret>[a-z0-9]{32})'",
      '    secret-group-name: secret',
      '    allow-rules:',
      "      - {id: zeros, description: zeros, regex: '^0+$'}",
      'allow-rules:',
      "  - {id: tests, path: '^test/'}",
      'exclude-block:',
      '  description: blocks',
      "  regexes: ['---.*---']",
    ].join('\n');
    expect(readSecretRules(yaml, 'trivy-secret.yaml')).toEqual({
      rules: [
        {
          id: 'acme',
          title: 'ACME token',
          severity: 'critical',
          path: '\\.env$',
          keywords: ['acme'],
          pattern: 'acme_(?P<secret>[a-z0-9]{32})',
          group: 'secret',
          origin: 'trivy-secret.yaml:4',
        },
      ],
      allowances: [
        {
          reason: 'tests',
          origin: 'trivy-secret.yaml:15',
          paths: ['^test/'],
          patterns: [],
          target: 'secret',
          stopWords: [],
          needsAll: false,
        },
        {
          reason: 'zeros',
          origin: 'trivy-secret.yaml:13',
          ruleIds: ['acme'],
          paths: [],
          patterns: ['^0+$'],
          target: 'secret',
          stopWords: [],
          needsAll: false,
        },
      ],
      builtIn: { except: ['slack-access-token'], only: ['aws-access-key-id'] },
      notes: ['trivy-secret.yaml:16: exclude-block is not read: secrets in such blocks are reported; use allow-rules'],
    });
  });
});

describe('a mistake in rules is told with its place', () => {
  it.each([
    [
      "rules:\n  - {id: a, regex: '(b'}\n",
      'pratique.yaml:3:7: secrets.rules[0]: regex is not a pattern that RE2 reads: missing closing ): `(b`',
    ],
    [
      "rules:\n  - {id: a, regex: '(?=b)'}\n",
      'pratique.yaml:3:7: secrets.rules[0]: regex is not a pattern that RE2 reads: invalid or unsupported Perl syntax: `(?=`',
    ],
    ['rules:\n  - {id: a}\n', 'pratique.yaml:3:7: secrets.rules[0]: regex is missing, and there is no path'],
    ["rules:\n  - {id: a, regex: 'abcd', group: 1}\n", 'pratique.yaml:3:7: secrets.rules[0]: group is 1, which the pattern does not have'],
    [
      "rules:\n  - {id: a, regex: 'abcd', keywords: [x]}\n",
      'pratique.yaml:3:7: secrets.rules[0]: keywords have "x", which is not 2 to 64 characters of ASCII',
    ],
    ["rules:\n  - {id: a, regexp: 'abcd'}\n", 'pratique.yaml:3:15: secrets.rules[0] has no setting "regexp"'],
    ['allow:\n  - {reason: none}\n', 'pratique.yaml:3:7: secrets.allow[0]: it allows nothing: it has no path, no pattern and no word'],
    ["rules:\n  - {id: a, regex: 'abcd'}\n  - {id: a, regex: 'abcd'}\n", 'two rules are called "a": pratique.yaml:3 and pratique.yaml:4'],
  ])('%j', (section, message) => {
    expect(() => settings(section)).toThrow(message);
  });

  it('of gitleaks', () => {
    expect(() => readSecretRules("\n[[rules]]\nid = 'a'\nregex = '(b'\n", 'g.toml')).toThrow(
      'g.toml:2:1: rule "a": regex is not a pattern',
    );
    expect(() => readSecretRules('rules = 1\n', 'g.toml')).toThrow('g.toml:1:1: rules is not a list of tables');
    expect(() => readSecretRules('[[rules]\n', 'g.toml')).toThrow('g.toml:1:');
  });
});
