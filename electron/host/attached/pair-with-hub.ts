import { connect } from 'node:tls'
import { create } from 'axios'
import { z } from 'zod'
import type { Timers } from '../../../shared/base/ports.ts'
import { DeskFault } from '../../common/faults.ts'
import { sameSecret } from '../http-shell/sessions.ts'
import { PAIR_PATH } from '../lan/lan-paths.ts'
import { type PairRequest, pairResponseSchema, proofOfHub, proofOfTerminal } from '../lan/pairing-proof.ts'
import { pinnedAgent } from './hub-line.ts'

const MEET_WITHIN_MS = 5_000

/** What an attached terminal keeps of its hub. */
export const pairedHubSchema = z.object({
  address: z.string(),
  certificatePem: z.string(),
  fingerprint: z.string(),
  terminalId: z.string(),
  key: z.string(),
  chainUrl: z.string().nullable(),
})
export type PairedHub = z.output<typeof pairedHubSchema>

/**
 * Pairs with the hub at an address by its one-time code (HUB-02, HUB-03). Throws a {@link DeskFault}: nobody answers there, the
 * code is not the hub's, or what answers does not know the code and so is not the hub.
 */
export async function pairWithHub(
  address: string,
  code: string,
  terminal: Omit<PairRequest, 'proof'>,
  timers: Timers,
): Promise<PairedHub> {
  const shown = await certificateOf(address, timers)
  const { certificatePem, fingerprint } = shown
  const agent = pinnedAgent(certificatePem, fingerprint)
  try {
    const http = create({
      httpsAgent: agent,
      proxy: false,
      timeout: MEET_WITHIN_MS,
      maxRedirects: 0,
      validateStatus: () => true,
    })
    const proof = proofOfTerminal(code, fingerprint)
    const response = await http
      .post<unknown>(`https://${address}${PAIR_PATH}`, { proof, ...terminal })
      .catch(() => null)
    if (response === null) throw noAnswer(address)
    const answer = pairResponseSchema.safeParse(response.data)
    if (!answer.success) {
      throw new DeskFault(`the hub at ${address} does not take this pairing code; ask for a new one at the hub`)
    }
    if (!sameSecret(answer.data.proof, proofOfHub(code, fingerprint, answer.data))) {
      throw new DeskFault(`what answers at ${address} does not know the pairing code; it is not the hub`)
    }
    const { terminalId, key, chainUrl } = answer.data
    return { address, certificatePem, fingerprint, terminalId, key, chainUrl }
  } finally {
    agent.destroy()
  }
}

/** The certificate that is shown at an address: believed only once its owner has shown that it knows the code. */
async function certificateOf(
  address: string,
  timers: Timers,
): Promise<{ readonly certificatePem: string; readonly fingerprint: string }> {
  const { hostname, port } = new URL(`https://${address}`)
  const host = hostname.replaceAll(/[[\]]/g, '')
  const socket = connect({ host, port: Number(port || 443), rejectUnauthorized: false })
  const late = timers.after(MEET_WITHIN_MS, () => socket.destroy(new Error('no answer')))
  try {
    return await new Promise((resolve, reject) => {
      socket.once('secureConnect', () => {
        const certificate = socket.getPeerX509Certificate()
        if (!certificate) return reject(new Error('no certificate'))
        resolve({ certificatePem: certificate.toString(), fingerprint: certificate.fingerprint256 })
      })
      socket.once('error', reject)
    })
  } catch {
    throw noAnswer(address)
  } finally {
    late.cancel()
    socket.destroy()
  }
}

function noAnswer(address: string): DeskFault {
  return new DeskFault(`no hub answers at ${address}`)
}
