import { FRAMEWORK_NAMES, type FrameworkIds } from '../../shared/core/controls.ts';
import type { Known } from '../../shared/core/known-frameworks.ts';
import { CIS } from './benchmarks.ts';
import type { Entry } from './formats.ts';

export function knownIn(controls: ReadonlyMap<string, FrameworkIds>, entries: readonly Entry[]): Known {
  const frameworks = FRAMEWORK_NAMES.map((name) => {
    const counts = new Map<string, number>();
    for (const ids of controls.values()) for (const id of ids[name] ?? []) counts.set(id, (counts.get(id) ?? 0) + 1);
    const sorted = [...counts].sort(([a], [b]) => byNumber(a, b));
    return [name, { ...CIS[name], ids: Object.fromEntries(sorted) }];
  });
  return {
    first: entries
      .filter(({ priority }) => priority === 1)
      .map(({ slug }) => slug)
      .sort(),
    frameworks: Object.fromEntries(frameworks) as Known['frameworks'],
  };
}

const { compare: byNumber } = new Intl.Collator('en', { numeric: true });
