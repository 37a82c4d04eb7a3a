/** The desk's page inside the built renderer, from its root; both shells serve it at `/`. */
export const DESK_PAGE = 'renderer/desk/index.html'

/**
 * What a page of ours may load: its own files, and nothing that runs from text. Inline styles are Mantine's; images as
 * `data:` are its icons. The same in both shells (SHELL-07, SHELL-22).
 */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "object-src 'none'",
].join('; ')

/** Headers of every answer of both shells. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
}
