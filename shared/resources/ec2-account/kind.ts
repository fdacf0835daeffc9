import { type TrailEvent, UnreadableEvent } from '../../core/event.ts';
import { getText } from '../../core/json.ts';
import { defineKind } from '../../core/kind.ts';
import { requestOf } from '../common/ec2-wrapped.ts';

/** The settings of EC2 for a whole region of an account. The id is the region. */
export interface Ec2Account {
  /**
   * Whether new instances need session tokens for their metadata: `required`, `optional` or `no-preference`.
   * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceMetadataDefaultsResponse.html
   */
  readonly httpTokens?: HttpTokensDefault;
  /** @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configure-access-to-serial-console.html */
  readonly serialConsole?: boolean;
  /**
   * Whether no image can become public.
   * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/block-public-access-to-amis.html
   */
  readonly imagesBlocked?: boolean;
}

export type HttpTokensDefault = 'required' | 'optional' | 'no-preference';

export const ec2Account = defineKind<Ec2Account>()({
  name: 'ec2-account',
  type: 'AWS::::Account',
  title: 'EC2 settings of a region',
  blank: {},
  events: {
    'ec2:ModifyInstanceMetadataDefaults': { ids: region, sets: ['httpTokens'], evolve: modifyDefaults },
    'ec2:EnableSerialConsoleAccess': { ids: region, sets: ['serialConsole'], evolve: put({ serialConsole: true }) },
    'ec2:DisableSerialConsoleAccess': { ids: region, sets: ['serialConsole'], evolve: put({ serialConsole: false }) },
    // It has one mode, in which new sharing is blocked.
    'ec2:EnableImageBlockPublicAccess': { ids: region, sets: ['imagesBlocked'], evolve: put({ imagesBlocked: true }) },
    'ec2:DisableImageBlockPublicAccess': {
      ids: region,
      sets: ['imagesBlocked'],
      evolve: put({ imagesBlocked: false }),
    },
  },
});

function region({ awsRegion }: TrailEvent): string[] {
  return [awsRegion];
}

function put(setting: Ec2Account) {
  return (known: Ec2Account): Ec2Account => ({ ...known, ...setting });
}

/** The call can leave the tokens out. Then it does not change them. */
function modifyDefaults(known: Ec2Account, event: TrailEvent): Ec2Account {
  const given = getText(requestOf(event), 'httpTokens');
  if (given === undefined) return known;
  const httpTokens = tokensIn(given);
  if (!httpTokens) throw new UnreadableEvent('ModifyInstanceMetadataDefaults shows an unknown value of HttpTokens');
  return { ...known, httpTokens };
}

/** `undefined`: a value that AWS has added later. */
export function tokensIn(text: string): HttpTokensDefault | undefined {
  return (['required', 'optional', 'no-preference'] as const).find((value) => value === text);
}
