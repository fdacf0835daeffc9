import * as z from 'zod';
import { putScanOnPush, putTagMutability } from '../../resources/ecr-repository/actions.ts';
import { ecrRepository } from '../../resources/ecr-repository/kind.ts';
import { settingsRule } from '../common/settings-rule.ts';

export default settingsRule({
  id: 'ecr-repository-weakened',
  title: 'ECR repositories scan their images and keep their tags in place',
  severity: 'medium',
  kind: ecrRepository,
  controls: ['ecr-scan-on-push-off', 'ecr-tags-mutable'],
  options: z.strictObject({
    unscanned: z.array(z.string()).default([]).describe('Names of repositories whose images need no scan.'),
    movable: z.array(z.string()).default([]).describe('Names of repositories whose tags move on purpose: latest.'),
  }),
  fix: 'Switch the scan of images that are pushed on, and make tags immutable.',
  reads: ['registryScans'],
  cannot: ({ registryScans }) =>
    registryScans === 'others'
      ? 'The registry has enhanced scanning. Only a rule of the registry includes this repository.'
      : undefined,
  settings: {
    scanOnPush: {
      wrong: {
        text: 'Images that are pushed to the repository are not scanned for known vulnerabilities.',
        controls: ['ecr-scan-on-push-off'],
      },
      unseen: 'whether images are scanned',
      isRight: (on, _, { registryScans }) => registryScans === 'this' || (on && registryScans !== 'others'),
      isExempt: (_, { ref, options }) => options.unscanned.includes(ref.id),
      fix: { put: putScanOnPush, to: () => true },
    },
    tags: {
      wrong: {
        text: 'Tags of the repository can be moved to other images ({{value}}).',
        severity: 'low',
        controls: ['ecr-tags-mutable'],
      },
      unseen: 'whether tags can be moved',
      isRight: ({ mode }) => mode.startsWith('IMMUTABLE'),
      isExempt: (_, { ref, options }) => options.movable.includes(ref.id),
      shown: ({ mode }) => mode,
      fix: { put: putTagMutability, to: () => ({ mode: 'IMMUTABLE', exclusions: [] }), approve: true },
    },
  },
});
