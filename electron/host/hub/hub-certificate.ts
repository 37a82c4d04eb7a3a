import { X509Certificate } from 'node:crypto'
import { join } from 'node:path'
import { generate } from 'selfsigned'
import { z } from 'zod'
import type { Clock } from '../../../shared/base/ports.ts'
import { PrivateFile } from '../../common/private-file.ts'

const YEAR_MS = 366 * 86_400_000

const certificateSchema = z.object({ keyPem: z.string(), certificatePem: z.string() })

export interface HubCertificate extends z.output<typeof certificateSchema> {
  /** SHA-256 in hex with colons, as Node tells it of a peer. */
  readonly fingerprint: string
}

/**
 * The certificate that this hub shows, made on the first start and kept in `<dataDirectory>/hub-certificate.json`. Paired
 * terminals hold to this very one, so its dates are wide: a terminal's clock that is off must not end a hotel's LAN.
 */
export async function loadHubCertificate(dataDirectory: string, clock: Clock): Promise<HubCertificate> {
  const file = new PrivateFile(join(dataDirectory, 'hub-certificate.json'), certificateSchema)
  const found = file.load()
  if (found !== null) return { ...found, fingerprint: fingerprintOf(found.certificatePem) }
  const nowUtcMs = clock.nowUtcMs()
  const made = await generate([{ name: 'commonName', value: 'Keyrack hub' }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    notBeforeDate: new Date(nowUtcMs - 10 * YEAR_MS),
    notAfterDate: new Date(nowUtcMs + 30 * YEAR_MS),
  })
  const certificate = { keyPem: made.private, certificatePem: made.cert }
  file.save(certificate)
  return { ...certificate, fingerprint: fingerprintOf(made.cert) }
}

export function fingerprintOf(certificatePem: string): string {
  return new X509Certificate(certificatePem).fingerprint256
}
