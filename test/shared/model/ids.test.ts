import { describe, expect, it } from 'vitest';
import { memberIdSchema, segmentIdSchema } from '#shared/model/ids';

describe('XC-02 ids index the records of the state', () => {
  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', ''])('%j is none', (text) => {
    expect(segmentIdSchema.safeParse(text).success).toBe(false);
    expect(memberIdSchema.safeParse(text).success).toBe(false);
  });

  it.each(['s01', '开场', 'constructors', 'proto', '__x__'])('%j is one', (text) => {
    expect(segmentIdSchema.parse(text)).toBe(text);
  });
});
