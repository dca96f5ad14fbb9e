/** Whether a manifest still has actions of Helm in it, whose results are known only when the chart is rendered. Helm, "Template Functions and Pipelines". */
export function isHelmTemplate(text: string): boolean {
  return /\{\{-?\s*(?:[$(]?\.(?:Values|Release|Chart|Capabilities|Files|Template)\b|(?:include|template|tpl|define)\s+["$(]|(?:if|range|with|toYaml|default|required)\s+[^}]*\.(?:Values|Release|Chart|Capabilities)\b)/.test(
    text,
  );
}
