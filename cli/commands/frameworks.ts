import { nearest } from '../../shared/config/nearest.ts';
import { FRAMEWORK_NAMES, type Framework, frameworkCalled } from '../../shared/core/controls.ts';
import { UsageError } from '../errors.ts';
import type { Configured } from './settings.ts';

/**
 * The frameworks that an option names: one or several, separated by commas.
 * @throws {UsageError} with the nearest name.
 */
export function frameworksIn(given: readonly string[]): readonly Framework[] {
  const names = given
    .flatMap((each) => each.split(','))
    .map((name) => name.trim())
    .filter(Boolean);
  if (names.length === 0) throw new UsageError('--framework names no framework');
  return [...new Set(names.map(frameworkIn))];
}

function frameworkIn(name: string): Framework {
  const framework = frameworkCalled(name.toLowerCase());
  if (framework) return framework;
  // `cis5` means cis-5.0: dashes and points are what people leave out.
  const byLetters = new Map(FRAMEWORK_NAMES.map((each) => [lettersOf(each), each]));
  const near = name.length < 3 ? undefined : byLetters.get(nearest(lettersOf(name), [...byLetters.keys()]) ?? '');
  throw new UsageError(
    `there is no framework ${name}; ${near ? `did you mean ${near}?` : `there are ${FRAMEWORK_NAMES.join(', ')}`}`,
  );
}

function lettersOf(name: string): string {
  return name.toLowerCase().replace(/[^a-z\d]/g, '');
}

/** With the ids of these frameworks, instead of those of the settings. */
export function onlyFrameworks(configured: Configured, given: readonly string[]): Configured {
  return { ...configured, settings: { ...configured.settings, frameworks: frameworksIn(given) } };
}
