import { type Violation } from '../../../../model/rule.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { finalStage, lineage } from '../../find/steps.ts';
import { atStep } from '../../find/violation.ts';

export const manyLayers: DockerfileRule = {
  id: 'many-layers',
  kind: 'misconfiguration',
  title: 'The final stage has very many layers',
  rationale: 'Each RUN, COPY and ADD is a layer; what one adds and a later one deletes is still sent with the image.',
  remediation: 'Join commands, and copy folders instead of single files.',
  severity: 'negligible',
  aliases: ['CIS-4.3'],
  references: ['https://docs.docker.com/build/building/best-practices/#use-multi-stage-builds'],
  examples: {
    bad: [
      'FROM debian:12\nRUN 1\nRUN 2\nRUN 3\nRUN 4\nRUN 5\nRUN 6\nRUN 7\nRUN 8\nRUN 9\nRUN 10\nRUN 11\nRUN 12\nRUN 13\nRUN 14\nRUN 15\nRUN 16\nRUN 17\nRUN 18\nRUN 19\nRUN 20\nRUN 21\nRUN 22\nRUN 23\nRUN 24\nRUN 25\nRUN 26\nRUN 27\nRUN 28\nRUN 29\nRUN 30\nRUN 31',
    ],
    good: ['FROM debian:12\nRUN make'],
  },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  const stage = finalStage(subject);
  if (stage?.from === undefined) return;
  let count = 0;
  for (const each of lineage(stage))
    count += each.steps.filter(({ keyword, isTrigger }) => !isTrigger && layerKeywords.has(keyword)).length;
  if (count > mostLayers) yield atStep(subject, stage.from, `${count} instructions add layers to the final image`, { key: 'layers' });
}

const layerKeywords: ReadonlySet<string> = new Set(['RUN', 'COPY', 'ADD']);
const mostLayers = 30;
