import type { IncomingHttpHeaders } from 'node:http'

/** The names under which a browser of this machine may ask for this port; anything else is a rebinding name (SHELL-02). */
export function allowedHosts(port: number): readonly string[] {
  return [`127.0.0.1:${port}`, `localhost:${port}`]
}

/**
 * Whether a request's Host is ours to the letter, and its Origin is that same host. A `POST` has to name an Origin; a
 * `GET` may come without one, since browsers leave it out.
 */
export function isOwnRequest(method: string, headers: IncomingHttpHeaders, port: number): boolean {
  const host = headers.host
  if (host === undefined || !allowedHosts(port).includes(host)) return false
  if (headers.origin === undefined) return method === 'GET' || method === 'HEAD'
  return headers.origin === `http://${host}`
}
