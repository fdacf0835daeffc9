import type { Finding } from '../../shared/core/finding.ts';
import type { Deployment } from './deployment.ts';
import type { Scene } from './main-stories.ts';

const JANE = 'jane@example.com';

/** A group that somebody opens, and the finding on it. */
export interface Its {
  readonly scene: Scene;
  readonly finding: string;
}

/** What becomes of a group. */
export interface End {
  readonly transitions: readonly string[];
  readonly looks: unknown;
  readonly status: Finding['status'] | undefined;
}

/** What happens to groups, all at the same time; after each step everything comes to rest. */
export interface FaultStory {
  /** What the deployment may do by itself. */
  readonly remediation: 'auto' | 'approve';
  readonly steps: readonly ((all: readonly Its[], deployment: Deployment) => Promise<void>)[];
  readonly end: End;
}

export const OPEN = ['22 from 0.0.0.0/0', '443 from 10.0.0.0/8'];
export const CLOSED = ['443 from 10.0.0.0/8'];

/** A port is opened to the internet, and closed again by itself. */
export const PUT_BACK: FaultStory = {
  remediation: 'auto',
  steps: [drift],
  end: { transitions: ['opened', 'remediated'], looks: CLOSED, status: 'resolved' },
};

/** Nothing happens by itself; a person agrees that it is closed again, and later wants it as it was. */
export const AGREED: FaultStory = {
  remediation: 'approve',
  steps: [
    async (all, deployment) => {
      await insist(() => deployment.ask({ do: 'pause', by: JANE, reason: 'a migration' }));
      await drift(all, deployment);
    },
    async (_all, deployment) => {
      await insist(() => deployment.ask({ do: 'resume', by: JANE }));
    },
    async (all, deployment) => {
      for (const { finding } of all) {
        const { settle, ask, approve } = deployment;
        const isOver = async () => {
          await settle();
          return (await ask({ do: 'show', finding })).finding?.status === 'resolved';
        };
        await insist(() => approve(finding, JANE), isOver);
      }
    },
    async (all, deployment) => {
      for (const { finding } of all) await insist(() => deployment.ask({ do: 'undo', finding, by: JANE }));
    },
  ],
  end: {
    // Proposed because of the pause; after it, because a person has to agree.
    transitions: ['opened', 'proposed', 'proposed', 'approved', 'remediated', 'undone'],
    looks: OPEN,
    status: 'exempt',
  },
};

async function drift(all: readonly Its[], { put }: Deployment): Promise<void> {
  for (const { scene } of all) await put(...(await scene.drift()));
}

/** A person who gets no answer looks, where there is something to see, and asks again. */
async function insist(ask: () => Promise<unknown>, isOver = async () => false): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return void (await ask());
    } catch (error) {
      if (tries === 3) throw error;
      if (await isOver()) return;
    }
  }
}
