import { expect, test } from 'vitest';
import { investigationTools } from '../../src/tools/investigations/index.js';

test.each(investigationTools.map((tool) => [tool.name, tool] as const))('%s declares what it concludes from', (_, tool) => {
  expect(tool.answer).toBe('report');
  expect(tool.basis.length).toBeGreaterThan(0);
  expect(new Set(tool.basis).size).toBe(tool.basis.length);
});
