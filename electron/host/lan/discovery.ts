import type { EventEmitter } from 'node:events'
import { Bonjour, type Service } from 'bonjour-service'
import { z } from 'zod'

const SERVICE_TYPE = 'keyrack'

const txtSchema = z.object({ hotel: z.string(), fingerprint: z.string() })

/** A hub that tells the LAN of itself. What it says is a hint: only its certificate and the pairing code prove it. */
export interface AnnouncedHub {
  readonly address: string
  readonly hotelId: string
  readonly fingerprint: string
}

export interface Discovery {
  close(): void
}

/** Multicast is not to be had everywhere (containers, guest networks); then nothing is announced and nothing is found. */
type OnFault = (error: Error) => void

/** Announces a hub as `_keyrack._tcp`, with its hotel and its certificate's fingerprint (HUB-19). Never throws. */
export function announceHub(
  hub: { readonly port: number; readonly hotelId: string; readonly fingerprint: string; readonly name: string },
  onFault: OnFault,
): Discovery {
  return multicast(onFault, (bonjour) => {
    const { port, hotelId, fingerprint, name } = hub
    const service = bonjour.publish({
      name: `${name} ${fingerprint.slice(0, 8).replaceAll(':', '')}`,
      type: SERVICE_TYPE,
      port,
      txt: { hotel: hotelId, fingerprint },
    })
    service.on('error', onFault)
  })
}

/** Tells of each hub on the LAN as it is heard of, again whenever it changes. Never throws. */
export function findHubs(onFound: (hub: AnnouncedHub) => void, onFault: OnFault): Discovery {
  const found = (service: Service): void => {
    const hub = hubOf(service)
    if (hub !== null) onFound(hub)
  }
  return multicast(onFault, (bonjour) => {
    const browser = bonjour.find({ type: SERVICE_TYPE }, found)
    browser.on('srv-update', found)
    browser.on('txt-update', found)
  })
}

/** The hub that a service record tells of; `null` where it tells of none that can be reached. */
export function hubOf(service: Pick<Service, 'addresses' | 'port' | 'txt'>): AnnouncedHub | null {
  const txt = txtSchema.safeParse(service.txt)
  const addresses = service.addresses ?? []
  const [host] = [...addresses.filter((one) => one.includes('.')), ...addresses.filter((one) => one.includes(':'))]
  if (!txt.success || host === undefined) return null
  const address = host.includes(':') ? `[${host}]:${service.port}` : `${host}:${service.port}`
  return { address, hotelId: txt.data.hotel, fingerprint: txt.data.fingerprint }
}

function multicast(onFault: OnFault, begin: (bonjour: Bonjour) => void): Discovery {
  try {
    const bonjour = new Bonjour({}, onFault)
    // The socket's own errors come here and would end the process; the library hands nobody this emitter.
    const { mdns } = (bonjour as unknown as { server: { mdns: EventEmitter } }).server
    mdns.on('error', onFault)
    mdns.on('warning', onFault)
    begin(bonjour)
    return { close: () => bonjour.destroy() }
  } catch (error) {
    onFault(error instanceof Error ? error : new Error('multicast is not to be had'))
    return { close: () => undefined }
  }
}
