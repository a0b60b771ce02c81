import { memberIdSchema, type MemberId } from '#shared/model/ids';
import type { StationKind } from '#shared/model/station';

const keyOf = (kind: StationKind): string => `kaibo.member.${kind}`;

/** Who sits at this device's station of that kind, as far as its browser remembers. */
export function rememberedMember(kind: StationKind): MemberId | null {
  const known = memberIdSchema.safeParse(localStorage.getItem(keyOf(kind)) ?? '');
  return known.success ? known.data : null;
}

export function rememberMember(kind: StationKind, memberId: MemberId | null): void {
  if (memberId === null) localStorage.removeItem(keyOf(kind));
  else localStorage.setItem(keyOf(kind), memberId);
}

/** Somebody was put at this station in another window of this device, such as the settings. */
export function onMemberChosenElsewhere(kind: StationKind, seat: (memberId: MemberId | null) => void): void {
  window.addEventListener('storage', ({ key }) => {
    if (key === keyOf(kind)) seat(rememberedMember(kind));
  });
}
