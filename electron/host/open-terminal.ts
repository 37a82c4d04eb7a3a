import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { AUTO_ADDRESS } from '../common/hub-address.ts'
import { DeskFault } from '../common/faults.ts'
import { DESK_CALLS } from '../../shared/desk-api/contract.ts'
import type { LanRole } from '../common/host-messages.ts'
import { makeDirectory } from '../common/make-directory.ts'
import { AttachedDesk } from './attached/attached-desk.ts'
import { HttpsHubLine } from './attached/hub-line.ts'
import { type PairedHub, pairWithHub, pairedHubSchema } from './attached/pair-with-hub.ts'
import { SentCommands } from './attached/sent-commands.ts'
import { type DeskHost, openDeskHost } from './desk-host.ts'
import { loadHubCertificate } from './hub/hub-certificate.ts'
import { openHubDesk } from './hub/hub-desk.ts'
import { type LanShell, openLanShell } from './hub/lan-shell.ts'
import { type AnnouncedHub, type Discovery, announceHub, findHubs } from './lan/discovery.ts'
import { PrivateFile } from '../common/private-file.ts'
import type { TerminalHost, TerminalOptions } from './open-host.ts'

const FIND_WITHIN_MS = 6_000

/**
 * Opens a terminal as what it is on the LAN: alone, the hub, or attached to one. Throws as {@link openDeskHost} does, and a
 * {@link DeskFault} where a terminal is not paired and can not be.
 */
export async function openTerminal(options: TerminalOptions): Promise<TerminalHost> {
  const { lan, chainUrl } = options
  if (lan?.role === 'attached') return await openAttached(options, lan)
  if (chainUrl === null) throw new DeskFault('unusable chainUrl')
  const host = await openDeskHost({ ...options, chainUrl })
  if (lan === undefined) return host
  try {
    return await openHub({ ...options, chainUrl }, lan, host)
  } catch (error) {
    await host.close()
    throw error
  }
}

async function openHub(
  options: TerminalOptions & { readonly chainUrl: string },
  lan: Extract<LanRole, { role: 'hub' }>,
  host: DeskHost,
): Promise<TerminalHost> {
  const { dataDirectory, chainUrl, clock, rng, timers, log } = options
  const certificate = await loadHubCertificate(dataDirectory, clock)
  const onFault = (route: string, error: Error): void => log.error({ route, err: error }, 'a request on the LAN failed')
  const shell = await openLanShell(
    { handler: host, dataDirectory, certificate, chainUrl, clock, rng, timers, onFault },
    lan.host,
    lan.port,
  ).catch((error: unknown) => {
    const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : null
    if (code !== 'EADDRINUSE') throw error
    throw new DeskFault(`port ${lan.port} is in use; choose another for the hub with --hub-port`)
  })
  const announcing = announceWhenKnown(host, shell, options)
  const desk = openHubDesk(host, shell, clock)
  const { pairingCode, validUntilUtcMs } = shell.newPairingCode()
  return {
    ...desk,
    hub: {
      port: shell.port,
      fingerprint: shell.fingerprint,
      pairingCode,
      pairingCodeValidUntilUtcMs: validUntilUtcMs,
    },
    close: async () => {
      announcing.close()
      await desk.close()
    },
  }
}

/** A hub knows its hotel once it has had its first snapshot. */
function announceWhenKnown(host: DeskHost, shell: LanShell, { terminalName, log }: TerminalOptions): Discovery {
  let announced: Discovery | null = null
  let closed = false
  const announce = async (): Promise<void> => {
    const hotel = await host.handle('hotel.get', {})
    if (!hotel.ok || announced !== null || closed) return
    const { hotelId } = DESK_CALLS['hotel.get'].output.parse(hotel.value)
    stopListening()
    const { port, fingerprint } = shell
    announced = announceHub({ port, fingerprint, hotelId, name: terminalName }, (error) =>
      log.info({ err: error }, 'the hub can not be announced on the LAN; its address works all the same'),
    )
  }
  const stopListening = host.listen((event) => {
    if (event.event === 'rowsChanged') void announce()
  })
  void announce()
  return {
    close: () => {
      closed = true
      stopListening()
      announced?.close()
    },
  }
}

async function openAttached(
  options: TerminalOptions,
  lan: Extract<LanRole, { role: 'attached' }>,
): Promise<TerminalHost> {
  const { dataDirectory, terminalName, deviceClass, clock, timers, log } = options
  makeDirectory(dataDirectory)
  const paired = await pairedHub(options, lan)
  let { address } = paired
  const finding =
    lan.address === AUTO_ADDRESS
      ? findHubs(
          (hub) => {
            if (hub.fingerprint === paired.fingerprint) address = hub.address
          },
          (error) => log.info({ err: error }, 'hubs can not be looked for on the LAN'),
        )
      : null
  const standby = deviceClass === 'kiosk' ? null : await openStandby(options, paired)
  const line = new HttpsHubLine({ ...paired, address: () => address, clock, timers })
  const desk = new AttachedDesk({
    line,
    standby,
    sent: new SentCommands(dataDirectory, clock),
    terminal: { name: terminalName, deviceClass },
    clock,
    timers,
    log,
  })
  return {
    handle: (call, input, session) => desk.handle(call, input, session),
    listen: (heard) => desk.listen(heard),
    close: async () => {
      finding?.close()
      await desk.close()
    },
  }
}

/** The hub that this terminal is paired with: as it is remembered, or by a code, which counts where both are there. */
async function pairedHub(options: TerminalOptions, lan: Extract<LanRole, { role: 'attached' }>): Promise<PairedHub> {
  const { dataDirectory, terminalName, deviceClass, timers, log } = options
  const file = new PrivateFile(join(dataDirectory, 'hub.json'), pairedHubSchema)
  const known = file.load()
  const given = lan.address === AUTO_ADDRESS ? null : lan.address
  if (lan.pairingCode === null) {
    if (known !== null) return given === null ? known : { ...known, address: given }
    throw new DeskFault(
      'this terminal is not paired with a hub: start it once with KEYRACK_PAIRING_CODE=<code of the hub>',
    )
  }
  try {
    const address = given ?? (await findOneHub(options)).address
    const paired = await pairWithHub(address, lan.pairingCode, { name: terminalName, deviceClass }, timers)
    file.save(paired)
    return paired
  } catch (error) {
    if (known === null || !(error instanceof DeskFault)) throw error
    log.warn({ reason: error.message }, 'the pairing code was of no use; the pairing before it stands')
    return given === null ? known : { ...known, address: given }
  }
}

/** The only hub on the LAN. */
async function findOneHub({ timers, log }: TerminalOptions): Promise<AnnouncedHub> {
  const found = new Map<string, AnnouncedHub>()
  const finding = findHubs(
    (hub) => found.set(hub.fingerprint, hub),
    (error) => log.info({ err: error }, 'hubs can not be looked for on the LAN'),
  )
  await new Promise<void>((resolve) => void timers.after(FIND_WITHIN_MS, resolve))
  finding.close()
  const [hub, ...others] = found.values()
  if (hub === undefined) throw new DeskFault('no hub was found on the LAN; give its address: --attach host:port')
  if (others.length === 0) return hub
  const addresses = [hub, ...others].map(({ address }) => address).join(', ')
  throw new DeskFault(`several hubs were found on the LAN (${addresses}); give the address of one: --attach host:port`)
}

/** This terminal's own host, for when the hub is out of reach; `null` where it never enrolled or knows no chain. */
async function openStandby(options: TerminalOptions, paired: PairedHub): Promise<DeskHost | null> {
  const chainUrl = options.chainUrl ?? chainUrlFrom(paired)
  if (chainUrl === null) {
    options.log.warn({}, 'no chain is known here, so nothing can be sold while the hub is out of reach')
    return null
  }
  try {
    return await openDeskHost({ ...options, chainUrl, isStandby: true })
  } catch (error) {
    if (!(error instanceof DeskFault)) throw error
    options.log.warn({ reason: error.message }, 'nothing can be sold here while the hub is out of reach')
    return null
  }
}

/** What the hub calls its own machine is another one here, unless both are the same. */
function chainUrlFrom({ chainUrl, address }: PairedHub): string | null {
  if (chainUrl === null || !isLoopback(new URL(chainUrl).hostname)) return chainUrl
  return isThisMachine(new URL(`https://${address}`).hostname) ? chainUrl : null
}

function isThisMachine(host: string): boolean {
  const own = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? [])
  return isLoopback(host) || own.some(({ address }) => address === host || `[${address}]` === host)
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || host.startsWith('127.')
}
