import { type Exposure, type ExposureOptions, exposures } from '../../shared/policy/exposure.ts';
import { parsePolicy } from '../../shared/policy/policy.ts';

export const OWN = '111111111111';
export const TRUSTED = '222222222222';
export const FOREIGN = '999999999999';
export const BUCKET = 'arn:aws:s3:::b';

export const trust: ExposureOptions = { account: OWN, trustedAccounts: [TRUSTED] };

type Raw = Record<string, unknown>;

/** An Allow of s3:GetObject on the objects of the bucket to everyone, but for what is given. */
export const allow = (over: Raw = {}): Raw => ({
  Effect: 'Allow',
  Principal: '*',
  Action: 's3:GetObject',
  Resource: `${BUCKET}/*`,
  ...over,
});

/** A Deny of everything on the bucket to everyone, but for what is given. */
export const deny = (over: Raw = {}): Raw => ({
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:*',
  Resource: [BUCKET, `${BUCKET}/*`],
  ...over,
});

export const doc = (...statements: readonly unknown[]): Raw => ({ Version: '2012-10-17', Statement: statements });

export const without = (record: Raw, ...names: readonly string[]): Raw =>
  Object.fromEntries(Object.entries(record).filter(([name]) => !names.includes(name)));

export const exposed = (document: unknown, options: ExposureOptions = trust): readonly Exposure[] =>
  exposures(parsePolicy(document), options);

export const says = (document: unknown, options: ExposureOptions = trust): readonly string[] =>
  exposed(document, options).map((exposure) => exposure.says);
