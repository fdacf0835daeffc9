import { describe, expect, test } from 'vitest';
import { createStage, refOf, type Stage } from '../attacks/stage.ts';
import { OWN, PUBLIC, TLS } from '../support/bucket-world.ts';

/*
 * Two rules change the same policy. The remediation of the first can be undone only after the later one.
 */

const BUCKET = refOf('s3-bucket', 'site');
const RULES = ['s3-bucket-policy-public', 's3-tls-only-policy-missing'] as const;
const [PUBLIC_RULE, TLS_RULE] = RULES;
const bucket = (...Statement: readonly object[]) => ({
  policy: { Version: '2012-10-17', Statement },
  blockPublicAccess: {
    blockPublicAcls: false,
    ignorePublicAcls: false,
    blockPublicPolicy: false,
    restrictPublicBuckets: false,
  },
});

/** Both are remediated: first the public access, then the missing Deny. */
async function remediated(): Promise<Stage> {
  const stage = createStage({ rules: RULES });
  await stage.put(BUCKET, bucket(OWN, TLS));
  await stage.put(BUCKET, bucket(OWN, PUBLIC));
  expect(stage.stateOf(BUCKET)).toEqual(bucket(OWN, TLS));
  return stage;
}
const lastNote = (stage: Stage) => stage.events(PUBLIC_RULE).at(-1)?.note;

describe('an undo that a later remediation of another rule stands in the way of', () => {
  test('says which one, and nobody else is blamed', async () => {
    const stage = await remediated();
    await stage.undo(PUBLIC_RULE, BUCKET);
    const { id } = await stage.finding(TLS_RULE, BUCKET);
    expect(lastNote(stage)).toMatch(new RegExp(`A later remediation, of ${TLS_RULE} at 2026-.*finding is ${id}`));
    expect(lastNote(stage)).not.toContain('Somebody');
    expect(stage.stateOf(BUCKET)).toEqual(bucket(OWN, TLS));
  });

  test('is carried out after that one was undone', async () => {
    const stage = await remediated();
    await stage.undo(PUBLIC_RULE, BUCKET);
    await stage.undo(TLS_RULE, BUCKET);
    await stage.undo(PUBLIC_RULE, BUCKET);
    expect(stage.types(PUBLIC_RULE).at(-1)).toBe('undone');
    expect(stage.stateOf(BUCKET)).toEqual(bucket(OWN, PUBLIC));
  });

  test('is put down to somebody where the later remediation was undone and somebody has changed the policy', async () => {
    const stage = await remediated();
    await stage.undo(TLS_RULE, BUCKET);
    await stage.put(BUCKET, bucket(OWN, { ...OWN, Sid: 'more' }));
    await stage.undo(PUBLIC_RULE, BUCKET);
    expect(lastNote(stage)).toContain('Somebody has changed since then');
  });
});
