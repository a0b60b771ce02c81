/** `3:05`, `1:02:03`; negative with a real minus sign. Seconds are cut, not rounded: a countdown shows 0:00 only at the end. */
export function formatClock(ms: number): string {
  const sign = ms < 0 ? '−' : '';
  const total = ms < 0 ? Math.ceil(-ms / 1000) : Math.floor(ms / 1000);
  const [hours, minutes, seconds] = [Math.floor(total / 3600), Math.floor((total % 3600) / 60), total % 60];
  const two = (value: number): string => String(value).padStart(2, '0');
  return hours > 0
    ? `${sign}${hours}:${two(minutes)}:${two(seconds)}`
    : `${sign}${two(minutes)}:${two(seconds)}`;
}

/** `+01:20`, `−00:05`, `±00:00`. */
export function formatDeviation(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds === 0) return '±00:00';
  return seconds > 0 ? `+${formatClock(seconds * 1000)}` : formatClock(seconds * 1000);
}

/** A time of day in the room’s own time zone, `20:04`. */
export function formatTimeOfDay(iso: string, addMs = 0): string {
  const at = new Date(Date.parse(iso) + addMs);
  return `${String(at.getHours()).padStart(2, '0')}:${String(at.getMinutes()).padStart(2, '0')}`;
}

/** A time of day with seconds in the room’s own time zone, `20:04:09`. */
export function formatWallTime(epochMs: number): string {
  const at = new Date(epochMs);
  return [at.getHours(), at.getMinutes(), at.getSeconds()]
    .map((part) => String(part).padStart(2, '0'))
    .join(':');
}

/** `4月16日 14:00`, in the reader’s language and the room’s own time zone. */
export function formatDateTime(iso: string, language: string): string {
  return new Intl.DateTimeFormat(language, {
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(new Date(iso));
}

/** `¥29.90`, whole yuan without decimals. */
export function formatFen(fen: number): string {
  return fen % 100 === 0 ? `¥${fen / 100}` : `¥${(fen / 100).toFixed(2)}`;
}
