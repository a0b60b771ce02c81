/** The go-live check: what still keeps this show from going on air, and where to mend it. */
export function GateScreen() {
  return null;
}
