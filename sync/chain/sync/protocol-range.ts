import { MIN_PROTOCOL, PROTOCOL_VERSION } from '../../../shared/wire/protocol.ts'

export interface ProtocolRefusal {
  readonly code: 'UPGRADE_REQUIRED'
  readonly params: { readonly min: number; readonly max: number }
}

/** Why a terminal of a protocol version is given no rows: it, or this chain, is too old for the other. Rule SYNC-48. */
export function protocolRefusal(protocol: number): ProtocolRefusal | null {
  if (protocol >= MIN_PROTOCOL && protocol <= PROTOCOL_VERSION) return null
  return { code: 'UPGRADE_REQUIRED', params: { min: MIN_PROTOCOL, max: PROTOCOL_VERSION } }
}

/** The version that a terminal tells by its header; 0 is one from before there was such a header. */
export function protocolOfHeader(header: string | string[] | undefined): number {
  const protocol = Number(header)
  return Number.isInteger(protocol) && protocol > 0 ? protocol : 0
}
