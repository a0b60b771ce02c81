/**
 * A page of another site in the same browser can send requests to 127.0.0.1, and by DNS rebinding even
 * under a host name of its own. So the core answers only requests whose Host it knows, and takes commands
 * from browsers only when the page is its own.
 */
const LOOPBACK_NAMES = ['127.0.0.1', 'localhost', '[::1]'];

/** `host` as the Host header has it, with port. `bound` is the address the core listens on. */
export function isKnownHost(
  host: string | undefined,
  bound: { readonly host: string; readonly port: number },
): boolean {
  if (host === undefined) return false;
  const names = LOOPBACK_NAMES.includes(bound.host) ? LOOPBACK_NAMES : [...LOOPBACK_NAMES, bound.host];
  return names.some((name) => host === `${name}:${bound.port}` || (bound.port === 80 && host === name));
}

/** No Origin: not a browser page, the token decides. With one, it must be the page that this host serves. */
export function isOwnOrigin(origin: string | undefined, host: string | undefined): boolean {
  return origin === undefined || origin === `http://${host}`;
}
