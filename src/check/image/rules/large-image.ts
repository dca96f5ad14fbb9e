import { type FileRule } from '../image-rule.ts';
import { formatBytes } from '../format-bytes.ts';

const largeBytes = 1e9;

export const largeImage: FileRule = {
  id: 'large-image',
  kind: 'misconfiguration',
  title: 'The image is large',
  rationale: 'A large image takes long to pull, and most of what makes it large is not needed at run time and has flaws of its own.',
  remediation: 'Use a slim base, and copy only the result of the build into the final stage.',
  severity: 'negligible',
  references: ['https://docs.docker.com/build/building/best-practices/#use-multi-stage-builds'],
  aliases: [],
  examples: { bad: ['FILE 644 a 600MB\nRUN b\nFILE 644 b 500MB'], good: ['FILE 644 a 600MB'] },
  *check({ layers }) {
    const bytes = layers.reduce((sum, { uncompressedBytes }) => sum + uncompressedBytes, 0);
    if (bytes <= largeBytes) return;
    const largest = layers.reduce((best, layer, at) => (layer.uncompressedBytes > layers[best]!.uncompressedBytes ? at : best), 0);
    yield {
      message: `the layers are ${formatBytes(bytes)} unpacked; layer ${largest} alone is ${formatBytes(layers[largest]!.uncompressedBytes)}`,
    };
  },
};
