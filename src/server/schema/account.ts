import { z } from 'zod';
import { roles } from '../auth/access.ts';
import { time } from './page.ts';

const name = z.string().regex(/^[a-z0-9][a-z0-9._@-]{0,63}$/, 'must be 1 to 64 of a-z, 0-9, dot, underscore, hyphen and @');

export const project = z.strictObject({ name: z.string(), createdAt: time, images: z.int() }).meta({ id: 'Project' });
export const newProject = z.strictObject({
  name: z.string().regex(/^[\w][\w .\-"'\\/]{0,99}$/, 'must be 1 to 100 characters and begin with a letter or digit'),
});

export const token = z
  .strictObject({
    id: z.int(),
    name: z.string(),
    role: z.enum(roles),
    isAdmin: z.boolean(),
    project: z.string().optional().describe('Absent for all projects'),
    createdBy: z.string(),
    createdAt: time,
    expiresAt: time.optional(),
    usedAt: time.optional(),
    isRevoked: z.boolean(),
  })
  .meta({ id: 'Token' });
export const newToken = z.strictObject({
  name: z.string().min(1).max(100),
  role: z.enum(roles).default('viewer'),
  project: z.string().max(100).optional().describe('The only project that it may be used in'),
  isAdmin: z.boolean().default(false),
  expiresInDays: z.int().min(1).max(3_650).default(365),
});
export const madeToken = z.strictObject({ id: z.int(), token: z.string().describe('Shown once') }).meta({ id: 'MadeToken' });

export const account = z
  .strictObject({
    name: z.string(),
    isAdmin: z.boolean(),
    isDisabled: z.boolean(),
    createdAt: time,
    roles: z.array(z.strictObject({ project: z.string(), role: z.enum(roles) })),
  })
  .meta({ id: 'Account' });
/** NIST SP 800-63B: length, and no rules about kinds of characters. */
const password = z.string().min(12, 'must be at least 12 characters').max(256);
export const newAccount = z.strictObject({
  name,
  password,
  isAdmin: z.boolean().default(false),
  roles: z
    .array(z.strictObject({ project: z.string().max(100), role: z.enum(roles) }))
    .max(1_000)
    .default([]),
});
export const accountChange = z.strictObject({
  password: password.optional(),
  isAdmin: z.boolean().optional(),
  isDisabled: z.boolean().optional(),
  roles: z
    .array(z.strictObject({ project: z.string().max(100), role: z.enum(roles) }))
    .max(1_000)
    .optional(),
});
export const login = z.strictObject({ name: z.string().max(100), password: z.string().max(256) });
export const session = z
  .strictObject({
    name: z.string(),
    isAdmin: z.boolean(),
    formToken: z
      .string()
      .optional()
      .describe('To be sent as `x-pratique-form` with each request that changes something, where a cookie logs in'),
    roles: z.array(z.strictObject({ project: z.string(), role: z.enum(roles) })),
  })
  .meta({ id: 'Session' });
export const accountName = name;

export const auditEntry = z
  .strictObject({
    id: z.string(),
    at: time,
    actor: z.string(),
    action: z.string(),
    subject: z.string(),
    project: z.string().optional(),
    detail: z.record(z.string(), z.unknown()),
    hash: z.string(),
  })
  .meta({ id: 'AuditEntry' });
