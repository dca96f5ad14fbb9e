import { z } from 'zod';
import { contentKinds } from '../../model/content-kinds.ts';
import { isDigest, type Digest } from '../../model/digest.ts';
import { issueCodes, type IssueCode } from '../../model/issue-codes.ts';
import { limits } from '../../model/limits.ts';

const text = z.string().max(64 * 1_024);
const texts = z.array(text).max(limits.labels);
const digest = z.custom<Digest>((value) => isDigest(value), 'must be a digest');
const name = z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in hexadecimal');

/** Names a layer index of one project. */
export const indexName = name;

const platform = z.strictObject({
  os: z.string().max(100),
  architecture: z.string().max(100),
  variant: z.string().max(100).exactOptional(),
  osVersion: z.string().max(100).exactOptional(),
});

const issue = z.strictObject({
  code: z.custom<IssueCode>((value) => typeof value === 'string' && Object.hasOwn(issueCodes, value), 'must be a code of an issue'),
  severity: z.enum(['warning', 'error']),
  message: text,
  origin: text,
  path: text.exactOptional(),
  layerIndex: z.int().min(0).exactOptional(),
  contentKind: z.enum(contentKinds).exactOptional(),
});

const config = z.strictObject({
  created: text.exactOptional(),
  author: text.exactOptional(),
  user: text.exactOptional(),
  env: texts,
  entrypoint: texts,
  cmd: texts,
  workingDirectory: text.exactOptional(),
  exposedPorts: texts,
  volumes: texts,
  labels: z.array(z.tuple([text, text])).max(limits.labels),
  stopSignal: text.exactOptional(),
  hasHealthcheck: z.boolean(),
  history: z
    .array(
      z.strictObject({
        created: text.exactOptional(),
        createdBy: z.string().exactOptional(),
        comment: text.exactOptional(),
        isEmptyLayer: z.boolean(),
      }),
    )
    .max(10_000),
  diffIds: z.array(digest).max(limits.layers),
});

const layer = z.strictObject({
  name,
  index: z.int().min(0),
  digest: digest.exactOptional(),
  isInManifest: z.literal(true).exactOptional(),
  diffId: digest.exactOptional(),
  chainId: digest.exactOptional(),
  mediaType: z.string().max(1_000).exactOptional(),
  size: z.int().min(0).exactOptional(),
  createdBy: z.string().exactOptional(),
});

/** What `pratique scan --server` says of an image; `SubmittedImage` of src/scan/submission.ts. */
export const submittedImage = z.strictObject({
  name: z.string().min(1).max(4_096),
  scheme: z.string().regex(/^[a-z-]{1,40}$/),
  references: z.array(z.string().max(4_096)).max(1_000).exactOptional(),
  manifestDigest: digest.exactOptional(),
  configDigest: digest.exactOptional(),
  platform,
  config,
  layers: z
    .array(layer)
    .max(limits.layers)
    .refine((layers) => layers.every(({ index }, at) => index === at), 'must be in order, with the index of each'),
  attestationCount: z.int().min(0).exactOptional(),
  connection: z.literal('unverified').exactOptional(),
  issues: z.array(issue).max(10_000),
});

export const submissionState = z
  .strictObject({
    missing: z.array(name).describe('Layer indexes that the project lacks. Send them, then submit again'),
    submission: z
      .strictObject({ id: z.uuid().describe('For `GET /api/v1/submissions/{id}/report`'), job: z.uuid() })
      .optional()
      .describe('Absent while indexes are missing'),
  })
  .meta({ id: 'SubmissionState' });
