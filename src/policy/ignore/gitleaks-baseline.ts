import { split } from './grype-yaml.ts';
import { secretEntry } from './gitleaksignore.ts';
import { type IgnoreFormat } from './ignore-format.ts';
import { parseIgnoreYaml } from './parse-ignore-yaml.ts';

/** A JSON report of gitleaks that serves as its baseline: everything in it is known. */
export const gitleaksBaseline: IgnoreFormat = {
  id: 'gitleaks-baseline',
  title: 'gitleaks report (baseline)',
  fileNames: [],
  looksLike: (text) => /^\s*\[/.test(text) && /"RuleID"\s*:/.test(text),
  read(text, file) {
    return split(
      parseIgnoreYaml(text)
        .list()
        .map((item) => {
          const members = item.entries();
          const get = (name: string): string => String(members.get(name)?.scalar() ?? '');
          const [rule, path, line, commit] = [get('RuleID'), get('File'), Number(get('StartLine')), get('Commit')];
          const origin = `${file}:${item.line}`;
          if (rule === '' || path === '' || !Number.isInteger(line)) throw item.fault('has no RuleID, File and StartLine');
          if (commit !== '')
            return {
              origin,
              message: `${rule} in ${path} of commit ${commit.slice(0, 12)} is about history, which an image does not have`,
            };
          return secretEntry(rule, path, line, origin, 'in the baseline');
        }),
    );
  },
};
