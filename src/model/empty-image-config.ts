import { type ImageConfig } from './image.ts';

/** Of what has none, such as a directory or an SBOM. */
export const emptyImageConfig: ImageConfig = {
  env: [],
  entrypoint: [],
  cmd: [],
  exposedPorts: [],
  volumes: [],
  labels: new Map(),
  hasHealthcheck: false,
  history: [],
  diffIds: [],
};
