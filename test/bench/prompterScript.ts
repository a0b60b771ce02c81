/** Characters of one spoken weight and one width: every full line takes the same time. */
const CHARS = Array.from('春夏秋冬山川湖海风花雪月江河日星云雨雷电');

const even = (chars: number): string =>
  Array.from(
    { length: chars },
    (_, index) => CHARS[(index * 7 + Math.floor(index / 20)) % CHARS.length],
  ).join('');

/** One segment of even text as the prompter shows it, in paragraphs that begin when the one before is read. */
export function evenSegment(chars: number, paragraphChars: number, charsPerMinute: number) {
  const perChar = 60 / charsPerMinute;
  const count = Math.ceil(chars / paragraphChars);
  return {
    segmentId: 'even',
    durationSec: Math.ceil(chars * perChar * 1.5),
    charsPerMinute,
    paragraphs: Array.from({ length: count }, (_, index) => ({
      id: `even-${index}`,
      speaker: 'host',
      atSec: Math.ceil(index * paragraphChars * perChar),
      text: even(Math.min(paragraphChars, chars - index * paragraphChars)),
    })),
    next: null,
  };
}
