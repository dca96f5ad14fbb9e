import { findInstructions } from '../find-instruction.ts';
import { type ImageRule } from '../image-rule.ts';

export const addFromUrl: ImageRule = {
  id: 'add-from-url',
  kind: 'misconfiguration',
  title: 'ADD downloads a file that is not verified',
  rationale: 'Whoever controls the server or the connection decides what the image contains, and a rebuild may give another file.',
  remediation: 'Use ADD --checksum=sha256:… URL, or download and verify the file in a RUN of a build stage.',
  severity: 'medium',
  references: ['https://docs.docker.com/reference/dockerfile/#add---checksum'],
  aliases: ['CIS-DI-0009', 'CIS-4.9'],
  examples: {
    bad: ['ADD https://example.org/tool.tar.gz /opt/', 'ADD --chown=1:1 http://example.org/a /a'],
    good: ['ADD --checksum=sha256:aa https://example.org/tool.tar.gz /opt/', 'COPY tool /opt/tool', 'ADD rootfs.tar.gz /', 'ADD https://github.com/org/repo.git#v1 /src'],
  },
  *check({ config }) {
    for (const { at, text } of findInstructions(config.history, 'ADD')) {
      const words = text.split(' ').slice(1);
      if (words.some((word) => word.startsWith('--checksum='))) continue;
      // A repository is fetched by its commit or tag, and BuildKit verifies what git gives.
      const url = words.find((word) => /^(?:https?|ftp):\/\//i.test(word) && !/\.git(?:#|$)/.test(word));
      if (url !== undefined)
        yield { message: `ADD downloads ${url} without a checksum`, setting: `history[${at}]`, instruction: text, key: url };
    }
  },
}; // prettier-ignore
