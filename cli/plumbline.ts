#!/usr/bin/env node
import './check-node.cjs';

// Later: an older Node cannot even link the rest.
await import('./main.ts');
