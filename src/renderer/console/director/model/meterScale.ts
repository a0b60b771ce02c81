/** Nearer to full scale than this it is about to clip. */
export const METER_HOT_DB = -3;
const FLOOR_DB = -60;

/** How much of a meter a level fills, 0 to 1: even steps in dB, as ears have it. */
export const meterShare = (peakDb: number): number =>
  Math.min(1, Math.max(0, (peakDb - FLOOR_DB) / -FLOOR_DB));
