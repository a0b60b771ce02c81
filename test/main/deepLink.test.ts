import { describe, expect, it } from 'vitest';
import { stationInArgs, stationOfLink } from '#main/deepLink';

describe('links to stations', () => {
  it.each([
    ['kaibo://station/prompter', 'prompter'],
    ['KAIBO://station/prompter/', 'prompter'],
    ['kaibo://station/prompter?x=1', 'prompter'],
    ['kaibo://station/', null],
    ['kaibo://station/cellar', null],
    ['kaibo://station/../prompter', 'prompter'],
    ['kaibo://station/prompter/secret', null],
    ['kaibo://command/prompter', null],
    ['kaibo:prompter', null],
    ['https://station/prompter', null],
    ['prompter', null],
    ['', null],
  ])('%s leads to %s', (link, station) => {
    expect(stationOfLink(link)).toBe(station);
  });

  it('the first link among the arguments counts, flags don’t', () => {
    expect(stationInArgs(['/opt/kaibo', '--data', '/x', 'kaibo://nowhere', 'kaibo://station/gate'])).toBe(
      'gate',
    );
    expect(stationInArgs([])).toBeNull();
  });
});
