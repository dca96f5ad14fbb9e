import { type ImageRule } from '../image-rule.ts';

const manyLayersCount = 40;

export const manyLayers: ImageRule = {
  id: 'many-layers',
  kind: 'misconfiguration',
  title: 'The image has many layers',
  rationale:
    'Every layer costs a request and a directory when the image is pulled, and what one layer adds and another deletes is pulled too.',
  remediation: 'Join RUN instructions that belong together, and build in a stage of its own from which COPY takes the result.',
  severity: 'negligible',
  references: ['https://docs.docker.com/build/building/best-practices/'],
  aliases: [],
  examples: { bad: [Array.from({ length: 41 }, (_, at) => `RUN step ${at}`).join('\n')], good: ['RUN a\nRUN b'] },
  *check({ layers }) {
    if (layers.length > manyLayersCount) yield { message: `the image has ${layers.length} layers`, setting: 'rootfs.diff_ids' };
  },
};
