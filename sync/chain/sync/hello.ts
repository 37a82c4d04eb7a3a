import { type Result, ok, refuse } from '../../../shared/base/result.ts'
import type { HelloRequest, HelloResponse } from '../../../shared/wire/sync-messages.ts'
import { keepForUndeclared } from '../allotments/refill.ts'
import type { Chain } from '../chain.ts'
import { pepperOf } from '../hotels/desk-staff.ts'
import { type Head, nextEpoch, selectHead } from '../write-path/queries/head.ts'
import { type ProtocolRefusal, protocolRefusal } from './protocol-range.ts'
import { type Device, updateLastContact } from './queries/devices.ts'

export type HelloRefusal =
  | ProtocolRefusal
  | { readonly code: 'HOTEL_UNKNOWN'; readonly params: { readonly hotelId: string } }

/**
 * Tells a device where the chain stands. A cursor ahead of the head in the same epoch can only come from a restored
 * backup: the epoch is raised, so that every device snapshots again and re-pushes what the backup lost (rule SYNC-11). How far the
 * device's clock is off is kept for staff, and decides nothing (rule SYNC-56).
 * Refuses: `UPGRADE_REQUIRED`, `HOTEL_UNKNOWN`.
 */
export async function sayHello(
  { db, writer, clock, demand, access }: Pick<Chain, 'db' | 'writer' | 'clock' | 'demand' | 'access'>,
  device: Device,
  request: HelloRequest,
): Promise<Result<HelloResponse, HelloRefusal>> {
  const outdated = protocolRefusal(request.protocol)
  if (outdated) return refuse(outdated)
  const now = clock.nowUtcMs()
  await updateLastContact(db, device, now, request.clockUtcMs - now)
  const head = await selectHead(db, device.hotelId)
  if (!head) return refuse({ code: 'HOTEL_UNKNOWN', params: { hotelId: device.hotelId } })
  const epoch = isAhead(request, head) ? await raiseEpoch({ writer, demand }, device, request, now) : head.epoch
  const pepper = device.deviceClass === 'desk' ? pepperOf(access.tokens, device.hotelId) : null
  return ok({
    epoch,
    head: head.version,
    lastSeq: device.lastSeq,
    clockUtcMs: now,
    pepper: pepper && Buffer.from(pepper).toString('base64url'),
  })
}

function isAhead(request: HelloRequest, head: Head): boolean {
  return request.epoch === head.epoch && request.cursor > head.version
}

async function raiseEpoch(
  { writer, demand }: Pick<Chain, 'writer' | 'demand'>,
  device: Device,
  request: HelloRequest,
  nowUtcMs: number,
): Promise<number> {
  const written = await writer.write(device.hotelId, async (hotel) => {
    const { head, useHead } = hotel
    if (!isAhead(request, head)) return head.epoch
    const epoch = nextEpoch(head.epoch, nowUtcMs)
    useHead({ epoch })
    await keepForUndeclared(hotel, demand, epoch, nowUtcMs)
    return epoch
  })
  return written.ok ? written.value.value : (request.epoch ?? 1)
}
