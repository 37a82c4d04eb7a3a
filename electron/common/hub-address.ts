import { InvalidArgumentError } from 'commander'
import { DEFAULT_HUB_PORT } from './hub-port.ts'

/** To be found on the LAN. */
export const AUTO_ADDRESS = 'auto'

/** A hub's address as `host:port`, the hub's own port where the text names none; `auto` as it is; `null`: no address. */
export function hubAddressOf(text: string): string | null {
  if (text === AUTO_ADDRESS) return text
  const url = URL.parse(`https://${text}`)
  if (!url || url.hostname === '' || /[\s/?#@\\]/.test(text)) return null
  // A URL leaves its scheme's own port out, so that of the text counts.
  const port = /:(\d{1,5})$/.exec(text.replace(/^\[[^\]]*\]/, ''))?.[1] ?? DEFAULT_HUB_PORT
  return `${url.hostname}:${port}`
}

/** The same, from a flag. */
export function parseHubAddress(text: string): string {
  const address = hubAddressOf(text)
  if (address === null) throw new InvalidArgumentError('expected host:port, or auto')
  return address
}
