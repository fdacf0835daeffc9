import rule from '../../../shared/rules/ec2/ec2-unapproved-image.ts';
import { INSTANCE, launch, terminate } from '../../support/instances.ts';
import { casesOf } from '../../support/rule-cases.ts';

const image = 'ami-1';
const unapproved = { message: 'unapproved', path: 'image', data: { image } } as const;

export default casesOf(rule, {
  compliant: [
    { name: 'nothing is approved, so nothing is judged', state: { image, imageOwners: ['999988887777'] } },
    { name: 'an approved image', state: { image, imageOwners: null }, options: { images: [image], owners: ['self'] } },
    { name: 'an image of an owner', state: { image, imageOwners: ['1', 'amazon'] }, options: { owners: ['amazon'] } },
    { name: 'an own image', state: { image, imageOwners: ['111122223333'] }, options: { owners: ['self'] } },
  ],
  drifted: [
    { name: 'another image', state: { image }, options: { images: ['ami-2'] }, violations: [unapproved] },
    {
      name: 'an image of somebody else',
      state: { image, imageOwners: ['999988887777'] },
      options: { images: ['ami-2'], owners: ['self', 'amazon'] },
      violations: [unapproved],
    },
  ],
  unknown: [
    { name: 'no event showed the image', state: {}, options: { images: ['ami-2'] } },
    { name: 'no event shows the owner', state: { image }, options: { owners: ['self'] } },
    { name: 'the image no longer exists', state: { image, imageOwners: null }, options: { owners: ['self'] } },
  ],
  events: [
    {
      name: 'launched and terminated',
      events: [launch({}), terminate(1)],
      options: { images: ['ami-2'] },
      transitions: ['opened', 'resolved'],
      resource: INSTANCE,
    },
    { name: 'launched where nothing is approved', events: [launch({})], transitions: [] },
    {
      name: 'a log shows no owner',
      events: [launch({})],
      options: { owners: ['amazon'] },
      transitions: [],
      doubt: /^A log does not show who owns/,
    },
    {
      name: 'a refused launch',
      events: [{ ...launch({}), errorCode: 'Client.UnauthorizedOperation' }],
      options: { images: ['ami-2'] },
      transitions: [],
    },
    {
      name: 'a launch without its answer',
      events: [{ ...launch({}), responseElements: null }],
      options: { images: ['ami-2'] },
      transitions: [],
      unreadable: /names no instance/,
    },
  ],
});
