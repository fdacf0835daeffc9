import * as z from 'zod';
import { putScanning, putTagMutability } from '../../resources/ecr-repository/actions.ts';
import { ecrRepository } from '../../resources/ecr-repository/kind.ts';
import { settingsRule } from '../common/settings-rule.ts';

export default settingsRule({
  id: 'ecr-repository-weakened',
  title: 'ECR repositories scan new images and keep tags with their images',
  severity: 'medium',
  kind: ecrRepository,
  controls: ['ecr-scan-on-push-off', 'ecr-tags-mutable'],
  options: z.strictObject({
    movingTags: z
      .array(z.string())
      .default([])
      .describe('Names of repositories whose tags may move to other images, such as `latest`.'),
  }),
  fix: 'Let the repository scan what is pushed, and keep tags with their images.',
  settings: {
    scans: {
      wrong: {
        text: 'New images in the repository are not scanned for vulnerabilities.',
        resolved: 'New images in the repository are scanned again.',
        controls: ['ecr-scan-on-push-off'],
      },
      unseen: 'whether new images are scanned',
      isRight: (on) => on,
      fix: { put: putScanning, to: () => true },
    },
    mutable: {
      wrong: {
        text: 'A tag in the repository can move to another image, so that what runs tomorrow is not what runs today.',
        severity: 'low',
        controls: ['ecr-tags-mutable'],
      },
      unseen: 'whether tags can move',
      isRight: (on, { ref, options }) => !on || options.movingTags.includes(ref.id),
      // Pipelines that push `latest` fail then.
      fix: { put: putTagMutability, to: () => false, approve: true },
    },
  },
});
