import type { Notification as ElectronNotification } from 'electron';
import type { DeskReport, Need } from '../shared/run/deskReport.ts';

export type Notifier = {
  /** Tells it unless a window of ours has the focus: there the page shows it already. */
  readonly tell: (title: string, body: string) => void;
  /** Tells it wherever the focus is: an answer to what was just done outside the windows. */
  readonly answer: (title: string, body: string) => void;
};

/** Notifications of the system; a click on one brings the director to the front. */
export function createNotifier({
  Notification,
  isFocused,
  onClick,
}: {
  readonly Notification: typeof ElectronNotification;
  readonly isFocused: () => boolean;
  readonly onClick: () => void;
}): Notifier {
  // Kept until it is gone: a notification that is collected as garbage no longer hears its click.
  const shown = new Set<ElectronNotification>();
  const answer = (title: string, body: string): void => {
    if (!Notification.isSupported()) return;
    // Without a sound: what this PC plays may be on air.
    const notification = new Notification({ title, body, silent: true });
    shown.add(notification);
    notification.on('click', onClick);
    notification.on('close', () => shown.delete(notification));
    notification.show();
  };
  return {
    answer,
    tell: (title, body) => {
      if (!isFocused()) answer(title, body);
    },
  };
}

const keyOf = ({ kind, code }: Need): string => `${kind} ${code}`;

/** What needs a person now and did not before; each is told once, until it is over. */
export function newNeeds(before: DeskReport | null, now: DeskReport): readonly Need[] {
  const known = new Set(before?.needs.map(keyOf));
  return now.needs.filter((need) => !known.has(keyOf(need)));
}
