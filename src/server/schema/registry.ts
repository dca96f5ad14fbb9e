import { z } from 'zod';

export const registryCredential = z
  .strictObject({ project: z.string(), host: z.string(), username: z.string() })
  .meta({ id: 'RegistryCredential' });

export const newRegistryCredential = z.strictObject({
  host: z.string().min(1).max(300).describe('Of the registry, with its port: the credentials go to exactly this host'),
  username: z.string().min(1).max(300),
  password: z.string().min(1).max(10_000).describe('Stored encrypted, and never shown'),
  project: z.string().max(100).default('default'),
});
