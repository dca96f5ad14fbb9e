import { expect, it } from 'vitest';
import { isHelmTemplate } from './is-helm-template.ts';

it.each([
  'name: {{ .Release.Name }}',
  'name: {{ include "web.fullname" . }}',
  '{{- if .Values.enabled }}',
  '{{- range $key, $value := .Values.env }}',
  'replicas: {{ default 1 .Values.replicas }}',
  '{{ $.Values.image }}',
])('is one: %s', (text) => {
  expect(isHelmTemplate(text)).toBe(true);
});

it.each([
  'summary: "{{ $labels.instance }} is down"',
  'args: ["{{inputs.parameters.message}}"]',
  'text: "{{ if eq .Status \\"firing\\" }}x{{ end }}"',
  'image: nginx:1.27',
])('is none: %s', (text) => {
  expect(isHelmTemplate(text)).toBe(false);
});
