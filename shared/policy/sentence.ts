import type { Grantee } from './reach.ts';

interface Said {
  readonly to: Grantee;
  readonly through?: string;
  readonly actions: readonly string[];
  readonly except?: readonly string[];
  readonly mitigatedBy: readonly string[];
}

const SHOWN = 3;

/** `one, two and three`, or the first three of more. */
export function listed(texts: readonly string[]): string {
  const shown = texts.slice(0, SHOWN);
  const rest = texts.length - shown.length;
  if (rest > 0) return `${shown.join(', ')} and ${rest} more`;
  const last = shown.at(-1) ?? '';
  return shown.length < 2 ? last : `${shown.slice(0, -1).join(', ')} and ${last}`;
}

function who({ to, through, mitigatedBy }: Said): string {
  if (to === 'anyone') {
    const signed = mitigatedBy.some((key) => key.toLowerCase() === 'lambda:functionurlauthtype');
    return signed ? 'anyone with an AWS account' : 'anyone';
  }
  if ('service' in to) return `${to.service}, on anyone's behalf,`;
  if ('federated' in to) return `anyone who signs in through ${to.federated}`;
  const name =
    'account' in to
      ? `account ${to.account}`
      : 'organization' in to
        ? `${to.organization.includes('/') ? 'organisational unit' : 'organisation'} ${to.organization}`
        : `the account with canonical id ${to.canonicalUser}`;
  return through === undefined ? name : `${name}, through ${through},`;
}

function what({ actions, except }: Said): string {
  if (except !== undefined && except.length > 0) return `do everything but ${listed(except)}`;
  return actions.some((action) => /^\*+$/.test(action)) ? 'do everything' : listed(actions);
}

/** "anyone may s3:GetObject". Part of a sentence, without a capital or a full stop. */
export const sentenceOf = (said: Said): string => `${who(said)} may ${what(said)}`;
