import type { Framing } from '../model/framing.ts';

/** A line drawing of how a scene is framed, for where there is no picture. 16:9. */
export function FramingSketch({ framing }: { readonly framing: Framing }) {
  return (
    <svg className="framing-sketch" viewBox="0 0 160 90" aria-hidden="true">
      {SKETCHES[framing]}
    </svg>
  );
}

const person = (x: number, baseY: number, size: number) => (
  <g>
    <circle cx={x} cy={baseY - size * 1.5} r={size * 0.5} />
    <path
      d={`M${x - size} ${baseY} v${-size * 0.2} a${size} ${size * 0.7} 0 0 1 ${size * 2} 0 v${size * 0.2}`}
    />
  </g>
);
const table = <path d="M24 76 h112" />;

const SKETCHES: Readonly<Record<Framing, React.ReactNode>> = {
  wide: (
    <>
      {person(80, 76, 16)}
      {table}
    </>
  ),
  close: person(80, 90, 32),
  top: (
    <>
      <rect x="48" y="20" width="64" height="50" rx="4" />
      <circle cx="80" cy="45" r="14" />
      <path d="M80 6 v8 M80 76 v8 M34 45 h8 M118 45 h8" />
    </>
  ),
  duo: (
    <>
      {person(58, 82, 20)}
      {person(104, 82, 20)}
    </>
  ),
  split: (
    <>
      <path d="M80 8 v74" />
      {person(42, 82, 18)}
      <circle cx="118" cy="46" r="16" />
    </>
  ),
  card: (
    <>
      {person(54, 88, 26)}
      <rect x="102" y="18" width="40" height="54" rx="4" />
      <path d="M110 52 h24 M110 60 h14" />
    </>
  ),
  board: (
    <>
      <rect x="62" y="12" width="84" height="50" rx="3" />
      <path d="M74 28 h60 M74 38 h44 M74 48 h52" />
      {person(36, 82, 18)}
    </>
  ),
  graphic: (
    <>
      <rect x="24" y="14" width="112" height="62" rx="4" />
      <path d="M44 36 h72 M44 48 h48" />
    </>
  ),
  plain: <path d="M60 45 h40" />,
};
