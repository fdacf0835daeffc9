export const SEVERITIES = ['low', 'medium', 'high', 'critical'] as const;

export type Severity = (typeof SEVERITIES)[number];

/** Negative when `a` is less severe than `b`. */
export function compareSeverity(a: Severity, b: Severity): number {
  return SEVERITIES.indexOf(a) - SEVERITIES.indexOf(b);
}

export function mostSevere(severities: readonly Severity[], fallback: Severity): Severity {
  return (
    severities.reduce<Severity | undefined>(
      (worst, next) => (worst && compareSeverity(worst, next) >= 0 ? worst : next),
      undefined,
    ) ?? fallback
  );
}
