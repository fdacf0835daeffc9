import { describe } from 'vitest';
import { conflicts } from './contract/conflicts.ts';
import { controls } from './contract/controls.ts';
import { findingEvents } from './contract/finding-events.ts';
import { findings } from './contract/findings.ts';
import type { Make } from './contract/make.ts';
import { notices } from './contract/notices.ts';
import { resources } from './contract/resources.ts';
import { runs } from './contract/runs.ts';

/** What every store keeps to. */
export function storeContract(make: Make): void {
  describe('resources', () => {
    resources(make);
  });
  describe('conflicts', () => {
    conflicts(make);
  });
  describe('findings', () => {
    findings(make);
  });
  describe('finding events', () => {
    findingEvents(make);
  });
  describe('runs', () => {
    runs(make);
  });
  describe('controls', () => {
    controls(make);
  });
  describe('notices', () => {
    notices(make);
  });
}
