import { nearest } from '../shared/config/nearest.ts';

/**
 * One sentence for each parameter that does not exist. The framework ignores them.
 * @param onCommandLine What follows `--param`: `name=value`.
 * @param inFile `params` of `serverless.yml`: names and values by stage.
 */
export function unknownParams(
  onCommandLine: readonly string[],
  inFile: Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>,
): readonly string[] {
  const known = Object.keys(inFile['default'] ?? {});
  const given = [
    ...onCommandLine.map((text) => text.split('=')[0] ?? ''),
    ...Object.values(inFile).flatMap((ofStage) => Object.keys(ofStage ?? {})),
  ];
  return [...new Set(given)]
    .filter((name) => !known.includes(name))
    .map((name) => {
      const meant = nearest(name, known);
      return `There is no parameter ${name}${meant ? `; did you mean ${meant}?` : `. There are ${known.join(', ')}.`}`;
    });
}
