import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estimateClockOffset } from '#shared/timing/clockOffset';
import { later, positionAt, reachesAt, studioMsSchema, withVelocity } from '#shared/timing/vector';

const at = (ms: number) => studioMsSchema.parse(ms);
const finite = fc.double({ min: -1e7, max: 1e7, noNaN: true });

describe('LIVE-03 timing vectors', () => {
  it('LIVE-03 another velocity changes the motion without a jump', () => {
    fc.assert(
      fc.property(
        finite,
        fc.constantFrom(0, 1, 10),
        fc.constantFrom(0, 1, 60),
        fc.nat(1e7),
        (positionMs, before, after, ms) => {
          const vector = { positionMs, velocity: before, at: at(500) };
          const changed = withVelocity(vector, after, later(vector.at, ms));
          expect(positionAt(changed, later(vector.at, ms))).toBe(positionAt(vector, later(vector.at, ms)));
          expect(
            positionAt(changed, later(vector.at, ms + 100)) - positionAt(changed, later(vector.at, ms)),
          ).toBeCloseTo(after * 100, 4);
        },
      ),
    );
  });

  it('LIVE-03 the instant of a position is where the vector has it', () => {
    fc.assert(
      fc.property(finite, fc.constantFrom(0.5, 1, 60), fc.nat(1e7), (positionMs, velocity, ahead) => {
        const vector = { positionMs, velocity, at: at(0) };
        const reached = reachesAt(vector, positionMs + ahead);
        expect(reached === null ? Number.NaN : positionAt(vector, reached)).toBeCloseTo(
          positionMs + ahead,
          3,
        );
      }),
    );
    expect(reachesAt({ positionMs: 0, velocity: 0, at: at(0) }, 5)).toBeNull();
    expect(reachesAt({ positionMs: 10, velocity: 1, at: at(0) }, 5)).toBeNull();
  });
});

describe('XC-07 the clock of a station', () => {
  it('XC-07 the quickest of several pings counts; the error is at most half its round trip', () => {
    fc.assert(
      fc.property(
        finite,
        fc.array(fc.record({ sentAtMs: fc.nat(1e6), out: fc.nat(400), back: fc.nat(400) }), {
          minLength: 1,
          maxLength: 9,
        }),
        (offsetMs, trips) => {
          const estimate = estimateClockOffset(
            trips.map(({ sentAtMs, out, back }) => ({
              sentAtMs,
              studioMs: sentAtMs + out + offsetMs,
              receivedAtMs: sentAtMs + out + back,
            })),
          );
          const quickest = Math.min(...trips.map(({ out, back }) => out + back));
          expect(estimate?.roundTripMs).toBe(quickest);
          expect(Math.abs((estimate?.offsetMs ?? Infinity) - offsetMs)).toBeLessThanOrEqual(
            quickest / 2 + 1e-6,
          );
        },
      ),
    );
    expect(estimateClockOffset([])).toBeNull();
  });
});
