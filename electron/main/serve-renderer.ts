import { readFile } from 'node:fs/promises'
import { extname, relative, resolve, sep } from 'node:path'
import { DESK_PAGE, SECURITY_HEADERS } from '../common/content-policy.ts'
import { isOwnUrl } from './harden.ts'

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
}

/**
 * The file inside `root` that an address of ours names, `/` being the desk's page; `null` for any address that is not
 * ours or leads out of it. Backslashes and NUL never occur in our own addresses.
 */
export function fileOfUrl(url: string, root: string): string | null {
  if (!isOwnUrl(url)) return null
  const path = decodedPath(url)
  if (path === null || /[\\\0]/.test(path)) return null
  const file = resolve(root, path === '/' ? DESK_PAGE : `.${path}`)
  const inside = relative(root, file)
  return inside === '' || inside === '..' || inside.startsWith(`..${sep}`) ? null : file
}

function decodedPath(url: string): string | null {
  try {
    return decodeURIComponent(new URL(url).pathname)
  } catch {
    return null
  }
}

/**
 * Answers the pages' own scheme from the built renderer, with the same policy as the HTTP shell. Not Electron's
 * `registerSource`: it sets no headers, and the policy is a header.
 */
export async function answerAppRequest(request: { url: string; method: string }, root: string): Promise<Response> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return plain(405)
  const file = fileOfUrl(request.url, root)
  const type = file === null ? undefined : CONTENT_TYPES[extname(file)]
  if (file === null || type === undefined) return plain(404)
  try {
    const body = await readFile(file)
    return new Response(new Uint8Array(body), { status: 200, headers: { ...SECURITY_HEADERS, 'content-type': type } })
  } catch {
    return plain(404)
  }
}

function plain(status: 404 | 405): Response {
  return new Response(null, { status, headers: SECURITY_HEADERS })
}
