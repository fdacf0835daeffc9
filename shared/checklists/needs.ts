/** An option that a rule needs to watch all of a control. Its default leaves something out. */
export interface Need {
  readonly control: string;
  readonly rule: string;
  readonly option: string;
  /** What it has to be. */
  readonly value: unknown;
  /** What is not watched otherwise, as a full sentence. */
  readonly otherwise: string;
}

export const NEEDS: readonly Need[] = [
  {
    control: 's3-tls-only-policy-missing',
    rule: 's3-tls-only-policy-missing',
    option: 'required',
    value: true,
    otherwise: 'A bucket whose policy never denied plain HTTP is not reported.',
  },
  {
    control: 'ecs-root-user',
    rule: 'ecs-root-user',
    option: 'requireUser',
    value: true,
    otherwise: 'A container that names no user is not reported, though it runs as root in most images.',
  },
];

/** The setting of a need, as people write it. */
export function settingOf({ rule, option, value }: Need): string {
  return `rules.${rule}.${option}: ${JSON.stringify(value)}`;
}
