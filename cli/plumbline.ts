#!/usr/bin/env node
// oxlint-disable-next-line import/no-unassigned-import -- It ends an older Node with one sentence.
import './check-node.cjs';

// Later: an older Node cannot even link the rest.
await import('./main.ts');
