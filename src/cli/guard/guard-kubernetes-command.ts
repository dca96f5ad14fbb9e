import { type Command } from '../command.ts';
import { guardOptions } from './guard-options.ts';

export const guardKubernetesCommand: Command = {
  name: 'guard kubernetes',
  summary: 'refuse pods that the policy refuses, as an admission webhook',
  description: [
    'Answers AdmissionReview v1 over TLS for pods, their ephemeral containers and every kind that makes pods: /validate decides, /mutate also writes the digests of verified images into the object. The section guard of pratique.yaml says what is let through, as for "guard docker"; images are those in their registries. Containers that an update does not change are not judged again.',
    'deploy/kubernetes/guard-webhook.yaml has the configuration for the API server. What happens while the guard is not running is its failurePolicy: Fail refuses.',
  ],
  arguments: [],
  options: [
    { name: 'listen', value: 'HOST:PORT', meaning: 'address to listen on', default: '0.0.0.0:8443' },
    { name: 'tls-cert', value: 'FILE', meaning: 'certificate of the server and those above it (PEM); read again when it changes', completes: 'file' },
    { name: 'tls-key', value: 'FILE', meaning: 'its key (PEM)', completes: 'file' },
    { name: 'config', value: 'FILE', meaning: 'configuration file', default: '$PRATIQUE_CONFIG, then pratique.yaml', completes: 'file' },
    ...guardOptions.filter(({ name }) => !['config', 'tls-cert', 'tls-key', 'listen'].includes(name)),
  ],
  examples: [
    { line: 'pratique guard kubernetes --tls-cert tls.crt --tls-key tls.key', does: 'answer the API server, by pratique.yaml' },
  ],
  run: async (input, context) => (await import('./run-guard-kubernetes.ts')).runGuardKubernetes(input, context),
}; // prettier-ignore
