import type { TrailEvent } from '../../core/event.ts';
import { get, getNumber, getText } from '../../core/json.ts';

/**
 * When and by what a secret is rotated. A rotation that is off keeps its schedule and its function.
 * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RotationRulesType.html
 */
export interface Rotation {
  readonly on: boolean;
  /** The ARN of the function that rotates. Left out: none was ever set, or the service that manages the secret rotates it. */
  readonly function?: string;
  /** Days between two rotations. Left out: there is a schedule. */
  readonly days?: number;
  /** `rate(10 days)` or `cron(0 8 1 * ? *)`. */
  readonly schedule?: string;
  /** The length of the window in which a rotation can begin, such as `3h`. */
  readonly window?: string;
}

/** Days between two rotations. `undefined`: the schedule of a `cron` does not show it. */
export function intervalOf({ days, schedule }: Rotation): number | undefined {
  const [, rate, unit] = /^rate\((\d+) (day|hour)s?\)$/.exec(schedule ?? '') ?? [];
  if (rate === undefined) return days;
  return unit === 'hour' ? Number(rate) / 24 : Number(rate);
}

/** The members of a rotation. Where there is a schedule, AWS calculates the days from it again and again. */
export function rotationOf(
  on: boolean,
  given: {
    readonly function?: string | undefined;
    readonly days?: number | undefined;
    readonly schedule?: string | undefined;
    readonly window?: string | undefined;
  },
): Rotation {
  const { function: own, days, schedule, window } = given;
  return {
    on,
    ...(own ? { function: own } : {}),
    ...(schedule ? { schedule } : days ? { days } : {}),
    ...(window ? { window } : {}),
  };
}

/** A request without rules leaves those that the secret has. It switches rotation on. */
export function rotationIn(known: Rotation | undefined, { requestParameters }: TrailEvent): Rotation {
  const rules = get(requestParameters, 'rotationRules');
  const [days, schedule] = [getNumber(rules, 'automaticallyAfterDays'), getText(rules, 'scheduleExpression')];
  const own = getText(requestParameters, 'rotationLambdaARN') || known?.function;
  if (days === undefined && !schedule) return { ...known, ...rotationOf(true, { ...known, function: own }) };
  return rotationOf(true, { function: own, days, schedule, window: getText(rules, 'duration') });
}
